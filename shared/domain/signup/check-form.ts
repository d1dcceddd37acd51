import type { Problem } from '../kweek-error.ts';
import { checkTemplateName } from '../programme/check-template-name.ts';
import type { Config } from '../programme/config.ts';
import type { Localized } from '../text.ts';
import type { Form } from './form.ts';
import { pointerTo } from './posted-value.ts';

/** What would keep this form from taking signups and answering them. `at`: the pointer to it. */
export function checkForm(form: Form, at: string, config: Config): Problem[] {
  return [
    ...checkFields(form, at),
    ...checkWords(form, at),
    ...form.magnets
      .map((slug, i) => ({ slug, i }))
      .filter(({ slug }) => !Object.hasOwn(config.magnets, slug))
      .map(({ slug, i }) => ({
        pointer: `${at}/magnets/${i}`,
        detail: `There is no magnet "${slug}": add it, or take it out of this form.`,
        code: 'unknown_magnet',
      })),
    // Without double opt-in too: who once unsubscribed must confirm.
    ...checkTemplateName(form.confirmationTemplate, 'confirmation', `${at}/confirmationTemplate`, config),
    ...checkThankYou(form, at, config.settings.ownDomains),
  ];
}

function checkFields({ fields, leadFields }: Form, at: string): Problem[] {
  const names = fields.map(({ name }) => name);
  return [
    ...checkEmailField(fields, `${at}/fields`),
    ...fields.flatMap(({ name, type, options = [] }, i): Problem[] => [
      ...(names.indexOf(name) < i
        ? [
            {
              pointer: `${at}/fields/${i}/name`,
              detail: `A field "${name}" stands above: give this one another name.`,
              code: 'duplicate',
            },
          ]
        : []),
      ...(type === 'select' && options.length === 0
        ? [
            {
              pointer: `${at}/fields/${i}/options`,
              detail: 'A select needs options to choose from.',
              code: 'missing_options',
            },
          ]
        : []),
    ]),
    ...leadFields
      .map((name, i) => ({ name, i }))
      .filter(({ name }) => !names.includes(name))
      .map(({ name, i }) => ({
        pointer: `${at}/leadFields/${i}`,
        detail: `This form has no field "${name}": add it, or name one that it has.`,
        code: 'unknown_field',
      })),
  ];
}

function checkEmailField(fields: Form['fields'], at: string): Problem[] {
  const found = fields.map((field, i) => ({ field, i })).filter(({ field }) => field.type === 'email');
  const [first, ...more] = found;
  if (!first) {
    const detail = 'A form needs one field of the type "email", named "email" and required.';
    return [{ pointer: at, detail, code: 'email_field_missing' }];
  }
  const problems: Problem[] = more.map(({ i }) => ({
    pointer: `${at}/${i}/type`,
    detail: 'A form has exactly one field of the type "email": make this one a text.',
    code: 'second_email_field',
  }));
  if (first.field.name !== 'email') {
    const detail = 'Name the field with the address "email"; what your page calls it goes into its synonyms.';
    problems.push({ pointer: `${at}/${first.i}/name`, detail, code: 'email_field_name' });
  }
  if (!first.field.required) {
    const detail = 'Nobody can be a lead without an address: make this field required.';
    problems.push({ pointer: `${at}/${first.i}/required`, detail, code: 'email_field_optional' });
  }
  return problems;
}

/** Every text that a visitor reads, in every language that the form speaks. */
function checkWords(form: Form, at: string): Problem[] {
  const { title, intro, button, fields, consent } = form;
  const texts: [pointer: string, text: Localized | undefined][] = [
    ['title', title],
    ['intro', intro],
    ['button', button],
    ...fields.flatMap(({ type, label, options = [] }, i): [string, Localized][] =>
      type === 'hidden'
        ? []
        : [
            [`fields/${i}/label`, label],
            ...options.map((option, j): [string, Localized] => [
              `fields/${i}/options/${j}/label`,
              option.label,
            ]),
          ],
    ),
    ['consent/marketing/text', consent.marketing?.text],
    ['consent/tracking/text', consent.tracking?.text],
  ];
  return texts.flatMap(([where, text]) =>
    form.languages
      .filter((language) => text && !Object.hasOwn(text, language))
      .map((language) => ({
        pointer: pointerTo(`${at}/${where}`, language),
        detail: `This form speaks "${language}": give this text in "${language}" too.`,
        code: 'missing_text',
      })),
  );
}

/** After a signup we send people only to hosts that the settings call our own. */
function checkThankYou({ thankYouUrl }: Form, at: string, ownDomains: readonly string[]): Problem[] {
  if (!thankYouUrl) return [];
  const { host } = new URL(thankYouUrl);
  if (ownDomains.includes(host)) return [];
  const detail = `"${host}" is none of your own hosts: add it to settings.ownDomains, or thank on one of those.`;
  return [{ pointer: `${at}/thankYouUrl`, detail, code: 'foreign_host' }];
}
