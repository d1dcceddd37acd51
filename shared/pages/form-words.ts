import type { SubmissionProblem } from '../domain/signup/submission-error.ts';
import { deForm } from './words/de.ts';
import { enForm } from './words/en.ts';
import { frForm } from './words/fr.ts';
import { nlForm } from './words/nl.ts';

/** What the pages of a form say, beside the words that the marketer wrote. */
export interface FormWords {
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
  /** Asked once, where a common mail domain was probably mistyped. */
  meant: { ask(address: string): string; yes(address: string): string; no: string };
  errors: Partial<Record<SubmissionProblem, string>> & {
    other: string;
    number: string;
    url: string;
    select: string;
    checkbox: string;
    tooLong(characters: number): string;
  };
  thanks: { title: string; look: string; confirm: string; newcomer: string; nothing: string };
}

const all: Record<string, FormWords> = { en: enForm, nl: nlForm, fr: frForm, de: deForm };

/** The words in this language; in English where we have none. */
export const formWordsIn = (language: string): FormWords => all[language] ?? enForm;
