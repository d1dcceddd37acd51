import { setTimeout as sleep } from 'node:timers/promises';
import { KweekError, type Problem } from '../../domain/kweek-error.ts';
import type { Config, PublishedConfig } from '../../domain/programme/config.ts';
import type { ConfigPart } from '../../domain/programme/config-part.ts';
import type { SequenceFlow } from '../../domain/sequence/sequence-flow.ts';
import type { Context } from '../context.ts';
import { contentHash } from '../lead/lead-id.ts';
import { type Publication, publishConfig, readConfig } from './publish-config.ts';

/** Others publish meanwhile at most so often before the marketer is asked to try again. */
const MOST_TRIES = 12;

/** A part as it is in force, and the tag that says so. */
export interface PartInForce<T> {
  part: T;
  /** Of its content, whatever the document's version: `If-Match` takes it. */
  tag: string;
  config: PublishedConfig;
}

export interface EditOptions {
  dryRun?: boolean;
  /** The tag that the marketer read, or `*` for any; another one in force throws `precondition_failed`. */
  ifMatch?: string | undefined;
  /** What is done with sequences from then on, by what is in force. */
  flow?: (inForce: PublishedConfig) => Record<string, SequenceFlow>;
}

/** What an edit did. `tag`: of the part afterwards; none when it is gone. */
export interface Edited<T> {
  publication: Publication;
  before: T | undefined;
  part: T | undefined;
  tag: string | undefined;
}

/** A part of the programme as published last, read strongly. Throws `not_found`. */
export async function readConfigPart<T>(context: Context, part: ConfigPart<T>): Promise<PartInForce<T>> {
  const config = await readConfig(context);
  const found = config && part.read(config);
  if (!config || found === undefined) throw noSuchPart(part);
  return { part: found, tag: tagOf(found), config };
}

/**
 * Publishes the programme with one part of it changed: the same checks and the same counter as for the whole
 * document. Who changes another part meanwhile does not get in the way: the edit is made again on what they
 * published. `change` gets the part in force and answers what it is to be (`undefined`: taken out).
 * Throws `precondition_failed`, and whatever `publishConfig` throws, with pointers into the part.
 */
export async function editConfigPart<T>(
  context: Context,
  idKeyCheck: string,
  part: ConfigPart<T>,
  change: (before: T | undefined, config: PublishedConfig) => T | undefined,
  { dryRun = false, ifMatch, flow }: EditOptions = {},
): Promise<Edited<T>> {
  for (let tries = 1; ; tries++) {
    const inForce = await readConfig(context);
    if (!inForce) throw notPublished();
    const before = part.read(inForce);
    checkTag(part, before, ifMatch);
    const after = change(before, inForce);
    const expected = [inForce.version];
    try {
      const document = part.write(documentOf(inForce), after);
      const publication = await publishConfig(context, idKeyCheck, document, {
        dryRun,
        expected,
        flow: flow?.(inForce),
      });
      return { publication, before, part: after, tag: after === undefined ? undefined : tagOf(after) };
    } catch (error) {
      if (!(error instanceof KweekError)) throw error;
      if (error.code !== 'conflict') throw fromPart(error, part);
      if (tries === MOST_TRIES) throw error;
      await sleep(Math.random() * 20 * tries);
    }
  }
}

/** What is in force without what only publications say. */
export function documentOf(inForce: PublishedConfig): Config {
  const { version: _, publishedAt: __, sequenceVersions: ___, sequenceFlow: ____, ...document } = inForce;
  return document;
}

/** Names some content: the same content has the same tag. */
export const tagOf = (content: unknown): string => contentHash(JSON.stringify(content));

function checkTag<T>(part: ConfigPart<T>, before: T | undefined, ifMatch: string | undefined): void {
  if (ifMatch === undefined || (before !== undefined && [tagOf(before), '*'].includes(ifMatch))) return;
  const detail =
    before === undefined
      ? `${part.label} is not there any more. Nothing was changed.`
      : `Someone changed it meanwhile: read ${part.label.charAt(0).toLowerCase()}${part.label.slice(1)} again, and make your changes to that. Nothing was changed.`;
  throw new KweekError('precondition_failed', detail);
}

/** Pointers into the document as pointers into the part; what is wrong elsewhere keeps the document's, and says so. */
function fromPart(error: KweekError, part: ConfigPart<unknown>): KweekError {
  const problems = error.problems.map((found): Problem => {
    const isWithin = found.pointer === part.pointer || found.pointer.startsWith(`${part.pointer}/`);
    return isWithin
      ? { ...found, pointer: found.pointer.slice(part.pointer.length) }
      : { ...found, pointer: '', detail: `Elsewhere in the programme, at ${found.pointer}: ${found.detail}` };
  });
  return new KweekError(error.code, error.message, problems);
}

const noSuchPart = (part: ConfigPart<unknown>) =>
  new KweekError('not_found', `${part.label} is not in the programme.`);

const notPublished = () =>
  new KweekError('not_configured', 'Nothing is published yet: PUT /v1/config first.');
