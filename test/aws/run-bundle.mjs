// Handles one event with one built bundle, in whatever Node runs this: the path comes as argument, the event
// by message, and so goes the answer.
import { pathToFileURL } from 'node:url';

const context = {
  awsRequestId: 'request',
  callbackWaitsForEmptyEventLoop: false,
  functionName: 'function',
  functionVersion: '$LATEST',
  invokedFunctionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:function',
  memoryLimitInMB: '512',
  getRemainingTimeInMillis: () => 60_000,
};

process.once('message', async (event) => {
  let told;
  try {
    const { handler } = await import(pathToFileURL(process.argv[2]).href);
    const answer = await handler(event, context);
    told = { answer: answer ?? null, parameters: handler.length, node: process.version };
  } catch (error) {
    told = { failure: error?.stack ?? String(error), node: process.version };
  }
  process.send(told, () => process.exit(0));
});
