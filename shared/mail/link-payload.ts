import { type ByteReader, ByteWriter } from './token-bytes.ts';

/** What a confirmation link says: who is to confirm, asked when (machine time, ms; whole seconds survive). */
export interface ConfirmLink {
  leadId: string;
  generation: number;
  issuedAt: number;
}

/** Where a tracked link leads, and from which mail. The address to go to stands nowhere but in here. */
export interface ClickLink {
  leadId: string;
  generation: number;
  sendId: string;
  /** Position among the mail's tracked links, from 0. */
  index: number;
  /** Slug of the template. */
  content: string;
  /** The step of a sequence that the mail was; neither on a magnet mail. */
  sequence?: string;
  step?: string;
  intent?: 'high';
  url: string;
  /** How many tracked links the mail has; and when it was made (machine time, ms; whole seconds). Absent on older mails. */
  links?: number;
  sentAt?: number;
}

/** Whose mail stops, and which mail it was. Never expires. */
export interface UnsubscribeLink {
  leadId: string;
  generation: number;
  sendId: string;
}

/** Which magnet, asked for through which form, in which language; until when (machine time, ms; whole seconds). */
export interface MagnetLink {
  leadId: string;
  generation: number;
  magnet: string;
  form: string;
  language: string;
  expires: number;
}

/** Who may choose what to hear of, from which mail; sent at (machine time, ms; whole seconds). Never expires. */
export interface PreferencesLink {
  leadId: string;
  generation: number;
  sendId: string;
  sentAt: number;
}

/** Who may see all that is known of them, and have it erased; until when (machine time, ms; whole seconds). */
export interface DataLink {
  leadId: string;
  generation: number;
  expires: number;
}

export interface LinkPayloads {
  confirm: ConfirmLink;
  click: ClickLink;
  unsubscribe: UnsubscribeLink;
  preferences: PreferencesLink;
  data: DataLink;
  magnet: MagnetLink;
}

export type LinkKind = keyof LinkPayloads;

type Codec<P> = { write(payload: P): ByteWriter; read(from: ByteReader): P };

const LEAD = 'lead_v1';
const SEND = 'send_';
const HIGH_INTENT = 1;
const HAS_STEP = 2;

const seconds = (ms: number) => Math.floor(ms / 1_000);

/** The bytes of each kind of link. A change of layout needs a new purpose in the MAC: old mails stay readable. */
export const linkCodecs: { [K in LinkKind]: Codec<LinkPayloads[K]> } = {
  confirm: {
    write: (p) => new ByteWriter().id(LEAD, p.leadId).number(p.generation).number(seconds(p.issuedAt)),
    read: (b) => ({ leadId: b.id(LEAD), generation: b.number(), issuedAt: b.number() * 1_000 }),
  },
  click: {
    write: (p) => {
      const hasStep = p.sequence !== undefined && p.step !== undefined;
      const writer = new ByteWriter()
        .id(LEAD, p.leadId)
        .number(p.generation)
        .id(SEND, p.sendId)
        .number(p.index)
        .text(p.content)
        .number((p.intent === 'high' ? HIGH_INTENT : 0) | (hasStep ? HAS_STEP : 0));
      if (hasStep) writer.text(p.sequence ?? '').text(p.step ?? '');
      writer.text(p.url);
      return p.links === undefined || p.sentAt === undefined
        ? writer
        : writer.number(p.links).number(seconds(p.sentAt));
    },
    read: (b) => {
      const base = {
        leadId: b.id(LEAD),
        generation: b.number(),
        sendId: b.id(SEND),
        index: b.number(),
        content: b.text(),
      };
      const flags = b.number();
      const step = flags & HAS_STEP ? { sequence: b.text(), step: b.text() } : {};
      const intent = flags & HIGH_INTENT ? { intent: 'high' as const } : {};
      const url = b.text();
      const mail = b.hasMore ? { links: b.number(), sentAt: b.number() * 1_000 } : {};
      return { ...base, ...step, ...intent, url, ...mail };
    },
  },
  unsubscribe: {
    write: (p) => new ByteWriter().id(LEAD, p.leadId).number(p.generation).id(SEND, p.sendId),
    read: (b) => ({ leadId: b.id(LEAD), generation: b.number(), sendId: b.id(SEND) }),
  },
  preferences: {
    write: (p) =>
      new ByteWriter().id(LEAD, p.leadId).number(p.generation).id(SEND, p.sendId).number(seconds(p.sentAt)),
    read: (b) => ({
      leadId: b.id(LEAD),
      generation: b.number(),
      sendId: b.id(SEND),
      sentAt: b.number() * 1_000,
    }),
  },
  data: {
    write: (p) => new ByteWriter().id(LEAD, p.leadId).number(p.generation).number(seconds(p.expires)),
    read: (b) => ({ leadId: b.id(LEAD), generation: b.number(), expires: b.number() * 1_000 }),
  },
  magnet: {
    write: (p) =>
      new ByteWriter()
        .id(LEAD, p.leadId)
        .number(p.generation)
        .text(p.magnet)
        .text(p.form)
        .text(p.language)
        .number(seconds(p.expires)),
    read: (b) => ({
      leadId: b.id(LEAD),
      generation: b.number(),
      magnet: b.text(),
      form: b.text(),
      language: b.text(),
      expires: b.number() * 1_000,
    }),
  },
};
