import { DomUtils, parseDocument } from 'htmlparser2';

/** The body of a mail as its author wrote it, as a tree that can be changed. */
export type BodyDocument = ReturnType<typeof parseDocument>;
export type Element = ReturnType<typeof findElements>[number];

export const parseBody = (html: string): BodyDocument => parseDocument(html);

/** Back to HTML; emoji and other letters stay as they are. */
export const serializeBody = (body: BodyDocument): string =>
  DomUtils.getInnerHTML(body, { encodeEntities: 'utf8', emptyAttrs: true });

/** Elements of one name, in the order of the text. */
export function findElements(body: BodyDocument, name: string) {
  return DomUtils.getElementsByTagName(name, body, true);
}
