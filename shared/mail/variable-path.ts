import { type PropertyAccessToken, TypeGuards } from 'liquidjs';

/** `lead.first_name` as an author wrote it; undefined when a part of it is only known when rendered. */
export function variablePath(token: PropertyAccessToken): string | undefined {
  if (token.variable) return undefined;
  const names = token.props.map((prop) => {
    if (TypeGuards.isWordToken(prop)) return prop.content;
    return TypeGuards.isQuotedToken(prop) ? prop.content : undefined;
  });
  return names.includes(undefined) ? undefined : names.join('.');
}
