import { createHmac } from 'node:crypto';

const PRIVATE = /^(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|::1$|::$|f[cd]|fe[89ab])/i;

/**
 * From which part of the net somebody came, as a keyed hash that says nothing of where that is: the /24 of an
 * IPv4 address, the /48 of an IPv6 one. Undefined where the address tells nothing: none, or a private one.
 */
export function sourceOf(ip: string, key: Uint8Array): string | undefined {
  const plain = ip.replace(/^::ffff:(?=\d+\.)/i, '');
  const net = PRIVATE.test(plain) ? undefined : (ipv4Net(plain) ?? ipv6Net(plain));
  if (net === undefined) return undefined;
  return createHmac('sha256', key).update(`kweek: source ${net}`).digest('base64url').slice(0, 8);
}

function ipv4Net(ip: string): string | undefined {
  const [, net] = /^(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}$/.exec(ip) ?? [];
  return net;
}

function ipv6Net(ip: string): string | undefined {
  if (!/^[\da-f:.]+$/i.test(ip) || !ip.includes(':')) return undefined;
  const [head = '', tail = ''] = ip.split('::');
  const before = head.split(':').filter(Boolean);
  const after = tail.split(':').filter(Boolean);
  const zeros = ip.includes('::') ? Math.max(0, 8 - before.length - after.length) : 0;
  const groups = [...before, ...Array<string>(zeros).fill('0'), ...after];
  return groups
    .slice(0, 3)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
