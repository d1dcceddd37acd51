// The runtime inside a sandbox: loads one bundle and handles one event at a time, JSON in and out.
import { parentPort, workerData } from 'node:worker_threads';

const { bundle, name, memoryMb } = workerData;
const loading = import(bundle);
loading.catch(() => {}); // told to each event that finds it so

const context = (id, deadline) => ({
  awsRequestId: id,
  callbackWaitsForEmptyEventLoop: false,
  functionName: name,
  functionVersion: '$LATEST',
  invokedFunctionArn: `arn:aws:lambda:eu-west-1:000000000000:function:${name}`,
  logGroupName: `/aws/lambda/${name}`,
  logStreamName: 'local',
  memoryLimitInMB: String(memoryMb),
  getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
});

async function handle({ id, event, deadline }) {
  try {
    const { handler } = await loading;
    const result = await handler(JSON.parse(event), context(id, deadline));
    parentPort.postMessage({ id, result: JSON.stringify(result ?? null) });
  } catch (error) {
    const { name: type = 'Error', message = String(error), stack = '' } = error ?? {};
    parentPort.postMessage({ id, error: { type, message, stack } });
  }
}

parentPort.on('message', (message) => {
  if (message.env) Object.assign(process.env, message.env);
  else void handle(message);
});
