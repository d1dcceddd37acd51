import { parseArgs } from 'node:util';

const usage = `Erases again whoever a restored table brought back: npm run erase-again [-- https://…]

  The log of erasures stands outside the table, and is held against it page by page. Run it after every restore,
  before anything is sent; any number of times.

  KWEEK_URL (http://localhost:3000) and KWEEK_ADMIN_KEY (sk_local_kweek) are read from the environment.
`;

type Page = { looked: number; erased: number; paging: { next?: { after: string } }; detail?: string };

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h', default: false } },
  });
  if (values.help) console.log(usage);
  else await main(positionals[0]);
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}

async function main(address?: string): Promise<void> {
  const url = (address ?? process.env.KWEEK_URL ?? 'http://localhost:3000').replace(/\/+$/, '');
  const sum = { looked: 0, erased: 0 };
  for (let after = ''; ; ) {
    const page = await ask(url, after);
    sum.looked += page.looked;
    sum.erased += page.erased;
    if (!page.paging.next) break;
    after = page.paging.next.after;
  }
  console.log(`${sum.looked} erasures in the log; ${sum.erased} people were there again, and are erased.`);
}

async function ask(url: string, after: string): Promise<Page> {
  const query = new URLSearchParams({ limit: '100', ...(after ? { after } : {}) });
  const answer = await fetch(`${url}/v1/erasures/again?${query}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${process.env.KWEEK_ADMIN_KEY || 'sk_local_kweek'}` },
  }).catch(() => {
    throw new Error(`Nothing answers at ${url}: is it running?`);
  });
  const said = (await answer.json().catch(() => undefined)) as Page | undefined;
  if (answer.ok && said) return said;
  throw new Error(`POST /v1/erasures/again answered ${answer.status}: ${said?.detail ?? 'nothing to read'}`);
}
