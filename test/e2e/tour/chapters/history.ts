import type { Happening } from '../kweek.ts';
import type { Chapter } from '../tour.ts';

/** An's life with us, as its main events tell it. */
const told = [
  'form.submitted',
  'magnet.requested',
  'email.sent confirmation',
  'lead.confirmed',
  'enrollment.started awareness',
  'email.sent guide-delivery',
  'email.sent awareness-1-five-numbers',
  'email.clicked awareness-1-five-numbers',
  'lead.stage_changed awareness → engagement',
  'enrollment.exited awareness',
  'enrollment.started engagement',
  'email.sent engagement-1-ready-to-talk',
  'email.clicked engagement-1-ready-to-talk',
  'email.replied',
  'lead.stage_changed engagement → endorsement',
  'enrollment.exited engagement',
  'enrollment.started endorsement',
  'email.sent endorsement-1-joinery',
  'lead.unsubscribed',
  'enrollment.exited endorsement',
];

export const history: Chapter = {
  title: 'An’s timeline',
  story: 'Everything that happened, in order, with its cause.',
  async walk({ check, kweek, people, calendar }) {
    const { id } = await kweek.lead(people.an.email);
    const isMain = ({ type, field, version }: Happening) =>
      version !== undefined && !(type === 'lead.stage_changed' && field === 'lifecycle');
    const timeline = await calendar.soon(async () => {
      const all = await kweek.timeline(id);
      return all.filter(isMain).length >= told.length ? all : undefined;
    });
    const all = timeline ?? (await kweek.timeline(id));
    const lines = all.filter(isMain);
    for (let i = 0; i < Math.max(told.length, lines.length); i++) {
      const line = lines[i];
      check(
        line ? `Day ${calendar.day(Date.parse(line.at)).toFixed(1)}` : 'Missing',
        told[i] ?? 'nothing',
        line ? nameOf(line) : 'nothing',
      );
    }
    const versions = lines.map(({ version = 0 }) => version);
    const rising = versions.every((version, i) => version >= (versions[i - 1] ?? 0));
    check('Versions of the lead', 'rising', rising ? 'rising' : versions.join(' '));
    const undelivered = lines.filter(
      ({ type, sendId }) =>
        type === 'email.sent' && !all.some((one) => one.type === 'email.delivered' && one.sendId === sendId),
    );
    check('Mails sent and not delivered', '0', String(undelivered.length));
    const machines = all.filter(({ type, machine }) => type === 'email.clicked' && machine === true);
    check('Clicks of machines: noted, not counted', 'noted', machines.length > 0 ? 'noted' : 'not noted');
    const hop = all.find((one) => one.type === 'lead.stage_changed' && one.field === 'nurtureStage');
    check(
      'Her first step says why',
      'a rule and a score',
      hop?.rule !== undefined && hop.score ? 'a rule and a score' : JSON.stringify(hop),
    );
  },
};

const nameOf = ({ type, template, content, sequence, from, to }: Happening): string => {
  if (type === 'lead.stage_changed') return `${type} ${from} → ${to}`;
  const what = template ?? content ?? sequence;
  return what ? `${type} ${what}` : type;
};
