import { describe, expect, it } from 'vitest';
import { mailColleague } from '../../shared/actions/sending/mail-colleague.ts';
import { colleaguesOf } from '../../shared/domain/programme/colleagues.ts';
import { World } from './world.ts';

const world = new World().open();

const note = () => {
  const { settings } = world.programme;
  const to = settings.sender.email;
  return { from: `"Kweek" <${to}>`, to, subject: 'Look at this', html: '<p>Hello</p>', text: 'Hello' };
};
const ask = (more: { key?: string } = {}) =>
  mailColleague(world.context(), world.programme.settings, { ...note(), ...more });

const accepted = () => world.calls.filter((call) => call.accepted);

describe('a mail to a colleague', () => {
  it('leaves with the next sweep, once, and is counted for no lead', async () => {
    await ask();
    expect(await world.sweep()).toMatchObject({ sent: 0, visited: 1 });
    expect(world.calls.map(({ to }) => to)).toEqual([note().to]);
    await world.news();
    await world.sweep();
    expect(world.calls).toHaveLength(1);
  });

  it('is tried again when SES refuses it, and not before its time', async () => {
    world.ses.inject({ kind: 'LimitExceededException' });
    await ask();
    await world.sweep();
    await world.sweep();
    expect(accepted()).toHaveLength(0);
    world.clock.later(61_000);
    await world.sweep();
    await world.sweep();
    expect(accepted()).toHaveLength(1);
  });

  it('is sent again when its sender died, once its lease is over', async () => {
    await ask();
    const died = world.mailer(async () => ({ outcome: 'unknown', reason: 'died' }));
    await world.sweep(died);
    await world.sweep();
    expect(world.calls).toHaveLength(0);
    world.clock.later(15 * 60_000);
    await world.sweep();
    expect(world.calls).toHaveLength(1);
  });

  it('goes to nobody whom the settings do not name', async () => {
    const { settings } = world.programme;
    const stranger = { ...note(), to: 'victim@voorbeeld.be' };
    await expect(mailColleague(world.context(), settings, stranger)).rejects.toMatchObject({
      code: 'invalid',
      problems: [{ pointer: '/to', code: 'unknown_colleague' }],
    });
    expect(colleaguesOf({ ...settings, colleagues: ['bram@lindeveld.example'] })).toEqual(
      expect.arrayContaining(['bram@lindeveld.example', settings.sender.email]),
    );
  });

  it('is one of sixty in an hour', async () => {
    world.clock.later(3_600_000);
    const asked = await Promise.allSettled(Array.from({ length: 61 }, () => ask()));
    const refused = asked.filter(({ status }) => status === 'rejected');
    expect(refused).toMatchObject([{ reason: { code: 'too_many' } }]);
  });
});
