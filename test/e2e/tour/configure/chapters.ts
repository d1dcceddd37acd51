import type { Chapter } from '../tour.ts';
import { forms } from './forms.ts';
import { keys } from './keys.ts';
import { mails } from './mails.ts';
import { scoring } from './scoring.ts';
import { sequences } from './sequences.ts';
import { settings } from './settings.ts';

export const configureChapters: Chapter[] = [settings, mails, forms, sequences, scoring, keys];
