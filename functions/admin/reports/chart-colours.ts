/** What charts are drawn with on a light page. Each is a colour of its own, so that it can be turned. */
export const ink = {
  page: '#fdfefd',
  text: '#1d2b25',
  quiet: '#55665e',
  line: '#d5ded9',
  main: '#1f7a4d',
  soft: '#8fc9a9',
  wash: '#d3ecdf',
  second: '#b3660a',
  third: '#3b6fb6',
  fourth: '#8a4fa3',
  fifth: '#a2321c',
  sixth: '#4d7d86',
} as const;

export const series = [ink.main, ink.second, ink.third, ink.fourth, ink.fifth, ink.sixth];

/** The same on a dark page. */
export const dark: Record<string, string> = {
  [ink.page]: '#121a16',
  [ink.text]: '#e7efea',
  [ink.quiet]: '#a9b9b1',
  [ink.line]: '#33413a',
  [ink.main]: '#5fc28d',
  [ink.soft]: '#2f7d55',
  [ink.wash]: '#1f4734',
  [ink.second]: '#f0b35a',
  [ink.third]: '#84aee8',
  [ink.fourth]: '#c79bdb',
  [ink.fifth]: '#ffa18b',
  [ink.sixth]: '#93c1c9',
};
