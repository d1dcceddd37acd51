import type { Context } from '../../../shared/actions/context.ts';
import type { Dns } from '../../../shared/domain/deliverability/dns-name.ts';
import type { SesFacts } from '../../../shared/mail/ses-facts.ts';
import type { SesSuppressionList } from '../../../shared/mail/ses-suppression-list.ts';
import type { LambdaBindings } from '../../visitor.ts';
import type { ApiKey, KeyRing } from './api-key.ts';

/** What the admin API is made of. */
export interface AdminParts {
  context: Context;
  /** Names leads: an address leads to its lead through it. */
  idKey: Uint8Array;
  keys: KeyRing;
  /** Where the API answers, without a slash at its end. */
  baseUrl: string;
  /** Who says whether a sender's mails arrive. */
  ses: SesFacts;
  suppressionList: SesSuppressionList;
  dns: Dns;
}

/** What handlers find in hono's context. */
export interface AdminEnv {
  Bindings: LambdaBindings;
  Variables: {
    keys: KeyRing;
    context: Context;
    /** Whose key the request came with. */
    key: ApiKey;
  };
}
