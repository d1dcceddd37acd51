import type { Context as HonoContext } from 'hono';
import type { Context } from '../../shared/actions/context.ts';
import type { Lead } from '../../shared/domain/lead/lead.ts';
import type { PublishedConfig } from '../../shared/domain/programme/config.ts';
import type { KeyRing } from '../../shared/mail/key-ring.ts';
import type { LinkKind } from '../../shared/mail/link-payload.ts';
import type { ReadLink } from '../../shared/mail/links.ts';
import type { Sender } from '../../shared/pages/frame.tsx';
import type { LambdaBindings } from '../visitor.ts';

export type Env = { Bindings: LambdaBindings };
export type Call = HonoContext<Env>;

/** Says that a link is too old, or not ours; with a way to ask again where it is known whose it was. */
export type Refuse = (
  c: Call,
  problem: { reason: 'expired' | 'invalid'; leadId?: string; formUrl?: string | undefined },
) => Promise<Response>;

/** What the pages behind links have in common. */
export interface LinkPages {
  context: Context;
  keys: KeyRing;
  read<K extends LinkKind>(kind: K, token: string): ReadLink<K>;
  page(c: Call, lead?: Lead): Promise<{ config: PublishedConfig; sender: Sender }>;
  refuse: Refuse;
}

/** Where to sign up again: the form that the lead came through last, if there still is one. */
export const formOf = (lead: Lead | undefined, config: PublishedConfig): { formUrl?: string } => {
  const form = lead?.forms.findLast((slug) => Object.hasOwn(config.forms, slug));
  return form === undefined ? {} : { formUrl: `/f/${form}` };
};
