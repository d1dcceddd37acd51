import { LONGEST_BURST, type Trace } from './trace.ts';

/** Why something was a machine, in a word that the timeline keeps. */
export type Reason = 'at_delivery' | 'burst' | 'networks' | 'every_link' | 'proxy';

/** When mails were delivered (machine time, ms, by send), and for how long after that scanners are at work (ms). */
export interface Deliveries {
  delivered: Readonly<Record<string, number>>;
  scannedFor: number;
}

const BURST = 3_000;
const TOUR = 30_000;
const NETWORKS = 3;
/** Apple's proxy loads pictures some time after the delivery, read or not; later the same agent may be a person's. */
const PREFETCH = 3_600_000;

/**
 * Was this a machine? By the times of the events alone, whatever order they came in (domain brief §2.3):
 * it came before or within seconds of the delivery; two links of the mail within 3 s; three networks within
 * 30 s; every link and the way out within a minute; a picture loaded for a proxy soon after the delivery. More
 * evidence never acquits.
 */
export function verdictOn(
  trace: Trace,
  traces: readonly Trace[],
  { delivered, scannedFor }: Deliveries,
): Reason | undefined {
  const arrived = delivered[trace.sendId] ?? trace.sentAt;
  if (arrived !== undefined && trace.seenAt < arrived + scannedFor) return 'at_delivery';
  if (trace.kind === 'open') {
    const isPrefetch = trace.proxy && arrived !== undefined && trace.seenAt < arrived + PREFETCH;
    return isPrefetch ? 'proxy' : undefined;
  }
  const others = traces.filter((other) => other.sendId === trace.sendId && other.kind !== 'open');
  const near = (span: number) => others.filter((other) => Math.abs(other.seenAt - trace.seenAt) <= span);
  if (near(BURST).some((other) => linkOf(other) !== linkOf(trace))) return 'burst';
  if (inSomeSpan(near(TOUR), trace, TOUR, networksOf) >= NETWORKS) return 'networks';
  const all = trace.links === undefined ? Number.POSITIVE_INFINITY : trace.links + 1;
  return inSomeSpan(near(LONGEST_BURST), trace, LONGEST_BURST, linksOf) >= all ? 'every_link' : undefined;
}

const linkOf = ({ kind, link }: Trace) => (kind === 'unsubscribe' ? 'unsubscribe' : link);
const linksOf = (traces: readonly Trace[]) => new Set(traces.map(linkOf)).size;
const networksOf = (traces: readonly Trace[]) => new Set(traces.flatMap(({ network }) => network ?? [])).size;

/** The most that `count` finds in any span of this length (ms) that holds the trace. */
function inSomeSpan(
  traces: readonly Trace[],
  { seenAt }: Trace,
  span: number,
  count: (traces: readonly Trace[]) => number,
): number {
  const starts = traces.map((other) => other.seenAt).filter((start) => start <= seenAt);
  return Math.max(
    0,
    ...starts.map((start) =>
      count(traces.filter((other) => other.seenAt >= start && other.seenAt <= start + span)),
    ),
  );
}
