import { expect, it } from 'vitest';
import type { Answer } from '../gateway.ts';
import { tag, tags } from '../pages/rendered.ts';
import { Door } from './door.ts';

const door = new Door().open();

const post = (values: [string, string][], accept = 'text/html') =>
  door.call('/f/guide?lang=en', {
    method: 'POST',
    headers: { accept, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(values).toString(),
  });

/** What a browser posts when this button of the page is pressed: its fields in their order, the button among them. */
function press(html: string, button: string): [string, string][] {
  const form = html.slice(html.indexOf('<form'), html.indexOf('</form>'));
  return [...form.matchAll(/<(input|button)(\s[^>]*)?>([^<]*)/g)].flatMap(([source, kind = '', , text]) => {
    const { name, value = '', type, checked } = tags(source, kind)[0] ?? {};
    const counts = kind === 'button' ? text === button : type !== 'checkbox' || checked !== undefined;
    return name && counts ? [[name, value] as [string, string]] : [];
  });
}

/** The hosted form as somebody fills it in and sends it. */
async function fillIn(email: string): Promise<Answer> {
  const { body } = await door.call('/f/guide?lang=en&utm_source=fair');
  const typed: Record<string, string> = { email, first_name: 'An' };
  return post(press(body, 'Send').map(([name, value]) => [name, typed[name] ?? value]));
}

it('comes back once with the question and all that was typed, and keeps nothing meanwhile', async () => {
  const { status, body } = await fillIn('an.asked@gmial.com');
  expect(status).toBe(422);
  expect(body).toContain('<p>Did you mean an.asked@gmail.com?</p>');
  expect(body).not.toContain('aria-invalid="true"');
  expect(tag(body, 'input', 'name', 'email').value).toBe('an.asked@gmial.com');
  expect(tag(body, 'input', 'name', 'first_name').value).toBe('An');
  expect(tag(body, 'input', 'name', 'utm_source').value).toBe('fair');
  expect(await door.load('an.asked@gmial.com')).toBeUndefined();
  expect(await door.load('an.asked@gmail.com')).toBeUndefined();
});

it('takes the suggestion at one press, and the address as typed at another', async () => {
  const { body: yes } = await fillIn('an.yes@gmial.com');
  expect((await post(press(yes, 'Yes, an.yes@gmail.com'))).status).toBe(303);
  expect(await door.load('an.yes@gmail.com')).toMatchObject({ fields: { first_name: 'An' } });
  expect(await door.load('an.yes@gmial.com')).toBeUndefined();

  const { body: no } = await fillIn('an.no@gmial.com');
  expect((await post(press(no, 'No, what I typed is right'))).status).toBe(303);
  expect(await door.load('an.no@gmial.com')).toMatchObject({ email: 'an.no@gmial.com' });
});

it('never corrects by itself: Enter and the form’s own button send what was typed', async () => {
  const { body } = await fillIn('an.enter@gmial.com');
  const [first] = tags(body.slice(body.indexOf('<form')), 'button');
  expect(first).not.toHaveProperty('name');
  expect((await post(press(body, 'Send'))).status).toBe(303);
  expect(await door.load('an.enter@gmial.com')).toMatchObject({ email: 'an.enter@gmial.com' });
});

it('asks once only, whatever else was wrong meanwhile', async () => {
  const { body } = await fillIn('an.once@gmial.com');
  const wrong = press(body, 'Send').map(([name, value]): [string, string] => [
    name,
    name === 'people' ? 'many' : value,
  ]);
  const again = await post(wrong);
  expect(again.status).toBe(422);
  expect(again.body).not.toContain('Did you mean');
  const mended = press(again.body, 'Send').map(([name, value]): [string, string] => [
    name,
    name === 'people' ? '3' : value,
  ]);
  expect((await post(mended)).status).toBe(303);
});

it('asks a robot that fills in the hidden field as it asks everybody', async () => {
  const { body } = await door.call('/f/guide?lang=en');
  const typed: Record<string, string> = { email: 'robot@gmial.com', website: 'https://spam.example' };
  const answer = await post(press(body, 'Send').map(([name, value]) => [name, typed[name] ?? value]));
  expect(answer.status).toBe(422);
});

it.each([
  ['a script', '*/*', [['_address_check', 'ask']]],
  ['a form on another page', 'text/html', []],
])('takes what %s posts as it is', async (who, accept, more) => {
  const email = `an.${who.length}@gmial.com`;
  const answer = await post([['email', email], ...(more as [string, string][])], accept);
  expect([200, 303]).toContain(answer.status);
  expect(await door.load(email)).toMatchObject({ email });
});
