/**
 * Waits for all of them, then throws what the first to fail threw. `Promise.all` answers at the first failure
 * while the others go on: behind an invocation that is over, in a sandbox that stops when it likes.
 */
export async function allDone<T extends readonly Promise<unknown>[] | []>(
  running: T,
): Promise<{ -readonly [N in keyof T]: Awaited<T[N]> }> {
  await Promise.allSettled(running);
  return Promise.all(running);
}
