import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';

/** What a function threw, or how its sandbox ended. */
export class FunctionFailure extends Error {
  readonly type: string;
  constructor(type: string, message: string, stack?: string) {
    super(message);
    this.name = 'FunctionFailure';
    this.type = type;
    if (stack) this.stack = stack;
  }
}

export type SandboxOptions = {
  name: string;
  /** Path of the built bundle. */
  bundle: string;
  env: Record<string, string>;
  timeoutMs: number;
  memoryMb: number;
  /** Takes every line that the function prints. */
  log: (line: string) => void;
};

type Reply = { id: string; result?: string; error?: { type: string; message: string; stack: string } };

/** The answer of a function may not be larger than Lambda's limit. */
const largestAnswer = 6 * 1024 * 1024;

/** One bundle in a thread with an environment of its own, as one Lambda sandbox: one event at a time. */
export class Sandbox {
  readonly #worker: Worker;
  readonly #options: SandboxOptions;
  #settle: ((reply: Reply | FunctionFailure) => void) | undefined;
  dead = false;

  constructor(options: SandboxOptions) {
    this.#options = options;
    this.#worker = new Worker(new URL('./lambda-boot.mjs', import.meta.url), {
      env: { ...options.env, AWS_LAMBDA_FUNCTION_NAME: options.name },
      workerData: {
        bundle: pathToFileURL(options.bundle).href,
        name: options.name,
        memoryMb: options.memoryMb,
      },
      execArgv: [], // plain Node, whatever started us
      resourceLimits: { maxOldGenerationSizeMb: options.memoryMb },
      stdout: true,
      stderr: true,
    });
    for (const output of [this.#worker.stdout, this.#worker.stderr]) {
      createInterface({ input: output }).on('line', options.log);
    }
    this.#worker.on('message', (reply: Reply) => this.#settle?.(reply));
    this.#worker.on('error', (error: Error) => this.#die(new FunctionFailure(error.name, error.message)));
    this.#worker.on('exit', () => this.#die(new FunctionFailure('Runtime.ExitError', 'The sandbox ended.')));
  }

  /** Handles one event. Throws FunctionFailure; a function that exceeds its time-out loses its sandbox. */
  async handle(event: unknown): Promise<unknown> {
    const { timeoutMs } = this.#options;
    const id = randomUUID();
    const reply = await new Promise<Reply | FunctionFailure>((settle) => {
      const late = `${id} Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`;
      const timer = setTimeout(() => this.#die(new FunctionFailure('Sandbox.Timedout', late)), timeoutMs);
      this.#settle = (reply) => {
        clearTimeout(timer);
        this.#settle = undefined;
        settle(reply);
      };
      this.#worker.postMessage({ id, event: JSON.stringify(event), deadline: Date.now() + timeoutMs });
    });
    if (reply instanceof FunctionFailure) throw reply;
    if (reply.error) throw new FunctionFailure(reply.error.type, reply.error.message, reply.error.stack);
    const result = reply.result ?? 'null';
    if (result.length > largestAnswer) {
      throw new FunctionFailure('Function.ResponseSizeTooLarge', 'The answer is larger than 6 MB.');
    }
    return JSON.parse(result);
  }

  /** Changes variables of the living function. */
  setEnv(env: Record<string, string>): void {
    this.#worker.postMessage({ env });
  }

  async end(): Promise<void> {
    this.#die(new FunctionFailure('Runtime.ExitError', 'The sandbox was stopped.'));
    await this.#worker.terminate();
  }

  #die(failure: FunctionFailure): void {
    this.dead = true;
    this.#settle?.(failure);
    void this.#worker.terminate();
  }
}
