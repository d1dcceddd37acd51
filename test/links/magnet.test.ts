import { beforeAll, describe, expect, it } from 'vitest';
import { Magnet } from '../../shared/domain/signup/magnet.ts';
import { DAY } from '../domain/story.ts';
import { sampleProgramme } from '../sample-programme.ts';
import { Door, subscribed, tampered } from './door.ts';

const door = new Door().open();

async function linkTo(language = 'nl', days = 14): Promise<string> {
  const lead = await door.plant(subscribed);
  const expires = door.clock.now().machine + days * DAY;
  return door.link('magnet', lead, { magnet: 'guide', form: 'guide', language, expires });
}

const page = {
  en: '<h1>Chapter</h1><p>By {{ brand.name }}: <b>{{ magnet.title }}</b></p><script>steal()</script>',
  nl: '<p onclick="steal()" style="color:red">Hallo <a href="javascript:steal()">lezer</a></p><img src="https://www.acme.example/a.png"><img src="https://spy.example/b.png">',
};

/** The sample programme with the magnet "guide" as a page of ours. */
beforeAll(() => {
  const programme = sampleProgramme();
  const guide = Magnet.parse({ ...programme.magnets.guide, kind: 'webinar', url: undefined, page });
  return door.table.publish({
    ...programme,
    settings: { ...programme.settings, ownDomains: ['www.acme.example'] },
    magnets: { ...programme.magnets, guide },
  });
});

describe('a magnet that is a page of ours', () => {
  it('is shown at its link, in the reader’s language, safe and by itself', async () => {
    const answer = await door.call(await linkTo());
    expect(answer.status).toBe(200);
    expect(answer.body).toContain('<html lang="nl">');
    expect(answer.body).toContain('<div lang="nl"><p>Hallo <a>lezer</a></p>');
    expect(answer.body).toContain('<p class="soft">Webinar</p>');
    expect(answer.body).toContain('Je kunt deze pagina openen tot');
    expect(answer.body).not.toMatch(/steal|spy\.example|<script|style="/);
    expect(answer.headers['content-security-policy']).toContain('img-src data: https://www.acme.example;');
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'same-origin' });
    expect(answer.headers).not.toHaveProperty('set-cookie');
  });

  it('falls back to a language that it is written in, and says which that is', async () => {
    const { body } = await door.call(await linkTo('fr'));
    expect(body).toContain('<html lang="fr">');
    expect(body).toMatch(/<div lang="en"><h2>Chapter<\/h2><p>By [^{]+: <b>[^{]+<\/b><\/p><\/div>/);
  });

  it('is gone after its time, by machine time, and the answer leads to the form that gives it', async () => {
    const link = await linkTo('nl', 2);
    door.clock.laterProgramme(60 * DAY);
    expect((await door.call(link)).status).toBe(200);
    door.clock.laterMachine(2 * DAY);
    const late = await door.call(link);
    expect(late.status).toBe(410);
    expect(late.body).toContain('href="/f/guide?magnet=guide"');
    expect(late.body).not.toContain('Hallo');
  });

  it('is not shown by a link that was tampered with; the answer says what to do, and where', async () => {
    const refused = await door.call(tampered(await linkTo()));
    expect(refused.status).toBe(404);
    expect(refused.body).toMatch(/<a class="button" href="\/f\/[a-z-]+">/);
    expect(refused.body).not.toContain('Hallo');
  });
});
