import { App } from 'aws-cdk-lib';
import { addKweek } from './kweek.ts';
import { readSettings } from './settings.ts';

const app = new App();
addKweek(app, readSettings(app.node));
