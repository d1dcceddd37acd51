// One cold start: loads a bundle, hands it one event, says when it has answered.
const [bundle, event] = process.argv.slice(2);
const { handler } = await import(bundle);
const { statusCode } = await handler(JSON.parse(event), { awsRequestId: 'probe' });
process.stdout.write(`${statusCode}\n`);
process.exit();
