import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contrast } from '../../shared/mail/contrast.ts';
import { palettesOf } from '../../shared/mail/mail-colors.ts';

const color = fc
  .integer({ min: 0, max: 0xffffff })
  .map((number) => `#${number.toString(16).padStart(6, '0')}`);

test('contrast is that of WCAG', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 10);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.478, 3);
  expect(contrast('#ffffff', '#777777')).toBe(contrast('#777777', '#ffffff'));
});

describe('a brand of any colour', () => {
  test('has words that can be read, by day and by night', () => {
    fc.assert(
      fc.property(color, (chosen) => {
        for (const palette of Object.values(palettesOf(chosen))) {
          expect(contrast(palette.link, palette.card)).toBeGreaterThanOrEqual(4.5);
          expect(contrast(palette.onButton, palette.button)).toBeGreaterThanOrEqual(4.5);
          expect(contrast(palette.ink, palette.card)).toBeGreaterThanOrEqual(4.5);
          expect(contrast(palette.muted, palette.ground)).toBeGreaterThanOrEqual(4.5);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('keeps its colour where that can be read', () => {
    const { light } = palettesOf('#0B6B4B');
    expect([light.link, light.button, light.onButton]).toEqual(['#0b6b4b', '#0b6b4b', '#ffffff']);
  });

  test('has dark words on a bright button', () => {
    const { light } = palettesOf('#ffd400');
    expect(light.button).toBe('#ffd400');
    expect(light.onButton).not.toBe('#ffffff');
  });
});
