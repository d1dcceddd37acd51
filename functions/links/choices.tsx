import type { Hono } from 'hono';
import { findPerson } from '../../shared/actions/lead/change-lead.ts';
import { changePreferences } from '../../shared/actions/lead/change-preferences.ts';
import { forgetLead } from '../../shared/actions/privacy/erase-lead.ts';
import { exportLead } from '../../shared/actions/privacy/export-lead.ts';
import { hasPreferences } from '../../shared/domain/decide/preferences.ts';
import type { Lead } from '../../shared/domain/lead/lead.ts';
import type { PublishedConfig } from '../../shared/domain/programme/config.ts';
import { localize } from '../../shared/domain/programme/localize.ts';
import type { PreferencesLink } from '../../shared/mail/link-payload.ts';
import { DATA_LASTS_MS, signLink } from '../../shared/mail/links.ts';
import { dataPage, erasedPage } from '../../shared/pages/data-page.tsx';
import { pageHeaders } from '../../shared/pages/headers.ts';
import { preferencesPage } from '../../shared/pages/preferences-page.tsx';
import { unsubscribedPage } from '../../shared/pages/unsubscribed-page.tsx';
import { visitorOf } from '../visitor.ts';
import { readChoice } from './choice-form.ts';
import { type Call, type Env, formOf, type LinkPages } from './link-pages.ts';

/** What nobody else may keep a copy of. */
const ownHeaders = () => ({ ...pageHeaders(), 'cache-control': 'no-store' });

/** What the fields of all forms are called, by name. */
const labelsOf = (forms: PublishedConfig['forms'], language: string): Record<string, string> =>
  Object.fromEntries(
    Object.values(forms).flatMap(({ fields }) =>
      fields.map(({ name, label }) => [name, localize(label, language)]),
    ),
  );

/** The pages on which a lead chooses what it hears of, sees what is known of it, and has it erased. */
export function addChoices(app: Hono<Env>, pages: LinkPages): void {
  const { context, keys, read, page, refuse } = pages;

  const find = async (link: { leadId: string; generation: number }): Promise<Lead | undefined> => {
    const found = await findPerson(context, link.leadId);
    return found?.lead.generation === found?.generationOf(link.generation) ? found?.lead : undefined;
  };

  const showPreferences = async (c: Call, link: PreferencesLink, lead: Lead, saved: boolean) => {
    const { config, sender } = await page(c, lead);
    const { leadId, generation, sendId, sentAt } = link;
    const expires = sentAt + DATA_LASTS_MS;
    const isFresh = expires > context.clock.now().machine;
    const data = isFresh ? { dataUrl: signLink('data', { leadId, generation, expires }, keys, '') } : {};
    if (!hasPreferences(lead)) {
      return c.html(unsubscribedPage({ ...sender, ...formOf(lead, config), ...data }), 200, ownHeaders());
    }
    const { topics, languages } = config.settings;
    return c.html(
      preferencesPage({
        ...sender,
        saved,
        topics: topics.map(({ id, title }) => ({
          id,
          title: localize(title, sender.language, languages),
          on: !lead.preferences?.topicsOff.includes(id),
        })),
        frequency: lead.preferences?.frequency ?? 'normal',
        languages,
        canPause: lead.mailability !== 'requested_only',
        ...(lead.pausedUntil === undefined ? {} : { pausedUntil: new Date(lead.pausedUntil).toISOString() }),
        isTracked: lead.consent.tracking?.granted === true,
        unsubscribeUrl: signLink('unsubscribe', { leadId, generation, sendId }, keys, ''),
        ...data,
      }),
      200,
      ownHeaders(),
    );
  };

  app.get('/l/preferences/:token', async (c) => {
    const link = read('preferences', c.req.param('token'));
    if (!link.ok) return refuse(c, link);
    const lead = await find(link);
    return lead ? showPreferences(c, link, lead, false) : refuse(c, { reason: 'invalid' });
  });

  app.post('/l/preferences/:token', async (c) => {
    const link = read('preferences', c.req.param('token'));
    if (!link.ok) return refuse(c, link);
    const { config } = await context.rules.current();
    const choice = readChoice(new URLSearchParams(await c.req.text()), config.settings);
    await changePreferences(context, link, choice, visitorOf(c));
    const lead = await find(link);
    return lead ? showPreferences(c, link, lead, true) : refuse(c, { reason: 'invalid' });
  });

  app.get('/l/data/:token', async (c) => {
    const token = c.req.param('token');
    const link = read('data', token);
    if (!link.ok) return refuse(c, link);
    const lead = await find(link);
    if (!lead) return refuse(c, { reason: 'invalid' });
    const { config, sender } = await page(c, lead);
    if (lead.mailability === 'erased') return c.html(erasedPage(sender), 200, ownHeaders());
    const data = await exportLead(context, lead);
    if (c.req.query('download') !== undefined) {
      const name = 'content-disposition';
      return c.json(data, 200, { ...ownHeaders(), [name]: 'attachment; filename="my-data.json"' });
    }
    const own = { downloadUrl: `/l/data/${token}?download` };
    const labels = labelsOf(config.forms, sender.language);
    return c.html(dataPage({ ...sender, data, labels, own }), 200, ownHeaders());
  });

  app.post('/l/data/:token', async (c) => {
    const link = read('data', c.req.param('token'));
    if (!link.ok) return refuse(c, link);
    const lead = await find(link);
    if (!lead) return refuse(c, { reason: 'invalid' });
    const { sender } = await page(c, lead);
    // Without the box that says "I am sure", the page is shown again.
    if (!new URLSearchParams(await c.req.text()).has('sure')) return c.redirect(c.req.path, 303);
    await forgetLead(context, lead.id);
    return c.html(erasedPage(sender), 200, ownHeaders());
  });
}
