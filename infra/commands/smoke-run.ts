import { setTimeout as sleep } from 'node:timers/promises';
import { type Deployment, type Lead, openDeployment } from './deployment.ts';
import { chooseForm, fillIn } from './smoke-form.ts';

export interface SmokeOptions {
  /** Root of the deployment, without a trailing slash. */
  url: string;
  adminKey: string;
  /** The form to sign up with; one is chosen without it. */
  form?: string | undefined;
  /** How long everything may take. */
  seconds: number;
  say: (line: string) => void;
}

interface Person {
  email: string;
  /** The simulator's address without domain. */
  name: string;
  /** What has to stand in the timeline, each as `email.…`. */
  happens: string[];
  /** What the lead's mailability becomes, if it changes. */
  becomes?: string;
}

interface Seen {
  lead?: Lead;
  /** Of what has to happen. */
  happened: string[];
}

const everyMs = 1_000;
const sayEveryMs = 15_000;

/**
 * Signs up with addresses of SES's mailbox simulator, and waits until what SES tells of their mails stands in
 * the timelines. Prints what was expected beside what was seen; false when they differ. Throws when there is
 * nothing to try.
 */
export async function runSmoke({ url, adminKey, say, ...options }: SmokeOptions): Promise<boolean> {
  const until = Date.now() + options.seconds * 1_000;
  const deployment = openDeployment(url, adminKey);
  const forms = await deployment.forms();
  const formId = chooseForm(forms, options.form);
  const form = formId === undefined ? undefined : forms[formId];
  if (!formId || !form) throw new Error(noForm(options.form));

  const run = Date.now().toString(36);
  const check = checking(say);
  say(`Signing up at ${url}/f/${formId} with SES's simulator, run ${run}.\n`);
  check.head();
  check('the admin API without a key', '401', String(await deployment.strangerStatus()));
  const people = peopleOf(run);
  for (const { name, email } of people)
    check(`${name}@ signs up`, '200', String(await deployment.signUp(formId, fillIn(form, email))));

  const leads: Lead[] = [];
  for (const person of people) {
    const { lead, happened } = await watch(deployment, person, until, say);
    if (lead) leads.push(lead);
    check(`${person.name}@: its mail was`, person.happens.join(', '), orNothing(happened));
    if (person.becomes) check(`${person.name}@ is now`, person.becomes, lead?.mailability ?? 'no lead');
  }

  const erased = await Promise.all(leads.map(({ id }) => deployment.erase(id).catch(() => false)));
  say(`\n${erased.filter(Boolean).length} of the ${leads.length} leads of this run erased.`);
  return check.asExpected();
}

const peopleOf = (run: string): Person[] => {
  const email = (name: string) => `${name}+smoke-${run}@simulator.amazonses.com`;
  return [
    { name: 'success', email: email('success'), happens: ['sent', 'delivered'] },
    { name: 'bounce', email: email('bounce'), happens: ['sent', 'bounced'], becomes: 'bounced' },
    {
      name: 'complaint',
      email: email('complaint'),
      happens: ['sent', 'delivered', 'complained'],
      becomes: 'complained',
    },
  ];
};

/** Looks again and again until all has happened to this person, or the time is up; says how far it is now and then. */
async function watch(
  deployment: Deployment,
  { email, name, happens, becomes }: Person,
  until: number,
  say: (line: string) => void,
): Promise<Seen> {
  let saidAt = Date.now();
  for (;;) {
    const { lead, happened: all } = await deployment.look(email);
    const happened = happens.filter((type) => all.includes(`email.${type}`));
    const done = happened.length === happens.length && (!becomes || lead?.mailability === becomes);
    const now = Date.now();
    if (done || now > until) return { ...(lead ? { lead } : {}), happened };
    if (now - saidAt > sayEveryMs) {
      say(`  … ${name}@: ${orNothing(happened)} so far; ${Math.ceil((until - now) / 1_000)} s left`);
      saidAt = now;
    }
    await sleep(everyMs);
  }
}

/** Prints what was expected beside what was seen, and remembers whether they ever differed. */
function checking(say: (line: string) => void) {
  let good = true;
  const row = (what: string, expected: string, seen: string) =>
    `${what.padEnd(30)}  ${expected.padEnd(28)}  ${seen}`;
  const check = (what: string, expected: string, seen: string) => {
    good &&= expected === seen;
    say(`${expected === seen ? '✓' : '✗'} ${row(what, expected, seen)}`);
  };
  return Object.assign(check, {
    head: () => say(`  ${row('', 'expected', 'seen')}`),
    asExpected: () => good,
  });
}

const orNothing = (happened: string[]) => happened.join(', ') || 'nothing';

const noForm = (wanted: string | undefined) =>
  wanted === undefined
    ? 'No published form sends a mail at once. Publish one with "doubleOptIn": true, or with a magnet.'
    : `There is no form "${wanted}" that sends a mail at once: with double opt-in, or with a magnet.`;
