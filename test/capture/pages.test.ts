import { describe, expect, it } from 'vitest';
import { Door } from './door.ts';

const door = new Door().open();

const post = (values: Record<string, string>, headers: Record<string, string> = {}) =>
  door.call('/f/guide', {
    method: 'POST',
    headers: {
      accept: 'text/html',
      'content-type': 'application/x-www-form-urlencoded',
      ...headers,
    },
    body: new URLSearchParams(values).toString(),
  });

describe('the hosted form page', () => {
  it.each([
    ['en', 'The guide', 'First name'],
    ['nl', 'De gids', 'Voornaam'],
  ])('speaks %s to those who read it, and by its own address', async (language, title, label) => {
    for (const answer of [
      await door.call('/f/guide', { headers: { 'accept-language': language } }),
      await door.call(`/f/guide?lang=${language}`, { headers: { 'accept-language': 'de' } }),
    ]) {
      expect(answer.status).toBe(200);
      expect(answer.headers['content-type']).toMatch(/^text\/html/);
      expect(answer.body).toContain(`<html lang="${language}">`);
      expect(answer.body).toContain(`<h1>${title}</h1>`);
      expect(answer.body).toContain(label);
      expect(answer.body).toContain('action="/f/guide');
    }
  });

  it('asks for consent and presumes none: no box is ticked', async () => {
    const { body } = await door.call('/f/guide');
    expect(body).toContain('Yes, write to me.');
    expect(body).toContain('name="consent[marketing]"');
    expect(body).not.toMatch(/<input[^>]*\bchecked/);
  });

  it('sets no cookie and says what it may load, and where it may stand', async () => {
    const { headers } = await door.call('/f/guide');
    expect(headers).not.toHaveProperty('set-cookie');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['content-security-policy']).toContain('frame-ancestors https://acme.example');
    const away = await door.call('/f/away');
    expect(away.headers['content-security-policy']).toContain('https://www.acme.example');
  });

  it('carries the campaign of its own address along', async () => {
    const { body } = await door.call('/f/guide?utm_source=linkedin&utm_campaign=spring&lang=en');
    expect(body).toContain('value="linkedin"');
    expect(body).toContain('value="spring"');
  });
});

describe('a form that a browser posts with something wrong', () => {
  it('comes back as a page with what was typed, and says beside the field what is wrong', async () => {
    const values = { email: 'an@', first_name: 'An', company: 'A "B" & C', 'consent[marketing]': 'on' };
    const answer = await post(values, { 'accept-language': 'nl' });
    expect(answer.status).toBe(422);
    expect(answer.headers['content-type']).toMatch(/^text\/html/);
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
    expect(answer.body).toContain('<html lang="nl">');
    expect(answer.body).toContain('value="an@"');
    expect(answer.body).toContain('value="An"');
    expect(answer.body).toContain('value="A &quot;B&quot; &amp; C"');
    expect(answer.body).toMatch(/name="consent\[marketing\]"[^>]*checked/);
    expect(answer.body).toContain('aria-invalid="true"');
    expect(answer.body).not.toContain('problem+json');
  });

  it.each([
    [400, 'application/json', '{'],
    [413, 'application/json', JSON.stringify({ x: 'x'.repeat(70_000) })],
    [415, 'application/xml', '<x/>'],
  ])('as a whole (%i) comes back as a page that says so', async (status, type, body) => {
    const headers = { accept: 'text/html', 'content-type': type };
    const answer = await door.call('/f/guide', { method: 'POST', headers, body });
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toMatch(/^text\/html/);
    expect(answer.body).toContain('role="alert"');
  });
});
