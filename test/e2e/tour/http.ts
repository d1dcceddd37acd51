/** An answer, read to its end. Redirects are shown, not followed. */
export type Answer = { status: number; headers: Headers; text: string };

/** What a body may be: text, urlencoded or multipart. */
export type Body = string | URLSearchParams | FormData;

export type Question = { method?: string; headers?: Record<string, string>; body?: Body };

/** Asks one URL. Throws when nobody answers. */
export async function ask(url: string, question: Question = {}): Promise<Answer> {
  const response = await fetch(url, { redirect: 'manual', ...question });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** The body of an answer in JSON; an empty object when it is something else. */
export function read<T>(answer: Answer): T {
  try {
    return JSON.parse(answer.text) as T;
  } catch {
    return {} as T;
  }
}

/** What a person's browser says of itself. */
export const browser = {
  accept: 'text/html,application/xhtml+xml,*/*;q=0.8',
  'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
};
