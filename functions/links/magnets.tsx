import type { Hono } from 'hono';
import type { PublishedConfig } from '../../shared/domain/programme/config.ts';
import { localize } from '../../shared/domain/programme/localize.ts';
import { pageHeaders } from '../../shared/pages/headers.ts';
import { magnetPage } from '../../shared/pages/magnet-page.tsx';
import type { Env, LinkPages } from './link-pages.ts';

/** What somebody asked for, behind its signed link: an address to go to, or a page of ours. */
export function addMagnets(
  app: Hono<Env>,
  { read, page, refuse }: Pick<LinkPages, 'read' | 'page' | 'refuse'>,
  baseUrl: string,
): void {
  app.get('/l/magnet/:token', async (c) => {
    const link = read('magnet', c.req.param('token'));
    const { config, sender } = await page(c);
    const wish = link.ok ? link : 'was' in link ? link.was : undefined;
    const again = { formUrl: formFor(config, wish) };
    if (!link.ok) return refuse(c, { ...link, ...again });
    const magnet = Object.hasOwn(config.magnets, link.magnet) ? config.magnets[link.magnet] : undefined;
    if (magnet?.url) {
      const target = localize(magnet.url, link.language, config.settings.languages);
      return c.body(null, 302, { location: new URL(target, baseUrl).href, 'cache-control': 'no-store' });
    }
    const shown = magnet && (await showPage())(magnet, link.language, config, siteOf(config, baseUrl));
    if (!magnet || !shown) return refuse(c, { reason: 'invalid', leadId: link.leadId, ...again });
    return c.html(
      magnetPage({
        ...sender,
        language: link.language,
        kind: magnet.kind,
        title: shown.title,
        body: shown.html,
        bodyLanguage: shown.language,
        until: new Date(link.expires).toISOString(),
        timeZone: config.settings.timeZone,
      }),
      200,
      // What the link stands for may change, and it ends.
      { ...pageHeaders({ pictures: shown.pictures }), 'cache-control': 'no-store' },
    );
  });
}

/** Loaded when somebody opens the first page: other links need no Liquid. */
const showPage = async () => (await import('../../shared/mail/magnet-page.ts')).showMagnetPage;

const siteOf = ({ settings }: PublishedConfig, baseUrl: string): string =>
  settings.linkUrl?.replace(/\/$/, '') ?? baseUrl;

/** Where to ask for it again: the form that it was asked through, else one that gives it, else one that gives anything. */
function formFor({ forms }: PublishedConfig, wish?: { form: string; magnet: string }): string | undefined {
  const giving = Object.entries(forms).filter(([, { magnets }]) => magnets.length > 0);
  const offering = giving.filter(([, { magnets }]) => wish && magnets.includes(wish.magnet));
  const [slug] = offering.find(([form]) => form === wish?.form) ?? offering[0] ?? giving[0] ?? [];
  if (slug === undefined) return undefined;
  return offering.length > 0 && wish ? `/f/${slug}?magnet=${wish.magnet}` : `/f/${slug}`;
}
