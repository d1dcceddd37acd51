import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { KweekApp } from './app-stack.ts';
import { KweekData } from './data-stack.ts';
import { KweekEdge } from './edge-stack.ts';
import type { Settings } from './settings.ts';

/** Adds the stacks and the checks that a synthesis must pass. */
export function addKweek(app: App, settings: Settings) {
  // Stacks that know each other over regions must say where they are; else the CLI decides.
  const where = settings.edge ? { env: { region: settings.edge.region } } : {};
  const data = new KweekData(app, {
    ...where,
    settings,
    description: 'Kweek: leads, keys and the sending domain.',
  });
  const edge = settings.edge && new KweekEdge(app, { description: 'Kweek: what CloudFront lets through.' });
  const stack = new KweekApp(app, {
    ...where,
    ...{ settings, data, edge },
    description: 'Kweek: everything that runs.',
  });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return { data, stack, edge };
}
