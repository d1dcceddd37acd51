import { readFile } from 'node:fs/promises';

type Problem = { title?: string; detail?: string; errors?: { pointer?: string; detail?: string }[] };

/**
 * Puts a configuration through the admin API unless one has been published already; answers whether it did.
 * `config` is the path of a JSON file or the configuration itself. Throws with the problem's errors.
 */
export async function seedConfig(url: string, adminKey: string, config: string | object): Promise<boolean> {
  const headers = { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' };
  const present = await fetch(`${url}/v1/config`, { headers });
  if (present.ok) {
    const { version } = (await present.json()) as { version?: number };
    if (version !== 0) return false;
  } else if (present.status !== 404) throw await refusal('GET /v1/config', present);
  const body = typeof config === 'string' ? await readFile(config, 'utf8') : JSON.stringify(config);
  const put = await fetch(`${url}/v1/config`, { method: 'PUT', headers, body });
  if (!put.ok) throw await refusal('PUT /v1/config', put);
  return true;
}

async function refusal(request: string, response: Response): Promise<Error> {
  const text = await response.text();
  const problem = parse(text);
  const errors = (problem?.errors ?? []).map(({ pointer, detail }) => `\n  ${pointer ?? ''} ${detail ?? ''}`);
  const said = problem ? [problem.title, problem.detail].filter(Boolean).join(': ') : text.slice(0, 500);
  return new Error(`${request} answered ${response.status} ${said}${errors.join('')}`);
}

function parse(text: string): Problem | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
