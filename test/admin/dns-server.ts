import { createSocket } from 'node:dgram';

/** Records by name; `silent`: never answered. A name that is not there does not exist. */
export type Zone = Record<
  string,
  { TXT?: string[][]; CNAME?: string; MX?: [priority: number, exchange: string][] } | 'silent'
>;

const types = { 5: 'CNAME', 15: 'MX', 16: 'TXT' } as const;
const HEADER = 12;
const NOT_FOUND = 3;

/** A DNS server on a port of its own, over UDP (RFC 1035), that remembers what it was asked. */
export async function startDnsServer(zone: Zone) {
  const socket = createSocket('udp4');
  const seen: string[] = [];
  socket.on('message', (query, { port, address }) => {
    const { name, end } = readName(query);
    const type = types[query.readUInt16BE(end) as keyof typeof types];
    seen.push(`${type} ${name}`);
    const found = zone[name];
    if (found === 'silent') return;
    const records = recordsOf(type, found).map((data) => answer(query.readUInt16BE(end), data));
    const header = Buffer.alloc(HEADER);
    query.copy(header, 0, 0, 2);
    header.writeUInt16BE(0x8180 | (found ? 0 : NOT_FOUND), 2);
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(records.length, 6);
    socket.send(Buffer.concat([header, query.subarray(HEADER, end + 4), ...records]), port, address);
  });
  await new Promise<void>((ready) => socket.bind(0, '127.0.0.1', ready));
  return {
    server: `127.0.0.1:${socket.address().port}`,
    seen,
    [Symbol.asyncDispose]: () => new Promise<void>((done) => socket.close(done)),
  };
}

function readName(query: Buffer): { name: string; end: number } {
  const labels: string[] = [];
  let at = HEADER;
  for (let size = query[at]; size; size = query[at]) {
    labels.push(query.toString('latin1', at + 1, at + 1 + size));
    at += size + 1;
  }
  return { name: labels.join('.').toLowerCase(), end: at + 1 };
}

function recordsOf(
  type: (typeof types)[keyof typeof types],
  found: Exclude<Zone[string], 'silent'> | undefined,
) {
  if (type === 'TXT') return (found?.TXT ?? []).map((parts) => Buffer.concat(parts.map(text)));
  if (type === 'CNAME') return found?.CNAME ? [nameBytes(found.CNAME)] : [];
  return (found?.MX ?? []).map(([priority, exchange]) => {
    const data = Buffer.alloc(2);
    data.writeUInt16BE(priority);
    return Buffer.concat([data, nameBytes(exchange)]);
  });
}

const text = (part: string) => Buffer.concat([Buffer.from([part.length]), Buffer.from(part)]);
const nameBytes = (name: string) => Buffer.concat([...name.split('.').map(text), Buffer.from([0])]);

/** One record of the name that was asked for, class IN. */
function answer(type: number, data: Buffer): Buffer {
  const head = Buffer.alloc(HEADER);
  head.writeUInt16BE(0xc000 | HEADER, 0);
  head.writeUInt16BE(type, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}
