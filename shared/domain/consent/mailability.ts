import type { Lead } from '../lead/lead.ts';
import type { MailClass } from '../sending/send.ts';
import { isNeverNurtured } from '../signup/role-address.ts';

/** May this lead be sent a mail of this class now? Nurture for `subscribed` alone; what was asked for, by decision 9. */
export function mayReceive(lead: Lead, mail: MailClass): boolean {
  switch (mail) {
    case 'confirmation':
      return (
        lead.awaited !== undefined &&
        ['pending_confirmation', 'requested_only', 'unsubscribed'].includes(lead.mailability)
      );
    case 'magnet':
      return ['requested_only', 'subscribed', 'paused'].includes(lead.mailability);
    case 'notice':
      return lead.mailability !== 'erased';
    case 'nurture':
      return lead.mailability === 'subscribed' && !isNeverNurtured(lead.email);
  }
}

/** Do this lead's deeds still score and move stages? Not once it left for good. */
export const isScored = (lead: Lead): boolean =>
  !['unsubscribed', 'bounced', 'complained', 'erased'].includes(lead.mailability);
