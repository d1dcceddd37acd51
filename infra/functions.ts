/** The rooms that become Lambdas: one list for the build, the local stack and the CDK app. */
export const functions = {
  capture: { entry: 'functions/capture/index.ts', timeoutSeconds: 10, memoryMb: 512 },
  links: { entry: 'functions/links/index.ts', timeoutSeconds: 10, memoryMb: 512 },
  admin: { entry: 'functions/admin/index.ts', timeoutSeconds: 29, memoryMb: 512 },
  'nurture-start': { entry: 'functions/nurture/start.ts', timeoutSeconds: 60, memoryMb: 512 },
  'nurture-send': { entry: 'functions/nurture/send.ts', timeoutSeconds: 60, memoryMb: 512 },
  record: { entry: 'functions/record/index.ts', timeoutSeconds: 60, memoryMb: 512 },
  feedback: { entry: 'functions/feedback/index.ts', timeoutSeconds: 60, memoryMb: 512 },
} as const;

export type FunctionName = keyof typeof functions;

/** HTTP API v2 route keys, most specific first; `{proxy+}` takes the rest of the path. */
export const routes: { route: string; to: FunctionName }[] = [
  { route: 'GET /f/{formId}', to: 'capture' },
  { route: 'POST /f/{formId}', to: 'capture' },
  { route: 'OPTIONS /f/{formId}', to: 'capture' },
  { route: 'GET /f/{formId}/{proxy+}', to: 'capture' },
  { route: 'ANY /l/{proxy+}', to: 'links' },
  { route: 'ANY /v1/{proxy+}', to: 'admin' },
  { route: 'GET /docs', to: 'admin' },
];

/** A DynamoDB stream record goes to `nurture-start` only when the lead has lane-0 work (what it asked for). */
export const startFilter = { dynamodb: { NewImage: { dq: { S: [{ prefix: '0#' }] } } } };
