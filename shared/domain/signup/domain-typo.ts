/** What people hereabouts mean most often, the most common first. */
const common = (
  'gmail.com hotmail.com outlook.com icloud.com yahoo.com live.com googlemail.com protonmail.com ' +
  'telenet.be hotmail.be skynet.be proximus.be outlook.be live.be ' +
  'ziggo.nl hotmail.nl kpnmail.nl outlook.nl live.nl ' +
  'orange.fr hotmail.fr wanadoo.fr laposte.net yahoo.fr outlook.fr live.fr free.fr sfr.fr ' +
  'gmx.de web.de t-online.de gmx.net freenet.de hotmail.de outlook.de yahoo.de'
)
  .split(' ')
  .map(split);

/** Nothing ends so; `com` was meant. */
const noEnding = /\.(c[ip]m|[vx]om|cmo|ocm|co[nm]m|coom|con)$/;
/** Countries, where behind one of these names `com` was meant. */
const comCountry = /^(co|cm|om)$/;

/**
 * The mail domain that was probably meant, or undefined: never for a domain that many have. For a question,
 * never for a correction. Of a name, the longer it is the more may be wrong: below five letters two that
 * changed places, below seven one, else two; with its ending two in all.
 */
export function meantDomain(domain: string): string | undefined {
  const possible = domain.replace(noEnding, '.com');
  const [name, ending] = split(possible);
  const near = common
    .map((one) => ({ one, slips: slips(name, ending, one) }))
    .filter(({ slips }) => slips <= 2)
    .sort((a, b) => a.slips - b.slips)[0];
  const meant = near?.one.join('.') ?? possible;
  return meant === domain ? undefined : meant;
}

function slips(name: string, ending: string, [meant, meantEnding]: [string, string]): number {
  const inName = editDistance(name, meant);
  const inEnding = endingSlips(meant, ending, meantEnding);
  // The first letter is seldom wrong, and another one is often another company.
  if (letters(name.slice(0, 2)) !== letters(meant.slice(0, 2)) && name[0] !== meant[0]) return Infinity;
  if (meant.length < 5 && letters(name) !== letters(meant)) return Infinity;
  return inName > (meant.length < 7 ? 1 : 2) ? Infinity : inName + inEnding;
}

function endingSlips(name: string, ending: string, meant: string): number {
  if (ending === meant) return 0;
  if (meant === 'com' && (comCountry.test(ending) || name === 'gmail')) return 1;
  // Another country is another domain; three letters for two are a key that was hit twice.
  return ending.length === 2 && letters(ending) !== letters(meant) ? Infinity : editDistance(ending, meant);
}

/** How many letters to add, to leave out, to change or to swap with their neighbour (optimal string alignment). */
export function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return Infinity;
  let [before, row]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = Number(a[i - 1] !== b[j - 1]);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      next[j] = Math.min(
        at(row, j) + 1,
        at(next, j - 1) + 1,
        at(row, j - 1) + cost,
        swapped ? at(before, j - 2) + 1 : Infinity,
      );
    }
    [before, row] = [row, next];
  }
  return at(row, b.length);
}

const at = (row: readonly number[], j: number): number => row[j] ?? Infinity;
const letters = (text: string): string => [...text].sort().join('');

function split(domain: string): [string, string] {
  const dot = domain.indexOf('.');
  return [domain.slice(0, dot), domain.slice(dot + 1)];
}
