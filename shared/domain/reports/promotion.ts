import { type Figure, sumBy } from './history.ts';

/** Of each template whether it advertises, as published today. */
export type Promotional = Readonly<Record<string, { promotional: boolean }>>;

/** How much of what was sent advertises. */
export interface Promotion {
  /** Mails sent, and of them those whose template is marked as promotional. */
  sent: number;
  promotional: number;
  /** Mails of templates that are gone: of them nobody can say, and they are in no share. */
  unknown: number;
  /** Absent where there is no mail that one can say it of. All of them are counted, so there is no interval. */
  share?: number;
  /** The same in a sentence. */
  says: string;
}

/** `mails`: figures `mail | class | template | sequence | step | outcome`. */
export function promotionOf(mails: readonly Figure[], templates: Promotional): Promotion {
  const left = mails.filter(({ parts }) => parts[5] === 'sent' || parts[5] === 'presumed');
  const counts = sumBy(left, ({ parts }) => {
    const template = templates[parts[2] ?? ''];
    return template ? (template.promotional ? 'promotional' : 'other') : 'unknown';
  });
  const of = (what: string) => counts.get(what) ?? 0;
  const [promotional, unknown] = [of('promotional'), of('unknown')];
  const known = promotional + of('other');
  const figures = { sent: known + unknown, promotional, unknown };
  if (known === 0)
    return { ...figures, says: 'No mail was sent of which one can say whether it advertises.' };
  const share = promotional / known;
  return { ...figures, share, says: sentence(promotional, known, share) };
}

function sentence(promotional: number, known: number, share: number): string {
  const mails = known === 1 ? '1 mail' : `${known} mails`;
  if (promotional === 0) return `None of ${mails} advertised: each was to help whoever got it.`;
  if (promotional === known) return `All of ${mails} advertised, and none was to help whoever got it.`;
  const percent = Math.round(share * 1_000) / 10;
  return `${promotional} of ${mails} advertised (${percent} %); the others were to help whoever got them.`;
}
