import {
  type Context,
  type Emitter,
  type Liquid,
  type Template as ParsedTemplate,
  Tag,
  type TagToken,
  type TopLevelToken,
} from 'liquidjs';

/** Partials by name, as their source in the one language and format that an engine writes. */
export type PartialSources = Readonly<Record<string, string>>;

/** A partial may hold partials, so deep. */
const DEEPEST = 3;

/** Says in its own words what is wrong with a `{% render %}`; told to the author as it is. */
export class PartialFault extends Error {}

/**
 * `{% render "signature" %}`: a named partial, with the values of the mail. Nothing is read from files, and
 * the name is written out, so that what a mail is made of is known when it is published.
 */
export abstract class PartialTag extends Tag {
  abstract readonly templates: ParsedTemplate[];
}

/** The tag for an engine. Partials are read when a template is, so that what is wrong shows then. */
export function partialTag(sources: PartialSources) {
  const open: string[] = [];
  return class extends PartialTag {
    readonly templates: ParsedTemplate[];

    constructor(token: TagToken, rest: TopLevelToken[], liquid: Liquid) {
      super(token, rest, liquid);
      const name = /^(["'])([a-z0-9-]+)\1$/.exec(token.args.trim())?.[2];
      if (name === undefined) {
        throw new PartialFault('name the partial in quotes and nothing else: {% render "signature" %}');
      }
      const source = Object.hasOwn(sources, name) ? sources[name] : undefined;
      if (source === undefined) throw new PartialFault(`there is no partial "${name}"`);
      if (open.includes(name)) throw new PartialFault(`the partial "${name}" renders itself`);
      if (open.length === DEEPEST) throw new PartialFault('partials are nested too deep');
      open.push(name);
      try {
        this.templates = liquid.parse(source);
      } finally {
        open.pop();
      }
    }

    *render(ctx: Context, emitter: Emitter): Generator<unknown, void, unknown> {
      yield this.liquid.renderer.renderTemplates(this.templates, ctx, emitter);
    }
  };
}
