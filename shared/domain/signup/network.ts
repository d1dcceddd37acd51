import { fingerprint } from '../lead/fingerprint.ts';

/**
 * A mark of the network that an address is in, an IPv4 /24 or an IPv6 /48; undefined when it is neither. The
 * mark says only whether two are the same.
 */
export function networkOf(ip: string): string | undefined {
  const v4 = /^(?:::ffff:)?(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}$/i.exec(ip)?.[1];
  if (v4) return fingerprint('v4', v4);
  if (!/^[0-9a-f:]+$/i.test(ip) || !ip.includes(':')) return undefined;
  const [head = '', tail] = ip.toLowerCase().split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail ? tail.split(':') : [];
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - front.length - back.length);
  const groups = [...front, ...Array<string>(zeros).fill('0'), ...back];
  if (groups.length !== 8) return undefined;
  return fingerprint('v6', ...groups.slice(0, 3).map((group) => Number.parseInt(group, 16)));
}
