import type { Now } from './domain/time/now.ts';

/**
 * Reads both clocks. At AWS they are the machine's. Locally KWEEK_CLOCK = `anchor:programme:rate:offset`
 * maps them; it is read at every call, since the local stack may move the clocks while a worker lives.
 */
export interface Clock {
  now(): Now;
  /** A time that came from outside (SES, a form), ms, as programme time. */
  toProgramme(at: number): number;
  /** Programme time, ms, as machine time. */
  toMachine(at: number): number;
}

export function clockFromEnv(env: Record<string, string | undefined>): Clock {
  if (env.KWEEK_CLOCK && env.KWEEK_ENV !== 'local') throw new Error('KWEEK_CLOCK is for local runs only');
  const mapping = () => {
    const [anchor = 0, programme = 0, rate = 1, offset = 0] = (env.KWEEK_CLOCK ?? '').split(':').map(Number);
    return anchor > 0 ? { anchor, programme, rate, offset } : { anchor: 0, programme: 0, rate: 1, offset: 0 };
  };
  return {
    now() {
      const { anchor, programme, rate, offset } = mapping();
      const at = Date.now();
      return { programme: Math.floor(programme + (at - anchor) * rate), machine: at + offset };
    },
    toProgramme(at) {
      const { anchor, programme, rate } = mapping();
      return Math.floor(programme + (at - anchor) * rate);
    },
    toMachine(at) {
      const { anchor, programme, rate, offset } = mapping();
      return Math.floor(anchor + (at - programme) / rate + offset);
    },
  };
}
