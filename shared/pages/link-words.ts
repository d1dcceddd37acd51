import type { MagnetKind } from '../domain/signup/magnet.ts';
import { deLink } from './words/de.ts';
import { enLink } from './words/en.ts';
import { frLink } from './words/fr.ts';
import { nlLink } from './words/nl.ts';

/** What the pages behind the links of a mail say. Apart from those of forms, so that `capture` does not carry them. */
export interface LinkWords {
  confirm: {
    title: string;
    about(company: string): string;
    address: string;
    request: string;
    news: string;
    tracking: string;
    button: string;
    notYou: string;
  };
  confirmed: { title: string; onItsWay: string; news(company: string): string; none: string };
  unsubscribe: {
    title: string;
    about(company: string, address?: string): string;
    button: string;
    stay: string;
  };
  unsubscribed: { title: string; about(company: string, address?: string): string; mistake: string };
  linkProblem: {
    expired: string;
    expiredAbout: string;
    invalid: string;
    invalidAbout: string;
    again: string;
  };
  magnet: { kinds: Record<MagnetKind, string>; until(date: string): string };
}

const all: Record<string, LinkWords> = { en: enLink, nl: nlLink, fr: frLink, de: deLink };

/** The words in this language; in English where we have none. */
export const linkWordsIn = (language: string): LinkWords => all[language] ?? enLink;

/** The languages that lead-facing pages speak. */
export const pageLanguages = Object.keys(all);
