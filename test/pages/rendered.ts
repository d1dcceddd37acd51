/** The markup of a page, and what a browser would find in it. */
export async function rendered(page: unknown): Promise<string> {
  return String(await page);
}

/** All tags of one name, each as its attributes. */
export function tags(html: string, name: string): Record<string, string>[] {
  return [...html.matchAll(new RegExp(`<${name}(\\s[^>]*)?>`, 'g'))].map(([tag]) =>
    Object.fromEntries(
      [...tag.matchAll(/\s([a-z-]+)(?:="([^"]*)")?/g)].map(([, key = '', value = '']) => [key, value]),
    ),
  );
}

/** The tag with this attribute value; fails when there is none. */
export function tag(html: string, name: string, attribute: string, value: string): Record<string, string> {
  const found = tags(html, name).find((attributes) => attributes[attribute] === value);
  if (!found) throw new Error(`no <${name} ${attribute}="${value}">`);
  return found;
}

/** Whatever the page would fetch or go to on another host. */
export function foreignUrls(html: string): string[] {
  const urls = [
    ...html.matchAll(/\s(?:href|src|action|srcset|poster|data)="([^"]*)"|url\(([^)]*)\)|@import ([^;]*)/g),
  ];
  return urls.map(([, a, b, c]) => a ?? b ?? c ?? '').filter((url) => !/^(\/(?!\/)|\?|#|data:|$)/.test(url));
}
