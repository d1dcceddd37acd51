import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Listening = { port: number; stop(): Promise<void> };

/** A port of 127.0.0.1 that is free now. */
export async function freePort(): Promise<number> {
  const { port, stop } = await bind(createServer(), 0, '127.0.0.1');
  await stop();
  return port;
}

/**
 * Listens where `localhost` leads: 127.0.0.1 and, where there is IPv6, ::1, on the same port
 * (0: a free one). `variable` is the setting that a busy port's message names.
 */
export async function listenLocally(
  listener: RequestListener,
  port: number,
  variable: string,
): Promise<Listening> {
  for (let tries = 0; ; tries++) {
    const first = await bind(createServer(listener), port, '127.0.0.1').catch(explain(port, variable));
    try {
      const second = await bind(createServer(listener), first.port, '::1');
      return { port: first.port, stop: async () => void (await Promise.all([first.stop(), second.stop()])) };
    } catch (error) {
      if (!isCode(error, 'EADDRINUSE')) return first; // a machine without IPv6
      await first.stop();
      if (port !== 0 || tries === 10) return explain(port, variable)(error);
    }
  }
}

function explain(port: number, variable: string) {
  return (error: unknown): never => {
    if (!isCode(error, 'EADDRINUSE')) throw error;
    throw new Error(
      `Port ${port} is in use. Stop what listens there, or choose another: ${variable}=${port + 10}`,
    );
  };
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

async function bind(server: Server, port: number, host: string): Promise<Listening> {
  server.keepAliveTimeout = 65_000; // longer than clients keep a connection, which then never meet a closing one
  await new Promise<void>((done, fail) => server.once('error', fail).listen(port, host, done));
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
