/** What is read of a form of the published configuration. */
export interface PublishedForm {
  fields: { name: string; type: string; required: boolean; options?: { value: string }[] }[];
  doubleOptIn: boolean;
  magnets: string[];
}

/**
 * The form to sign up with: one that answers with a mail at once, a confirmation or else a magnet.
 * Undefined when there is none; `wanted` names one.
 */
export function chooseForm(forms: Record<string, PublishedForm>, wanted?: string): string | undefined {
  const answering = Object.entries(forms).filter(([, form]) => form.doubleOptIn || form.magnets.length > 0);
  const [first] = answering.sort(([, a], [, b]) => Number(b.doubleOptIn) - Number(a.doubleOptIn));
  return wanted === undefined ? first?.[0] : answering.find(([id]) => id === wanted)?.[0];
}

const values: Record<string, string> = {
  tel: '+32 470 12 34 56',
  url: 'https://example.com/',
  number: '1',
  checkbox: 'on',
};

/** The form as a visitor would post it, with no consent to anything: only what must be filled in. */
export function fillIn({ fields }: PublishedForm, email: string): URLSearchParams {
  const posted = new URLSearchParams();
  for (const { name, type, required, options } of fields) {
    if (type === 'email') posted.set(name, email);
    else if (required) posted.set(name, options?.[0]?.value ?? values[type] ?? 'Smoke test');
  }
  return posted;
}
