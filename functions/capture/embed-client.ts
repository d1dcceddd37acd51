/// <reference lib="dom" />
import type { EmbedForm } from './embed-form.ts';

/**
 * Draws a form where its script stands. It runs in other people's pages: plain DOM calls alone, so that it works
 * under a strict policy of the page around it (which names our origin in `script-src` and `connect-src`): no inline
 * styles, no HTML as text. Attributes of the script: `data-lang`, `data-magnet`, `data-target` (a selector),
 * `data-thanks`, `data-<field>` for hidden fields.
 *
 * Its source is what is sent (`Function.toString`), so it may use nothing from outside of itself.
 */
export function drawForm(form: EmbedForm): void {
  type Attributes = Record<string, string | number | boolean | null | undefined>;
  type Field = EmbedForm['fields'][number];
  type Input = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;
  type Refusal = { field?: string; code: string };

  const script = document.currentScript;
  const data: Partial<Record<string, string>> = script ? { ...script.dataset } : {};
  const origin = script instanceof HTMLScriptElement ? new URL(script.src).origin : location.origin;
  const asked = (data.lang || document.documentElement.lang).slice(0, 2).toLowerCase();
  const language = form.languages.includes(asked) ? asked : (form.languages[0] ?? '');
  const words = form.words[language];
  if (!words) return;
  const prefix = `kweek-${form.id}-${Math.random().toString(36).slice(2, 7)}-`;
  const autofill: Record<string, string> = {
    email: 'email',
    first_name: 'given-name',
    last_name: 'family-name',
    name: 'name',
    company: 'organization',
  };
  let submission: string | null = null;
  let renderedAt: string | undefined;
  fetch(`${origin}/f/${form.id}/rendered-at`)
    .then((answer) => answer.json())
    .then((answer) => {
      renderedAt = answer.rendered_at;
    })
    .catch(() => {});

  function make<Tag extends keyof HTMLElementTagNameMap>(
    tag: Tag,
    attributes: Attributes = {},
    children: (Node | string | null)[] = [],
  ): HTMLElementTagNameMap[Tag] {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value === true) element.setAttribute(name, '');
      else if (value !== false && value != null) element.setAttribute(name, String(value));
    }
    element.append(...children.filter((child) => child !== null));
    return element;
  }

  function control({ name, type, required, maxLength }: Field): Input {
    const common = { id: prefix + name, name, required };
    const labels = words?.fields[name]?.options ?? [];
    if (type === 'select') {
      const choices = (form.options[name] ?? []).map((value, i) =>
        make('option', { value }, [labels[i] ?? value]),
      );
      return make('select', common, [make('option', { value: '' }, [words?.choose ?? '']), ...choices]);
    }
    if (type === 'textarea') return make('textarea', { rows: 5, maxlength: maxLength, ...common });
    if (type === 'checkbox') return make('input', { type, value: 'on', ...common });
    return make('input', {
      type: ['email', 'tel', 'number'].includes(type) ? type : 'text',
      autocomplete: autofill[name] ?? 'on',
      maxlength: type === 'number' ? null : maxLength,
      step: type === 'number' ? 'any' : null,
      inputmode: type === 'url' ? 'url' : null,
      ...common,
    });
  }

  const visible = form.fields
    .filter(({ type }) => type !== 'hidden')
    .map((field) => {
      const input = control(field);
      const error = make('span', { class: 'kweek-error', id: `${input.id}-error` });
      const isTick = field.type === 'checkbox';
      const optional = field.required || isTick ? null : make('small', {}, [` (${words.optional})`]);
      const label = make('label', { for: input.id }, [words.fields[field.name]?.label ?? '', optional]);
      const row = make(
        'div',
        { class: isTick ? 'kweek-tick' : 'kweek-field' },
        isTick ? [input, ' ', label, error] : [label, input, error],
      );
      return { name: field.name, input, error, row };
    });
  const boxes = form.consent.map(({ purpose, textId }) => {
    const input = make('input', { type: 'checkbox', id: `${prefix}c-${purpose}` });
    const label = make('label', { for: input.id }, [words.consent[purpose] ?? '']);
    return { purpose, textId, input, row: make('div', { class: 'kweek-tick' }, [input, ' ', label]) };
  });
  const trap = form.trap
    ? make('input', { id: `${prefix}website`, name: 'website', tabindex: -1, autocomplete: 'off' })
    : null;
  const trapRow = trap
    ? make('div', { 'aria-hidden': 'true', class: 'kweek-trap' }, [
        make('label', { for: trap.id }, [words.leaveEmpty]),
        trap,
      ])
    : null;
  if (trapRow) {
    trapRow.style.position = 'absolute';
    trapRow.style.left = '-9999px';
  }
  const status = make('p', { class: 'kweek-status', role: 'status', tabindex: -1 });
  const button = make('button', { type: 'submit' }, [words.button]);
  const leave = words.leaveAnyTime
    ? make('p', { class: 'kweek-soft' }, [make('small', {}, [words.leaveAnyTime])])
    : null;
  const root = make(
    'form',
    {
      class: 'kweek-form',
      lang: language,
      novalidate: true,
      method: 'post',
      action: `${origin}/f/${form.id}`,
    },
    [status, ...visible.map(({ row }) => row), ...boxes.map(({ row }) => row), trapRow, button, leave],
  );

  function say(text: string, role = 'status'): void {
    status.textContent = text;
    status.setAttribute('role', role);
  }

  function mark({ input, error }: (typeof visible)[number], text: string): void {
    error.textContent = text;
    input.removeAttribute('aria-invalid');
    input.removeAttribute('aria-describedby');
    if (!text) return;
    input.setAttribute('aria-invalid', 'true');
    input.setAttribute('aria-describedby', error.id);
  }

  function hiddenValue(name: string): string {
    const camel = name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
    return data[camel] || new URLSearchParams(location.search).get(name) || '';
  }

  function values(): Record<string, unknown> {
    const consent: Record<string, boolean | string> = {};
    for (const { purpose, textId, input } of boxes) {
      consent[purpose] = input.checked;
      if (purpose === 'marketing') consent.textId = textId;
    }
    const hidden = form.fields.filter(({ type }) => type === 'hidden');
    const shown = visible.map(({ name, input }) => {
      const isTick = input instanceof HTMLInputElement && input.type === 'checkbox';
      return [name, isTick ? (input.checked ? 'on' : '') : input.value];
    });
    return {
      ...Object.fromEntries(hidden.map(({ name }) => [name, hiddenValue(name)])),
      ...Object.fromEntries(shown),
      language,
      page: location.href,
      rendered_at: renderedAt,
      submission_id: submission,
      time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      consent,
      ...(trap ? { website: trap.value } : {}),
      ...(data.magnet && form.magnets.includes(data.magnet) ? { magnet: data.magnet } : {}),
    };
  }

  function thank(): void {
    if (form.thankYouUrl && data.thanks !== 'here') {
      location.assign(form.thankYouUrl);
      return;
    }
    const texts = (words?.thanks ?? []).map((text, i) => make(i ? 'p' : 'h2', {}, [text]));
    const thanks = make(
      'div',
      { class: 'kweek-thanks', role: 'status', tabindex: -1, lang: language },
      texts,
    );
    root.replaceWith(thanks);
    thanks.focus();
  }

  function refuse(refusals: Refusal[]): void {
    const wrong = visible.flatMap((field) => {
      const refusal = refusals.find((one) => one.field === field.name);
      return refusal ? [{ field, code: refusal.code }] : [];
    });
    for (const { field, code } of wrong)
      mark(field, words?.fields[field.name]?.errors[code] ?? words?.other ?? '');
    say(words?.other ?? '', 'alert');
    (wrong[0]?.field.input ?? status).focus();
  }

  async function send(): Promise<void> {
    const answer = await fetch(`${origin}/f/${form.id}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(values()),
    });
    if (answer.ok) return thank();
    submission = null;
    const problem = await answer.json().catch(() => ({}));
    refuse(problem.errors ?? []);
  }

  root.addEventListener('submit', (event) => {
    event.preventDefault();
    if (button.getAttribute('aria-disabled') === 'true') return;
    submission ??= crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(36).slice(2)}`;
    for (const field of visible) mark(field, '');
    say('');
    button.setAttribute('aria-disabled', 'true');
    send()
      .catch(() => refuse([]))
      .finally(() => button.removeAttribute('aria-disabled'));
  });

  const target = data.target ? document.querySelector(data.target) : null;
  if (target) target.replaceChildren(root);
  else script?.after(root);

  // Last, since an old browser that knows no such sheets shall have the form.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(
    `.kweek-form{
.kweek-field{margin:0 0 1em}
.kweek-field label{display:block;margin:0 0 .3em}
.kweek-field :is(input,select,textarea){box-sizing:border-box;width:100%;max-width:32em;padding:.55em .7em;font:inherit}
.kweek-tick{margin:0 0 1em}
button{padding:.65em 1.3em;font:inherit;cursor:pointer}
.kweek-error{display:block;color:#b3261e}
.kweek-status:empty{display:none}
.kweek-status[role=alert]{color:#b3261e}}`,
  );
  document.adoptedStyleSheets = [sheet, ...document.adoptedStyleSheets];
}
