import { describe, expect, it } from 'vitest';
import { touchKeys } from '../../shared/domain/lead/lead.ts';
import { readTouch, shortTouch, touchOfQuery } from '../../shared/domain/sales/attribution.ts';

const nothing = (): undefined => undefined;

describe('attribution', () => {
  it('comes from posted fields, and from the page where they say nothing', () => {
    const posted: Record<string, unknown> = { utm_source: 'linkedin', utm_medium: '' };
    expect(
      readTouch(
        (key) => posted[key],
        'https://voorbeeld.be/gids?utm_source=google&utm_medium=cpc&gclid=Cj0K',
      ),
    ).toEqual({
      touch: { utm_source: 'linkedin', utm_medium: 'cpc', gclid: 'Cj0K' },
      page: 'https://voorbeeld.be/gids',
    });
  });

  it('knows all campaign parameters and click ids, in any case', () => {
    const query = touchKeys.map((key) => [key.toUpperCase(), `of ${key}`] as [string, string]);
    expect(Object.keys(touchOfQuery(query))).toEqual([...touchKeys]);
  });

  it('is stripped from the page, with the fragment and a login; the rest stays', () => {
    const page = 'https://me:secret@voorbeeld.be/a?b=1&utm_id=2&FBCLID=3&c=4#part';
    expect(readTouch(nothing, page).page).toBe('https://voorbeeld.be/a?b=1&c=4');
  });

  it.each(['', '/gids?utm_source=x', 'javascript:alert(1)', 'file:///etc/x', 'not a url'])(
    'takes nothing from a page that is no web page: %j',
    (page) => {
      expect(readTouch(nothing, page)).toEqual({ touch: {} });
    },
  );

  it('keeps at most 512 characters, whole ones, on one line', () => {
    const { touch } = readTouch((key) => (key === 'gclid' ? `${'x'.repeat(511)}🌱` : 'a\r\nb'));
    expect(touch.gclid).toBe('x'.repeat(511));
    expect(touch.utm_source).toBe('ab');
    expect(readTouch(() => 'y'.repeat(600)).touch.fbclid).toHaveLength(512);
  });

  it('leaves long values to the timeline', () => {
    const touch = { utm_source: 'x'.repeat(64), gclid: 'y'.repeat(65) };
    expect(shortTouch(touch)).toEqual({ utm_source: touch.utm_source });
  });

  it('gives up a query, then the page, that is too long to keep', () => {
    expect(readTouch(nothing, `https://voorbeeld.be/a?b=${'x'.repeat(1_100)}`).page).toBe(
      'https://voorbeeld.be/a',
    );
    expect(readTouch(nothing, `https://voorbeeld.be/${'x'.repeat(1_100)}`).page).toBeUndefined();
  });
});
