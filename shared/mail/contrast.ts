type Rgb = readonly [red: number, green: number, blue: number];

const parse = (color: string): Rgb =>
  [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16)) as unknown as Rgb;

const write = (rgb: Rgb): string =>
  `#${rgb.map((channel) => Math.round(channel).toString(16).padStart(2, '0')).join('')}`;

/** WCAG 2.2, "relative luminance", of sRGB. */
function luminance(color: string): number {
  const [red, green, blue] = parse(color).map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** WCAG 2.2, "contrast ratio": from 1 to 21. Colours as `#rrggbb`. */
export function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

/** So much is asked of text by WCAG 2.2, level AA. */
const READABLE = 4.5;

/** The colour, moved towards black or white no further than it takes to be readable on a ground. */
export function readableOn(color: string, ground: string): string {
  const goal: Rgb = luminance(ground) > 0.18 ? [0, 0, 0] : [255, 255, 255];
  const from = parse(color);
  for (let share = 0; share < 1; share += 0.02) {
    const mixed = write(
      from.map((channel, i) => channel + ((goal[i] ?? 0) - channel) * share) as unknown as Rgb,
    );
    if (contrast(mixed, ground) >= READABLE) return mixed;
  }
  return write(goal);
}
