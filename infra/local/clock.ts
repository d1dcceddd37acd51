import { readJson, writeJson } from './data-folder.ts';

const dayMs = 86_400_000;

/** How far the stored programme time runs ahead of the true one: more than the pause between two writes. */
const leadMs = 3_000;

export type LocalClock = {
  /** Programme time (waits, caps, dates people see), epoch milliseconds. */
  programme(): number;
  /** Machine time (leases, pacing, retries), epoch milliseconds. */
  machine(): number;
  /** What the functions read: `<anchor>:<programme>:<rate>:<offset>`. */
  toString(): string;
  /** Moves the clocks forward by milliseconds; a clock never goes back. */
  advance(by: { programme?: number; machine?: number }): void;
  /** Called after every `advance`. */
  onChange(listener: () => void): void;
  readonly rate: number;
  stop(): void;
};

type Stored = { programme: number; offset: number };

/** The rate at which programme time passes when one of its days takes `day` (`60s`, `5m`, `24h`) of real time. */
export function rateOf(day: string): number {
  const match = /^(\d+(?:\.\d+)?)(s|m|h)$/.exec(day);
  const unit = { s: 1_000, m: 60_000, h: 3_600_000 }[match?.[2] ?? ''];
  const ms = match && unit ? Number(match[1]) * unit : Number.NaN;
  if (!(ms >= 1_000))
    throw new Error(`--day ${day}: give a length like 60s, 5m or 1h, of one second or more.`);
  if (ms > dayMs) throw new Error(`--day ${day}: a day of the programme is at most 24h long.`);
  return dayMs / ms;
}

/**
 * The clock of the local machine. Kept in `file`, it goes on where it stopped: programme time
 * starts at what was stored or at the present, whichever is later.
 */
export function openClock(
  options: { file?: string | undefined; rate?: number; now?: () => number } = {},
): LocalClock {
  const { file, rate = 1, now = Date.now } = options;
  const stored = file ? readJson<Stored>(file) : undefined;
  let anchor = now();
  let start = Math.max(stored?.programme ?? 0, anchor);
  let offset = stored?.offset ?? 0;
  const listeners: (() => void)[] = [];

  const programme = () => start + (now() - anchor) * rate;
  const keep = (ahead: number) => {
    if (file) writeJson(file, { programme: Math.ceil(programme() + ahead * rate), offset } satisfies Stored);
  };
  // After a kill the clock continues from a mark ahead of where it was, never behind.
  const faster = rate > 1 || start > anchor;
  if (faster) keep(leadMs);
  const timer = faster ? setInterval(keep, leadMs / 3, leadMs).unref() : undefined;

  return {
    rate,
    programme: () => Math.floor(programme()),
    machine: () => now() + offset,
    toString: () => [anchor, start, rate, offset].join(':'),
    advance(by) {
      const moved = { programme: by.programme ?? 0, machine: by.machine ?? 0 };
      if (!(moved.programme >= 0 && moved.machine >= 0)) throw new RangeError('The clock never goes back.');
      start = Math.round(programme()) + moved.programme;
      anchor = now();
      offset += moved.machine;
      keep(leadMs);
      for (const listener of listeners) listener();
    },
    onChange: (listener) => void listeners.push(listener),
    stop() {
      clearInterval(timer);
      keep(0);
    },
  };
}
