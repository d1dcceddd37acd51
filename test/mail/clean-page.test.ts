import fc from 'fast-check';
import { parseDocument } from 'htmlparser2';
import { describe, expect, it, test } from 'vitest';
import { cleanPage } from '../../shared/mail/clean-page.ts';

const clean = (html: string) => cleanPage(html, 'https://kweek.example', ['www.acme.example']);
const codes = (html: string) => clean(html).findings.map(({ code }) => code);

describe('a page that somebody wrote', () => {
  it.each([
    ['<p>One<p>Two &amp; &lt;three&gt;', '<p>One</p><p>Two &amp; &lt;three&gt;</p>'],
    ['<div class="x"><h1>Title</h1></div>', '<h2>Title</h2>'],
    [
      '<a class="big button" href="/f/x?a=1" target="_blank">Go</a>',
      '<a class="button" href="/f/x?a=1">Go</a>',
    ],
    ['<td colspan="2">a</td>', '<td colspan="2">a</td>'],
    ['<img src="/a.png" alt="A">', '<img src="/a.png" alt="A">'],
  ])('keeps what readers need: %s', (html, shown) => {
    expect(clean(html)).toMatchObject({ html: shown, findings: [] });
  });

  it.each([
    ['<script>x</script>a', 'a', 'page_element'],
    ['<form action="/x"><p>a</p></form>', '', 'page_element'],
    ['<blink>a</blink>', 'a', 'page_element'],
    ['<a href="javascript:x()">a</a>', '<a>a</a>', 'page_link'],
    ['<a href="java\nscript:x()">a</a>', '<a>a</a>', 'page_link'],
    ['<a href="http://x.example/">a</a>', '<a href="http://x.example/">a</a>', 'plain_http'],
    ['<img src="https://spy.example/p.gif" alt="">', '', 'foreign_picture'],
    ['<img src="data:image/svg+xml;base64,AA==" alt="">', '', 'foreign_picture'],
    ['<img src="/a.png">', '<img src="/a.png" alt="">', 'missing_alt'],
  ])('is told of what is not shown, or should be better: %s', (html, shown, code) => {
    expect([clean(html).html, codes(html)]).toEqual([shown, [code]]);
  });

  it('names the hosts of its pictures, and no other', () => {
    const { pictures } = clean('<img src="/a" alt=""><img src="https://www.acme.example/b" alt="">');
    expect(pictures).toEqual(["'self'", 'https://www.acme.example']);
  });
});

test('whatever is written, what comes out runs nothing', () => {
  const bit = fc.constantFrom(
    ...'<p>|</p>|<script>|</script>|<img src=|onerror=x |"|\'|>|<|javascript:|<a href=|</a>|<svg onload=y>|<!--|-->|<title>|<xmp>|a|&lt;script&gt;|<style>|</'.split(
      '|',
    ),
  );
  fc.assert(
    fc.property(fc.array(bit, { maxLength: 20 }), (bits) => {
      const { html } = clean(bits.join(''));
      const walk = (nodes: ReturnType<typeof parseDocument>['children']): boolean =>
        nodes.every(
          (node) =>
            node.type === 'text' ||
            ('attribs' in node &&
              ['p', 'a', 'img'].includes(node.name) &&
              Object.entries(node.attribs).every(
                ([name, value]) => ['href', 'src', 'alt'].includes(name) && !/^\s*javascript:/i.test(value),
              ) &&
              walk(node.children)),
        );
      expect(walk(parseDocument(html).children)).toBe(true);
    }),
    { numRuns: 500, seed: 7 },
  );
});
