import { Hono } from 'hono';
import type { Context } from '../../shared/actions/context.ts';
import { findLead, findPerson } from '../../shared/actions/lead/change-lead.ts';
import { unsubscribeLead } from '../../shared/actions/lead/unsubscribe-lead.ts';
import { confirmLead } from '../../shared/actions/signup/confirm-lead.ts';
import { recordClick, recordLook } from '../../shared/actions/traces/record-click.ts';
import { wordsNamed } from '../../shared/domain/consent/consent-words.ts';
import { isScored } from '../../shared/domain/consent/mailability.ts';
import type { AwaitedConfirmation, Lead } from '../../shared/domain/lead/lead.ts';
import type { PublishedConfig } from '../../shared/domain/programme/config.ts';
import { localize } from '../../shared/domain/programme/localize.ts';
import { preferredLanguage } from '../../shared/domain/signup/accept-language.ts';
import type { KeyRing } from '../../shared/mail/key-ring.ts';
import type { LinkKind } from '../../shared/mail/link-payload.ts';
import { type ReadLink, readLink } from '../../shared/mail/links.ts';
import { type ConfirmPageProps, confirmPage } from '../../shared/pages/confirm-page.tsx';
import { confirmedPage } from '../../shared/pages/confirmed-page.tsx';
import { pageHeaders } from '../../shared/pages/headers.ts';
import { linkProblemPage } from '../../shared/pages/link-problem-page.tsx';
import { pageLanguages } from '../../shared/pages/link-words.ts';
import { unsubscribePage } from '../../shared/pages/unsubscribe-page.tsx';
import { unsubscribedPage } from '../../shared/pages/unsubscribed-page.tsx';
import { problem } from '../problem.ts';
import { visitorOf } from '../visitor.ts';
import { addChoices } from './choices.tsx';
import { isHuman } from './human.ts';
import { type Call, type Env, formOf, type Refuse } from './link-pages.ts';
import { addMagnets } from './magnets.tsx';

/**
 * What the signed links of our mails open. A GET or HEAD changes nothing but the record of a click;
 * confirming and unsubscribing take a POST, since mail scanners open every link they find.
 */
export function linksApp(context: Context, keys: KeyRing, baseUrl: string): Hono<Env> {
  const app = new Hono<Env>();

  const read = <K extends LinkKind>(kind: K, token: string): ReadLink<K> =>
    readLink(kind, token, keys, context.clock.now().machine);
  const page = async (c: Call, lead?: Lead) => {
    const { config } = await context.rules.current();
    const { company } = config.settings;
    // Of an erased lead no language is known.
    const language = lead?.language || preferredLanguage(c.req.header('accept-language'), pageLanguages);
    return { config, sender: { language, companyName: company.name, companyAddress: company.address } };
  };
  const refuse: Refuse = async (c, { reason, leadId, formUrl }) => {
    const lead = leadId === undefined ? undefined : (await findPerson(context, leadId))?.lead;
    const { config, sender } = await page(c, lead);
    return c.html(
      linkProblemPage({
        ...sender,
        problem: reason,
        ...formOf(lead, config),
        ...(formUrl ? { formUrl } : {}),
      }),
      reason === 'expired' ? 410 : 404,
      pageHeaders(),
    );
  };
  const invalid = { reason: 'invalid' as const };

  app.get('/l/confirm/:token', async (c) => {
    const link = read('confirm', c.req.param('token'));
    if (!link.ok) return refuse(c, link);
    const lead = await findLead(context, link.leadId);
    const { config, sender } = await page(c, lead);
    if (!lead || !canConfirm(lead, link)) return refuse(c, invalid);
    if (!lead.awaited) return c.html(confirmedPage({ ...sender, ...granted(lead) }), 200, pageHeaders());
    return c.html(
      confirmPage({
        ...sender,
        magnets: titlesOf(awaitedMagnets(lead), config, sender.language),
        consents: agreedTo(lead.awaited, config, sender.language),
      }),
      200,
      pageHeaders(),
    );
  });

  app.post('/l/confirm/:token', async (c) => {
    const link = read('confirm', c.req.param('token'));
    if (!link.ok) return refuse(c, link);
    const before = await findLead(context, link.leadId, true);
    const lead = await confirmLead(context, link, visitorOf(c), c.req.param('token'));
    const { config, sender } = await page(c, lead);
    if (!lead || !canConfirm(lead, link)) return refuse(c, invalid);
    const magnets = titlesOf(before ? awaitedMagnets(before) : [], config, sender.language);
    return c.html(confirmedPage({ ...sender, ...granted(lead), magnets }), 200, pageHeaders());
  });

  app.get('/l/click/:token', async (c) => {
    const link = read('click', c.req.param('token'));
    if (!link.ok) return refuse(c, link);
    if (!URL.canParse(link.url)) return refuse(c, invalid);
    const human = isHuman(c.req.method, c.req.header('user-agent'));
    const { ip } = visitorOf(c);
    await recordClick(context, { ...link, human, ip }).catch((error: Error) => {
      // Whoever clicked gets where they wanted to go, whatever happens to the record.
      context.log.error('A click could not be recorded.', { lead: link.leadId, error: error.name });
    });
    return c.body(null, 302, {
      location: new URL(link.url).href, // headers are ASCII, links need not be
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    });
  });

  app.get('/l/unsubscribe/:token', async (c) => {
    const link = read('unsubscribe', c.req.param('token'));
    if (!link.ok) return refuse(c, link);
    const found = await findPerson(context, link.leadId);
    const lead = found?.lead;
    const generation = found?.generationOf(link.generation) ?? 0;
    const looked = lead && recordLook(context, lead, { ...link, generation, ip: visitorOf(c).ip });
    await looked?.catch((error: Error) => {
      context.log.error('A look could not be recorded.', { lead: link.leadId, error: error.name });
    });
    const { sender } = await page(c, lead);
    return c.html(unsubscribePage(sender), 200, pageHeaders());
  });

  // RFC 8058: one POST, without cookies or redirects, answered 200 each time the token is ours.
  app.post('/l/unsubscribe/:token', async (c) => {
    const link = read('unsubscribe', c.req.param('token'));
    if (!link.ok) return refuse(c, link);
    const via = (await c.req.text()).includes('List-Unsubscribe') ? 'one-click' : 'page';
    const lead = await unsubscribeLead(context, link, via);
    const { config, sender } = await page(c, lead);
    return c.html(unsubscribedPage({ ...sender, ...formOf(lead, config) }), 200, pageHeaders());
  });

  const pages = { context, keys, read, page, refuse };
  addMagnets(app, pages, baseUrl);
  addChoices(app, pages);

  app.notFound((c) => refuse(c, invalid));
  app.onError((error) => {
    context.log.error('A request failed.', { error: error.name });
    return problem(500, 'Internal Server Error', 'Something went wrong on our side; please try again.');
  });
  return app;
}

/** Who left for good confirms nothing, unless it came back and was asked again. */
const canConfirm = (lead: Lead, link: { generation: number }): boolean =>
  lead.generation === link.generation && (lead.awaited !== undefined || isScored(lead));

const awaitedMagnets = (lead: Lead): string[] => lead.awaited?.magnets.map((wish) => wish.magnet) ?? [];

/** What was agreed to and is to be confirmed, in the words of then; without words where no form has those any more. */
function agreedTo(
  { marketing, tracking, text, trackingText }: AwaitedConfirmation,
  { forms }: PublishedConfig,
  language: string,
): NonNullable<ConfirmPageProps['consents']> {
  const say = (name = '') => localize(wordsNamed(forms, name) ?? {}, language);
  return { ...(marketing ? { news: say(text) } : {}), ...(tracking ? { tracking: say(trackingText) } : {}) };
}

const granted = (lead: Lead) => ({ marketing: lead.consent.marketing?.granted === true });

const titlesOf = (magnets: string[], config: PublishedConfig, language: string): string[] =>
  magnets.flatMap((slug) => {
    const title = config.magnets[slug]?.title;
    return title ? [localize(title, language, config.settings.languages)] : [];
  });
