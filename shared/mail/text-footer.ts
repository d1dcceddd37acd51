/** The footer of the text part: why this mail came, from whom, how to leave. */
export function plainFooter(footer: {
  why: string;
  line?: string;
  company: { name: string; address: string };
  unsubscribe?: { label: string; url: string };
  preferences?: { label: string; url: string };
}): string {
  const { why, line, company, unsubscribe, preferences } = footer;
  const lines = [
    '--',
    ...(line ? wrap(line) : []),
    ...wrap(why),
    `${company.name}, ${company.address.replace(/\s*\n\s*/g, ', ')}`,
  ];
  for (const link of [unsubscribe, preferences]) if (link) lines.push(`${link.label}: ${link.url}`);
  return lines.join('\n');
}

function wrap(text: string, width = 76): string[] {
  const lines: string[] = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line === '') lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= width) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}
