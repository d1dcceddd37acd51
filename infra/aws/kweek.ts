import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { KweekApp } from './app-stack.ts';
import { KweekData } from './data-stack.ts';
import type { Settings } from './settings.ts';

/** Adds both stacks and the checks that a synthesis must pass. */
export function addKweek(app: App, settings: Settings) {
  const data = new KweekData(app, { settings, description: 'Kweek: leads, keys and the sending domain.' });
  const stack = new KweekApp(app, { settings, data, description: 'Kweek: everything that runs.' });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return { data, stack };
}
