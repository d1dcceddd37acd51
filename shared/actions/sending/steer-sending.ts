import { type BlowKind, blowKinds, limits, type Toll, tollOf } from '../../domain/sending/breaker.ts';
import { changeBlows, readBlows, readMarks } from '../../store/breaker.ts';
import { type Pause, readControl, type SendingControl, setControl } from '../../store/sending.ts';
import type { Context } from '../context.ts';

/** What a person may stop and let go on: all mails, or those of sequences alone. */
export const parts = ['everything', 'nurture'] as const;
export type Part = (typeof parts)[number];

export interface SendingState {
  pauses: ({ what: Part } & Pause)[];
  account?: NonNullable<SendingControl['account']>;
  tolls: Record<BlowKind, Toll & { limit: (typeof limits)[BlowKind] }>;
}

const controls = { everything: 'paused', nurture: 'nurturePaused' } as const;

/** Whether mails leave, and what might stop them. */
export async function readSending(context: Context): Promise<SendingState> {
  const [control, blows, marks] = await Promise.all([
    readControl(context.table),
    readBlows(context.table),
    readMarks(context.table),
  ]);
  const toll = (kind: BlowKind) => ({ ...tollOf(kind, blows, marks), limit: limits[kind] });
  return {
    pauses: parts.flatMap((what) => {
      const pause = control[controls[what]];
      return pause ? [{ what, ...pause }] : [];
    }),
    ...(control.account ? { account: control.account } : {}),
    tolls: Object.fromEntries(blowKinds.map((kind) => [kind, toll(kind)])) as SendingState['tolls'],
  };
}

/** Every sender asks before each round: what is on its way leaves, and after two seconds nothing more. */
export async function pauseSending(context: Context, what: Part, reason: string, key: string): Promise<void> {
  const since = context.clock.now().programme;
  await setControl(context.table, controls[what], { by: 'person', key, reason, since });
}

/** Goes on. What stopped nurture before counts no more: the breaker begins anew. */
export async function resumeSending(context: Context, what: readonly Part[]): Promise<void> {
  const since = context.clock.now().machine;
  if (what.includes('nurture')) {
    const begin = { since, bounces: [], complaints: [] };
    await changeBlows(context.table, `resumed${since}`, () => begin);
  }
  for (const part of what) await setControl(context.table, controls[part], undefined);
}
