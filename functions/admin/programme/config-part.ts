import * as z from 'zod';
import { idKeyCheck } from '../../../shared/actions/lead/lead-id.ts';
import {
  type Edited,
  editConfigPart,
  readConfigPart,
} from '../../../shared/actions/programme/edit-config.ts';
import type { ConfigPart } from '../../../shared/domain/programme/config-part.ts';
import type { AdminParts } from '../api/admin-env.ts';

/** What routes that read and change one part of the programme share: tags, dry runs, answers. */

const exampleTag = '"7w5z2kq4mb3xchn6tfyp1jdsae"';

export const PartTag = z.object({ etag: z.string().openapi({ example: exampleTag }) });

export const IfMatch = z.object({
  'if-match': z
    .string()
    .regex(/^(\*|(W\/)?"[a-z0-9]+")$/, 'the ETag that GET gave, in its quotes')
    .optional()
    .openapi({
      description: 'The ETag of what you changed; someone else changed it since: 412.',
      example: exampleTag,
    }),
});

export const DryRun = z.object({
  dryRun: z
    .enum(['true', 'false'])
    .default('false')
    .openapi({ description: '`true`: check and answer as if, and change nothing.' }),
});

/** The part with its tag: `{part, etag}`. Throws `not_found`. */
export async function readPart<T>({ context }: AdminParts, part: ConfigPart<T>) {
  const { part: found, tag, config } = await readConfigPart(context, part);
  return { part: found, etag: `"${tag}"`, config };
}

interface PartRequest {
  query: z.infer<typeof DryRun>;
  header: z.infer<typeof IfMatch>;
}

/** `editConfigPart` by what a request says. `etag`: of the part afterwards, if it is there. */
export async function editPart<T>(
  { context, idKey }: AdminParts,
  part: ConfigPart<T>,
  change: Parameters<typeof editConfigPart<T>>[3],
  { query, header }: PartRequest,
): Promise<Edited<T> & { etag: string | undefined }> {
  const ifMatch = header['if-match']?.replace(/^W\//, '').replaceAll('"', '');
  const dryRun = query.dryRun === 'true';
  const edited = await editConfigPart(context, idKeyCheck(idKey), part, change, { dryRun, ifMatch });
  return { ...edited, etag: edited.tag && !dryRun ? `"${edited.tag}"` : undefined };
}
