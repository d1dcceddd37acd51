import type { Customer } from '../sales/customer.ts';
import type { Deal } from '../sales/deal.ts';
import type { Handoff } from '../sales/handoff.ts';
import type { EngagementState } from '../score/engagement.ts';
import type { Trace } from '../score/trace.ts';
import type { OpenSend, Request } from '../sending/send.ts';
import type { Enrollment } from '../sequence/enrollment.ts';
import type { Activity } from './activity.ts';

/** May we write, and what. Moved by consent, bounces and complaints alone; never by score or stage. */
export type Mailability =
  | 'pending_confirmation'
  | 'requested_only'
  | 'subscribed'
  | 'paused'
  | 'unsubscribed'
  | 'bounced'
  | 'complained'
  | 'erased';

/** Why an address is not written to again, whoever signs up with it: what is left of an erased lead. */
export type Suppression = Extract<Mailability, 'unsubscribed' | 'bounced' | 'complained'>;

/** Lives that were erased, and whose timeline is looked for once more when the stream has forgotten them. */
export interface Erasure {
  /** This generation and those before it. */
  generation: number;
  /** What is kept of them without a name is under this until then; made up, and told nowhere else. */
  token: string;
  /** Machine time, ms. */
  until: number;
  /** The first look was not taken yet: the rows are still there, and the log of erasures knows nothing. */
  unswept?: true;
  /** Other ids under which the same person has rows. */
  aliases?: Alias[];
}

/** One life under one id. */
export interface Alias {
  id: string;
  generation: number;
}

/** An id that is a lead's no more. */
export interface FormerId extends Alias {
  /** When it led there no more (programme time, ms); unknown of the oldest. */
  until?: number;
  /** It was another lead's; otherwise this one had it, under another address. */
  merged?: true;
}

/** A lead has had so many ids before at most. */
export const MOST_ALIASES = 6;

/** What an address is by its domain, where that is not a business: free mail, or a mailbox to be thrown away. */
export type AddressKind = 'free' | 'disposable';

/** What a lead chose on its preferences page; absent as long as it chose nothing. */
export interface Preferences {
  /** Topics of the settings that it does not want to hear of; at most 20. */
  topicsOff: string[];
  /** `less`: the settings' longer distance between nurture mails. */
  frequency: 'normal' | 'less';
}

/** Where a lead came from on one visit. Values as on the URL; longer ones stand only in the timeline. */
export type Touch = { at: number } & Partial<Record<TouchKey, string>>;
export const touchKeys = [
  'utm_source',
  'utm_medium',
  'utm_campaign',
  'utm_term',
  'utm_content',
  'utm_id',
  'gclid',
  'gbraid',
  'wbraid',
  'dclid',
  'fbclid',
  'msclkid',
  'li_fat_id',
  'ttclid',
  'twclid',
] as const;
export type TouchKey = (typeof touchKeys)[number];

/** The state of one purpose; the proof (text, hash, page, address) stands in the timeline. */
export interface ConsentState {
  granted: boolean;
  at: number;
  /** Id and version of the words that were shown: `newsletter@2`. */
  text?: string;
}

/** A mail that could not be delivered for a while: when SES gave up, and a fingerprint of the mail. */
export interface SoftBounce {
  at: number;
  mail: string;
}

/** What a lead asked for that waits for its confirmation. */
export interface AwaitedConfirmation {
  since: number;
  form: string;
  marketing: boolean;
  tracking: boolean;
  /** The words that were agreed to, by purpose: id and version. */
  text?: string;
  trackingText?: string;
  magnets: { form: string; magnet: string }[];
}

/** A state of one stage model, and since when. */
export interface StagePosition {
  state: string;
  since: number;
  /** Set by hand: no automatic step back until then. */
  pinnedUntil?: number;
  /** The furthest step that the lead ever reached, while it is not there. */
  furthest?: string;
}

/** 0: what the lead asked for; 1: nurture; 2: chores. */
export type Lane = 0 | 1 | 2;

/** The earliest programme time at which a lead may have work, in the lowest lane that has any. */
export interface Due {
  lane: Lane;
  at: number;
}

/**
 * Everything about one person that rules need, in one item. All times are programme time
 * in ms unless said otherwise. Changed only by `decide`, saved only by `saveLead`.
 */
export interface Lead {
  id: string;
  /** Begins at 1; a signup after an erasure starts the next. Never falls. */
  generation: number;
  /** Grows by one with each save, over all generations. 0: not yet saved. */
  version: number;
  /** The version of the newest timeline row, so that a gap shows. 0: none yet. */
  lastRow: number;
  email: string;
  fields: Record<string, string | number | boolean>;
  language: string;
  timeZone: string;
  timeZoneSource: 'default' | 'lead';
  tags: string[];
  owner?: string;
  mailability: Mailability;
  /** While `paused`: when that ends by itself (programme time). */
  pausedUntil?: number;
  preferences?: Preferences;
  /** Found in the lists when the lead was first looked at; absent: a business address, or not looked at yet. */
  addressKind?: AddressKind;
  consent: { marketing?: ConsentState; tracking?: ConsentState };
  awaited?: AwaitedConfirmation;
  /** When confirmation mails left (machine time), newest last; bounds how many may. At most 5. */
  confirmationsSentAt: number[];
  unsubscribedAt?: number;
  /** Since when it must not be written to: unsubscribed, bounced or complained, erased or not. */
  suppressedAt?: number;
  /** The newest mails that bounced for a while only; at most 3. */
  softBounces?: SoftBounce[];
  /** `middle`: those between, by their sources alone; the newest 6. */
  attribution: { first?: Touch; last?: Touch; middle?: { at: number; source: string }[] };
  engagement: EngagementState;
  interactions: number;
  /** Fingerprints of the content emails clicked; at most 8. */
  contentsClicked: string[];
  lastHumanAt?: number;
  formComplete: boolean;
  /** Slugs of the forms submitted; at most 20. */
  forms: string[];
  /** Fingerprints of the newest submissions; at most 16. */
  submissions: string[];
  nurtureStage: StagePosition;
  lifecycle: StagePosition;
  /** The newest time that marketing handed this lead to sales. */
  handoff?: Handoff;
  /** How often sales were in touch, since the newest hand-off if there was one. */
  contacts?: number;
  deal?: Deal;
  customer?: Customer;
  /** Fingerprints of the newest deeds of sales and customers; at most 16. */
  deeds?: string[];
  /** Recycled: not handed over again before then, unless it asks for sales itself. */
  coolOffUntil?: number;
  /** Id of the lead that named this one. */
  referredBy?: string;
  enrollments: Enrollment[];
  /** Mails that the lead asked for and that are still to go. */
  requests: Request[];
  openSends: OpenSend[];
  /** Clicks and the like that wait for their verdict, by time; at most 16. */
  traces: Trace[];
  /** The number that the next request gets. */
  nextRequest: number;
  /** When the newest nurture mail was accepted. */
  lastNurtureAt?: number;
  /** Where this lead stands in the due index; absent when it has no work. */
  due?: Due;
  createdAt: number;
  updatedAt: number;
  /** When this was saved by machine time, where that is not `updatedAt`: its statistics are filed under it. */
  savedAt?: number;
  /** What this save caused. Replaced by the next save. */
  activities: Activity[];
  /** On erased leads alone. */
  suppression?: Suppression;
  erasure?: Erasure;
  /** On what is left under an id of before: who it is now. */
  aliasOf?: Alias;
  /** Lives that came together in this one, or that it had under another address: their rows stay where they are. */
  aliases?: FormerId[];
  /** What a newer release keeps here and this one does not know: carried through. */
  unknown?: Record<string, unknown>;
}
