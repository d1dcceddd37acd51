import { FunctionFailure, Sandbox, type SandboxOptions } from './sandbox.ts';

export type LocalFunction = {
  /** Hands one event to a free sandbox, or to the next one that is. Throws FunctionFailure. */
  invoke(event: unknown): Promise<unknown>;
  /** Changes variables in living and later sandboxes. */
  setEnv(env: Record<string, string>): void;
  /** Ends every sandbox in the middle of its work, as a crash would; the next event starts a cold one. */
  kill(): Promise<void>;
  /** As `kill`, and whatever still waits or comes fails. */
  stop(): Promise<void>;
};

/** One function: up to `size` sandboxes, started when they are needed. */
export function openFunction(options: SandboxOptions & { size: number }): LocalFunction {
  let env = options.env;
  let stopped = false;
  const all = new Set<Sandbox>();
  const free: Sandbox[] = [];
  const waiting: (() => void)[] = [];

  const take = async (): Promise<Sandbox> => {
    if (stopped) throw new FunctionFailure('Runtime.ExitError', 'The function was stopped.');
    const warm = free.pop();
    if (warm && !warm.dead) return warm;
    if (warm) all.delete(warm);
    else if (all.size >= options.size) await new Promise<void>((turn) => waiting.push(turn));
    else return start();
    return take();
  };
  const start = () => {
    const sandbox = new Sandbox({ ...options, env });
    all.add(sandbox);
    return sandbox;
  };
  const giveBack = (sandbox: Sandbox) => {
    if (sandbox.dead) all.delete(sandbox);
    else free.push(sandbox);
    waiting.shift()?.();
  };
  const kill = async () => {
    const doomed = [...all];
    all.clear();
    free.length = 0;
    await Promise.all(doomed.map((sandbox) => sandbox.end()));
  };

  return {
    async invoke(event) {
      const sandbox = await take();
      try {
        return await sandbox.handle(event);
      } catch (error) {
        if (error instanceof FunctionFailure)
          options.log(`ERROR ${error.type}: ${error.stack ?? error.message}`);
        throw error;
      } finally {
        giveBack(sandbox);
      }
    },
    setEnv(values) {
      env = { ...env, ...values };
      for (const sandbox of all) sandbox.setEnv(values);
    },
    kill,
    async stop() {
      stopped = true;
      await kill();
      for (const turn of waiting.splice(0)) turn();
    },
  };
}
