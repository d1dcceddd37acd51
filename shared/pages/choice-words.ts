import { deChoice } from './words/choice-de.ts';
import { enChoice } from './words/choice-en.ts';
import { frChoice } from './words/choice-fr.ts';
import { nlChoice } from './words/choice-nl.ts';

/** What the pages say on which a lead chooses what it hears of, and sees what is known of it. */
export interface ChoiceWords {
  preferences: {
    title: string;
    about(company: string): string;
    topics: string;
    frequency: string;
    normal: string;
    less: string;
    language: string;
    pause: string;
    pauseFor: string;
    pausedUntil(date: string): string;
    resume: string;
    tracking: string;
    trackingOn: string;
    save: string;
    saved: string;
    leave: string;
    data: string;
  };
  data: {
    title: string;
    about(company: string): string;
    who: string;
    agreed: string;
    happened: string;
    nothing: string;
    address: string;
    language: string;
    since: string;
    state: string;
    score: string;
    stage: string;
    firstTouch: string;
    lastTouch: string;
    yes: string;
    no: string;
    withdrawn: string;
    marketing: string;
    tracking: string;
    download: string;
    erase: string;
    eraseAbout(company: string): string;
    eraseSure: string;
    erased: string;
    erasedAbout: string;
    back: string;
    /** By event type; what is not here shows its own name. */
    events: Record<string, string>;
    /** By mailability. */
    states: Record<string, string>;
  };
}

const all: Record<string, ChoiceWords> = { en: enChoice, nl: nlChoice, fr: frChoice, de: deChoice };

/** The words in this language; in English where we have none. */
export const choiceWordsIn = (language: string): ChoiceWords => all[language] ?? enChoice;
