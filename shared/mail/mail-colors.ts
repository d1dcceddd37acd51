import { contrast, readableOn } from './contrast.ts';

/** Ink on paper, light and dark; every pair of text and ground has a contrast of at least 4.5. */
const light = { ground: '#eef1ec', card: '#ffffff', ink: '#1d2b25', muted: '#56625c', line: '#dbe2dc' };
const dark = { ground: '#101613', card: '#19211d', ink: '#e4ebe6', muted: '#a3b0a9', line: '#2e3a34' };

/** For those who chose no colour. */
const OWN = '#0b6b4b';

/** What a mail is drawn in. `link`: of words; `button`: behind words of the colour `onButton`. */
export interface Palette {
  ground: string;
  card: string;
  ink: string;
  muted: string;
  line: string;
  link: string;
  button: string;
  onButton: string;
}

/** The two palettes of a brand: its colour as it is on buttons, and as near to it as can be read in words. */
export function palettesOf(color: string = OWN): { light: Palette; dark: Palette } {
  const button = color.toLowerCase();
  const onButton = contrast('#ffffff', button) >= contrast(light.ink, button) ? '#ffffff' : light.ink;
  const drawn = { button: readableOn(button, onButton), onButton };
  return {
    light: { ...light, link: readableOn(button, light.card), ...drawn },
    dark: { ...dark, link: readableOn(button, dark.card), ...drawn },
  };
}

export const fontFamily = "-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
