import { Resolver } from 'node:dns/promises';
import type { Dns, DnsAnswer } from '../../../shared/domain/deliverability/dns-name.ts';

/** What says for sure that there is no such record. */
const nothing = new Set(['ENODATA', 'ENOTFOUND']);

/** The DNS as this machine sees it. `timeout`: ms until an answer must be there. `servers`: `address:port`. */
export function openDns({ timeout = 4_000, servers }: { timeout?: number; servers?: string[] } = {}): Dns {
  const ask = async <T>(lookUp: (resolver: Resolver) => Promise<T[]>): Promise<DnsAnswer<T>> => {
    const resolver = new Resolver({ timeout, tries: 1 });
    if (servers) resolver.setServers(servers);
    // The resolver's own limit is one for each server.
    const timer = setTimeout(() => resolver.cancel(), timeout);
    try {
      return await lookUp(resolver);
    } catch (error) {
      return nothing.has((error as { code?: string }).code ?? '') ? [] : 'unreachable';
    } finally {
      clearTimeout(timer);
    }
  };
  return {
    txt: (name) => ask(async (resolver) => (await resolver.resolveTxt(name)).map((parts) => parts.join(''))),
    cname: (name) => ask((resolver) => resolver.resolveCname(name)),
    mx: (name) => ask((resolver) => resolver.resolveMx(name)),
  };
}
