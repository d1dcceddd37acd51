import { describe, expect, test } from 'vitest';
import { parseBody, serializeBody } from '../../shared/mail/body-document.ts';
import { type TrackedLink, trackLinks, trackText } from '../../shared/mail/track-links.ts';

const baseUrl = 'https://mail.lindeveld.example';

/** Tracks, and tells each link instead of signing it. */
function track(html: string) {
  const links: TrackedLink[] = [];
  const body = parseBody(html);
  const signed = trackLinks(body, baseUrl, (link) => {
    links.push(link);
    return `${baseUrl}/l/click/${link.index}`;
  });
  return { html: serializeBody(body), links, signed };
}

test.each([
  ['<a href="https://x.example/a">x</a>', 'https://x.example/a'],
  ['<a class=b href=\'https://x.example/a\' title="t">x</a>', 'https://x.example/a'],
  ['<A title="a>b" HREF = https://x.example/a >x</A>', 'https://x.example/a'],
  ['<a\n  href="\thttps://x.example/a\n">x</a>', 'https://x.example/a'],
  ['<a href="https://x.example/?a=1&amp;b=2&copy=3">x</a>', 'https://x.example/?a=1&b=2&copy=3'],
  ['<a href="https://x.example/?q=%22&#x3D;&quot;">x</a>', 'https://x.example/?q=%22="'],
  ['<a href="HTTP://x.example">x</a>', 'HTTP://x.example'],
  ['<p><b><a href="https://x.example/é">x</b></a>', 'https://x.example/é'],
])('%s leads through a signed link to the address that was meant', (html, url) => {
  const tracked = track(html);
  expect(tracked.links).toEqual([{ url, index: 0, links: 1 }]);
  expect(tracked.html).toContain(`href="${baseUrl}/l/click/0"`);
  expect(tracked.html).not.toContain('x.example');
});

test('links are counted from 0, the same address twice too, and each knows how many there are', () => {
  const link = '<a href="https://x.example">x</a>';
  const other = `<a href="${baseUrl}/l/unsubscribe/k1.abc">y</a>`;
  expect(track(link + other + link).links).toMatchObject([
    { index: 0, links: 2 },
    { index: 1, links: 2 },
  ]);
});

test.each([
  `${baseUrl}/l/confirm/k1.abc`,
  `${baseUrl}/l/unsubscribe/k1.abc`,
  `${baseUrl}/l/magnet/k1.abc`,
  'mailto:hello@lindeveld.example',
  'tel:+3290000000',
  '#top',
])('%s stays as it is', (url) => {
  const html = `<a href="${url}">x</a>`;
  expect(track(html)).toMatchObject({ html, links: [] });
});

test('pages on our own host are tracked, and hosts that begin like ours', () => {
  for (const url of [`${baseUrl}/demo/x.html`, `${baseUrl}/`, `${baseUrl}.evil.example/l/x`]) {
    expect(track(`<a href="${url}">x</a>`).links).toMatchObject([{ url }]);
  }
});

test('data-intent="high" marks a link and is taken away', () => {
  const { html, links } = track(
    '<a data-intent="high" href="https://x.example">x</a> <a data-intent="no" href="https://x.example">y</a>',
  );
  expect(links).toMatchObject([{ intent: 'high' }, {}]);
  expect(links[1]).not.toHaveProperty('intent');
  expect(html).not.toContain('data-intent');
});

test('everything else comes back as it was written', () => {
  const html =
    '<p style="color:red">Dag “An” &amp; co — 🎁 &lt;b&gt;&nbsp;</p><!--[if mso]><p>x</p><![endif]--><img src="https://x.example/a.png" alt=""><br>' +
    '<style>p > a { color: red }</style><table><tr><td colspan="2">1 &lt; 2</td></tr></table><!-- note -->';
  expect(track(html).html).toBe(html);
});

describe('a text part that its author wrote', () => {
  const signed = new Map([['https://x.example/a', `${baseUrl}/l/click/0`]]);

  test('leads through the links of the HTML', () => {
    expect(trackText('Read it (https://x.example/a). Or: https://x.example/a, now', signed)).toBe(
      `Read it (${baseUrl}/l/click/0). Or: ${baseUrl}/l/click/0, now`,
    );
  });

  test('never through an address that came in with somebody’s name', () => {
    const text = 'Dag https://evil.example/a, https://x.example/ab';
    expect(trackText(text, signed)).toBe(text);
  });
});
