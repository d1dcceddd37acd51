import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { confirmPage } from '../../shared/pages/confirm-page.tsx';
import { pageHeaders } from '../../shared/pages/headers.ts';
import { stylesheet, stylesheetHash, tokens } from '../../shared/pages/styles.ts';
import { rendered } from './rendered.ts';

const hashOf = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;

describe('the stylesheet', () => {
  it('has the hash that the policy names', () => {
    expect(stylesheetHash).toBe(hashOf(stylesheet));
  });

  it('stands in a page byte for byte, once', async () => {
    const html = await rendered(confirmPage({ language: 'en', companyName: 'Voorbeeld BV' }));
    const sheets = [...html.matchAll(/<style>([\s\S]*?)<\/style>/g)].map(([, text = '']) => hashOf(text));
    expect(sheets).toEqual([stylesheetHash]);
  });

  const [light = '', dark = ''] = tokens.split('@media');
  const pairs: [string, string, number][] = [
    ['ink', 'paper', 7],
    ['ink', 'sheet', 7],
    ['ink', 'leaf-wash', 7],
    ['soft', 'paper', 4.5],
    ['soft', 'sheet', 4.5],
    ['leaf', 'paper', 4.5],
    ['leaf', 'sheet', 4.5],
    ['on-leaf', 'leaf', 4.5],
    ['on-leaf', 'leaf-deep', 4.5],
    ['alarm', 'sheet', 4.5],
    ['alarm', 'alarm-wash', 4.5],
    ['edge', 'sheet', 3],
    ['focus', 'paper', 3],
    ['focus', 'sheet', 3],
  ];
  it.each(pairs)('%s on %s can be read, by day and by night', (text, ground, ratio) => {
    expect(contrast(light, text, ground)).toBeGreaterThanOrEqual(ratio);
    expect(contrast(dark, text, ground)).toBeGreaterThanOrEqual(ratio);
  });
});

describe('the headers of a page', () => {
  it('allow its own style and its own form, and nothing else', () => {
    expect(pageHeaders()['content-security-policy']).toBe(
      `default-src 'none'; style-src '${stylesheetHash}'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
    );
  });

  it('let a form’s answer lead elsewhere and a page stand in a frame, where that is wanted', () => {
    const policy = pageHeaders({
      formAction: ['https://voorbeeld.be'],
      frameAncestors: ['https://voorbeeld.be', 'https://x.be'],
    })['content-security-policy'];
    expect(policy).toContain("form-action 'self' https://voorbeeld.be;");
    expect(policy).toMatch(/frame-ancestors https:\/\/voorbeeld.be https:\/\/x.be$/);
  });
});

/** WCAG 2.2, relative luminance and contrast ratio. */
function contrast(theme: string, one: string, other: string): number {
  const [high = 0, low = 0] = [luminance(theme, one), luminance(theme, other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

function luminance(theme: string, token: string): number {
  const hex = new RegExp(`--${token}:#([0-9a-f]{3,6})`).exec(theme)?.[1] ?? '';
  const full = hex.length === 3 ? [...hex].map((digit) => digit + digit).join('') : hex;
  const [r = 0, g = 0, b = 0] = [0, 2, 4].map((at) => {
    const c = Number.parseInt(full.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
