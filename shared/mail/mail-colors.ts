/** Ink on paper, light and dark; every pair of text and ground has a contrast of at least 4.5. */
export const light = {
  ground: '#eef1ec',
  card: '#ffffff',
  ink: '#1d2b25',
  muted: '#56625c',
  accent: '#0b6b4b',
  onAccent: '#ffffff',
  line: '#dbe2dc',
};
export const dark = {
  ground: '#101613',
  card: '#19211d',
  ink: '#e4ebe6',
  muted: '#a3b0a9',
  accent: '#7fd8b2',
  button: '#0f7f5a',
  line: '#2e3a34',
};

export const fontFamily = "-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
