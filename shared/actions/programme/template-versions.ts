import { KweekError } from '../../domain/kweek-error.ts';
import type { PublishedConfig } from '../../domain/programme/config.ts';
import type { Template } from '../../domain/programme/template.ts';
import { readConfigDocument } from '../../store/config.ts';
import type { Context } from '../context.ts';
import { tagOf } from './edit-config.ts';
import { readConfig } from './publish-config.ts';

/** Publications that one page looks through; each is read once. */
const LOOKED_THROUGH = 40;
const AT_ONCE = 8;

/** A template as some publication made it. */
export interface TemplateVersion {
  /** The number of that publication. */
  version: number;
  /** Programme time, ms. */
  publishedAt: number;
  /** None: it was taken out. */
  template?: Template;
  tag?: string;
}

/**
 * What became of a template, newest first: each publication that changed it. Publications are immutable, so
 * all of them are there. `before`: only those with a lower number. `next`: go on below it.
 */
export async function listTemplateVersions(
  context: Context,
  slug: string,
  before?: number,
): Promise<{ versions: TemplateVersion[]; next?: number }> {
  const inForce = await readConfig(context);
  const newest = Math.min(
    inForce?.version ?? 0,
    before === undefined ? Number.POSITIVE_INFINITY : before - 1,
  );
  const oldest = Math.max(1, newest - LOOKED_THROUGH + 1);
  const documents = await readDocuments(context, oldest - 1, newest);
  const versions: TemplateVersion[] = [];
  for (let version = newest; version >= oldest; version--) {
    const document = documents.get(version);
    const template = document && templateIn(document, slug);
    const former = templateIn(documents.get(version - 1), slug);
    if (!document || (template && tagOf(template)) === (former && tagOf(former))) continue;
    const { publishedAt } = document;
    versions.push({ version, publishedAt, ...(template ? { template, tag: tagOf(template) } : {}) });
  }
  return { versions, ...(oldest > 1 ? { next: oldest } : {}) };
}

/** The template as a publication had it. Throws `not_found`. */
export async function readTemplateVersion(
  context: Context,
  slug: string,
  version: number,
): Promise<Template> {
  const template = templateIn(await readConfigDocument(context.table, version), slug);
  if (!template) throw new KweekError('not_found', `Publication ${version} has no template "${slug}".`);
  return template;
}

const templateIn = (document: PublishedConfig | undefined, slug: string): Template | undefined =>
  document && Object.hasOwn(document.templates, slug) ? document.templates[slug] : undefined;

async function readDocuments(
  { table }: Context,
  from: number,
  to: number,
): Promise<Map<number, PublishedConfig | undefined>> {
  const numbers = Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i).filter((n) => n > 0);
  const read = new Map<number, PublishedConfig | undefined>();
  for (let i = 0; i < numbers.length; i += AT_ONCE) {
    const some = numbers.slice(i, i + AT_ONCE);
    const documents = await Promise.all(some.map((number) => readConfigDocument(table, number)));
    some.forEach((number, at) => {
      read.set(number, documents[at]);
    });
  }
  return read;
}
