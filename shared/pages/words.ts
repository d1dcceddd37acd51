import type { SubmissionProblem } from '../domain/submission-error.ts';
import { de } from './words/de.ts';
import { en } from './words/en.ts';
import { fr } from './words/fr.ts';
import { nl } from './words/nl.ts';

/** What lead-facing pages say, beside the words that the marketer wrote. */
export interface Words {
  form: {
    optional: string;
    choose: string;
    send: string;
    languages: string;
    /** Beside the field that people do not see. */
    leaveEmpty: string;
    leaveAnyTime: string;
    check: string;
  };
  errors: Partial<Record<SubmissionProblem, string>> & {
    other: string;
    number: string;
    url: string;
    select: string;
    checkbox: string;
    tooLong(characters: number): string;
  };
  thanks: { title: string; look: string; confirm: string; newcomer: string; nothing: string };
  confirm: {
    title: string;
    about(company: string): string;
    address: string;
    request: string;
    news: string;
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
}

const all: Record<string, Words> = { en, nl, fr, de };

/** The words in this language; in English where we have none. */
export const wordsIn = (language: string): Words => all[language] ?? en;

/** The languages that lead-facing pages speak. */
export const pageLanguages = Object.keys(all);
