import { randomUUID } from 'node:crypto';
import { addMark, type SendMark } from '../../domain/sending/breaker.ts';
import { changeMarks } from '../../store/breaker.ts';
import type { Context } from '../context.ts';

/** Written down at least this often by a process that sends: mails, and machine time in ms. */
const MOST_MAILS = 50;
const BETWEEN = 10_000;

let mark: SendMark | undefined;
let writtenAt = 0;

/** Counts a mail that SES took, by the time of its claim (machine time, ms), for the breaker to compare with. */
export async function countSend(context: Context, claimedAt: number): Promise<void> {
  mark = {
    from: Math.min(mark?.from ?? claimedAt, claimedAt),
    to: Math.max(mark?.to ?? claimedAt, claimedAt),
    sent: (mark?.sent ?? 0) + 1,
  };
  const now = context.clock.now().machine;
  if (mark.sent >= MOST_MAILS || Math.abs(now - writtenAt) >= BETWEEN) await writeSends(context);
}

/** Writes down what this process has counted. What cannot be written is counted with the next mails. */
export async function writeSends(context: Context): Promise<void> {
  const mine = mark;
  if (!mine) return;
  mark = undefined;
  writtenAt = context.clock.now().machine;
  try {
    await changeMarks(context.table, randomUUID().slice(0, 8), (marks) => addMark(marks, mine));
  } catch (error) {
    const others = mark as SendMark | undefined;
    mark = others
      ? {
          from: Math.min(mine.from, others.from),
          to: Math.max(mine.to, others.to),
          sent: mine.sent + others.sent,
        }
      : mine;
    context.log.warn('Mails could not be counted for the breaker; they are with the next ones.', {
      error: error instanceof Error ? error.name : 'unknown',
    });
  }
}
