import type { Context } from '../../../shared/actions/context.ts';
import type { LeadExport } from '../../../shared/actions/privacy/export-lead.ts';
import type { Lead } from '../../../shared/domain/lead/lead.ts';
import { dataPage } from '../../../shared/pages/data-page.tsx';
import { pageHeaders } from '../../../shared/pages/headers.ts';

/** The page that the lead itself can open, without what only it may do. */
export async function exportResponse(context: Context, lead: Lead, data: LeadExport): Promise<Response> {
  const { config } = await context.rules.current();
  const { name, address } = config.settings.company;
  const sender = { language: lead.language, companyName: name, companyAddress: address };
  const html = String(await dataPage({ ...sender, data }));
  return new Response(html, {
    headers: { 'content-type': 'text/html; charset=UTF-8', ...pageHeaders() },
  });
}
