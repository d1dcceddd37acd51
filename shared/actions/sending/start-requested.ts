import { readControl } from '../../store/sending.ts';
import { visitLead } from '../lead/visit-lead.ts';
import { heed, mayNurture } from './send-due.ts';
import type { SendingContext } from './sending-context.ts';
import { takeSlots, waitUntil } from './slots.ts';

/**
 * What a lead asked for leaves at once, without waiting for the sweep. Anything that does not work out
 * (no slot, a pause, a fault) is left to the sweep, which is the net below.
 */
export async function startRequested(context: SendingContext, leadId: string): Promise<void> {
  for (;;) {
    const control = await readControl(context.table);
    if (control.paused) return;
    const [slot] = await takeSlots(context, 1, control);
    if (slot === undefined) return;
    await waitUntil(context, slot);
    const result = await visitLead(context, leadId, {
      ...{ isSweep: false, mails: true },
      nurture: mayNurture(control, 0),
    });
    await heed(context, result);
    if (result.outcome === 'sent') context.metrics.count('Sent');
    if (result.outcome !== 'sent' || !result.more) return;
  }
}
