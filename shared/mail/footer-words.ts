import type { LeadMail } from '../domain/sending/send.ts';

/** What the footer says, by language. `{company}` and `{magnet}` are filled in. */
interface FooterWords {
  /** Why this mail came. */
  why: Record<LeadMail, string>;
  unsubscribe: string;
  preferences: string;
}

const words = {
  en: {
    why: {
      confirmation:
        'You get this one email because somebody, most likely you, left this address with {company}. ' +
        'If it was not you, do nothing: we will not write again.',
      magnet: 'You get this email because you asked {company} for “{magnet}”.',
      nurture: 'You get this email because you agreed to hear from {company}.',
    },
    unsubscribe: 'Unsubscribe',
    preferences: 'Preferences and your data',
  },
  nl: {
    why: {
      confirmation:
        'Je krijgt deze ene e-mail omdat iemand, wellicht jijzelf, dit adres bij {company} heeft achtergelaten. ' +
        'Was jij dat niet? Dan hoef je niets te doen: we schrijven je niet meer.',
      magnet: 'Je krijgt deze e-mail omdat je bij {company} “{magnet}” hebt aangevraagd.',
      nurture: 'Je krijgt deze e-mail omdat je ermee instemde dat {company} je schrijft.',
    },
    unsubscribe: 'Uitschrijven',
    preferences: 'Voorkeuren en je gegevens',
  },
  fr: {
    why: {
      confirmation:
        'Vous recevez cet unique e-mail parce que quelqu’un, sans doute vous, a laissé cette adresse chez {company}. ' +
        'Si ce n’était pas vous, ne faites rien : nous ne vous écrirons plus.',
      magnet: 'Vous recevez cet e-mail parce que vous avez demandé « {magnet} » à {company}.',
      nurture: 'Vous recevez cet e-mail parce que vous avez accepté que {company} vous écrive.',
    },
    unsubscribe: 'Se désinscrire',
    preferences: 'Préférences et vos données',
  },
  de: {
    why: {
      confirmation:
        'Sie erhalten diese eine E-Mail, weil jemand, vermutlich Sie selbst, diese Adresse bei {company} angegeben hat. ' +
        'Waren Sie es nicht, brauchen Sie nichts zu tun: Wir schreiben Ihnen nicht wieder.',
      magnet: 'Sie erhalten diese E-Mail, weil Sie bei {company} „{magnet}“ angefordert haben.',
      nurture: 'Sie erhalten diese E-Mail, weil Sie zugestimmt haben, dass {company} Ihnen schreibt.',
    },
    unsubscribe: 'Abmelden',
    preferences: 'Einstellungen und Ihre Daten',
  },
} as const satisfies Record<string, FooterWords>;

/** The footer's words in the reader's language, in English where we have none. */
export function footerWords(
  language: string,
  kind: LeadMail,
  names: { company: string; magnet?: string },
): Omit<FooterWords, 'why'> & { why: string } {
  const known: FooterWords = language in words ? words[language as keyof typeof words] : words.en;
  const why = known.why[kind].replace(
    /\{(company|magnet)\}/g,
    (_, name: 'company' | 'magnet') => names[name] ?? '',
  );
  return { ...known, why };
}
