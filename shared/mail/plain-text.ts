import { compile } from 'html-to-text';

const convert = compile({
  wordwrap: 76,
  selectors: [
    // The address below its words: a long one in the middle of a sentence cannot be read.
    {
      selector: 'a',
      options: { linkBrackets: false, hideLinkHrefIfSameAsText: true, noAnchorUrl: true },
    },
    { selector: 'img', format: 'skip' },
    ...['h1', 'h2', 'h3', 'h4'].map((selector) => ({ selector, options: { uppercase: false } })),
    { selector: 'ul', options: { itemPrefix: '- ' } },
  ],
});

/** The text part of a mail, from the HTML of its body: links shown, lines of at most 76 characters. */
export const toPlainText = (html: string): string =>
  convert(html)
    .replace(/\n{3,}/g, '\n\n')
    .trim();
