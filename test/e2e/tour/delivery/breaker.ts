import { read } from '../http.ts';
import { fieldsOf, join, postForm } from '../steps.ts';
import type { Chapter, Tour } from '../tour.ts';

const json = { 'content-type': 'application/json' };
/** So many bounces it takes at least; they are far more than 4 % of what a tour sends. */
const nobodies = [...'abcdefghij'].map((letter) => `Nobody ${letter}`);

type Sending = { status?: string; pauses?: { what: string; reason: string }[] };

export const breaker: Chapter = {
  title: 'The breaker',
  story: 'Ten addresses do not exist. Nurture stops by itself; Yara signs up meanwhile.',
  async walk(tour) {
    const { calendar, check, kweek, mailbox } = tour;
    await Promise.all(nobodies.map((name) => bounce(tour, name)));
    const stopped = await calendar.soon(async () => {
      const sending = read<Sending>(await kweek.call('GET', '/v1/sending'));
      return sending.status === 'sending' ? undefined : sending;
    });
    check('Ten mails come back', 'nurture_paused', stopped?.status ?? 'sending');
    const reason = stopped?.pauses?.find(({ what }) => what === 'nurture')?.reason ?? 'nothing';
    check('… and Kweek says why', 'nurture stops at 4 %', reason, reason.includes('nurture stops at 4 %'));

    const yara = tour.invite('Yara', 'en');
    await join(tour, yara);
    const guide = await tour.mailNow(yara, 'guide-delivery');
    check('What Yara asks for still comes', 'Your guide', guide.subject.slice(0, 10));
    await calendar.hold();
    const mails = (await mailbox.to(yara.email)).length;
    check('Her mails: confirmation and guide alone', '2', String(mails));

    const resumed = read<Sending>(await kweek.call('POST', '/v1/sending/resume', {}));
    check('Somebody looked, and lets it go on', 'sending', resumed.status ?? 'nothing');
    const nurture = await calendar.soon(async () => {
      await calendar.hold();
      return (await mailbox.to(yara.email))[mails];
    });
    check('What waited leaves', 'Which step', nurture?.subject.slice(0, 10) ?? 'nothing');
  },
};

/** Somebody signs up with an address that does not exist. */
async function bounce(tour: Tour, name: string): Promise<void> {
  const nobody = tour.invite(name, 'en');
  await postForm(tour, JSON.stringify(fieldsOf(nobody, true)), json);
  const { messageId } = await tour.mailNow(nobody, 'confirmation');
  await tour.kweek.playSes({ messageId, type: 'Bounce', subType: 'Permanent' });
}
