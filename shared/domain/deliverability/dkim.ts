import { fail, pass, unknown, type Verdict, warn } from './check.ts';
import type { SenderFacts } from './facts.ts';
import { silence, unidentified } from './silence.ts';

/** In bits: what providers ask for, and what RFC 8301 §3.2 does. */
const ENOUGH = 1024;
const GOOD = 2048;
/** Base64. */
const BITS_OF_A_LETTER = 6;

/** RFC 6376: does SES sign, with which key, and does the DNS show it? */
export function checkDkim({ domain, identity, dkimKeys }: SenderFacts): Verdict {
  if (typeof identity === 'string') return unidentified(identity, domain);
  const { dkim, domain: signer } = identity;
  if (!dkim.enabled)
    return fail(`SES does not sign for ${signer}.`, 'Turn DKIM signing on in the SES console.');
  const publish = dkim.easy
    ? `Put the ${dkim.tokens.length} CNAME records that the deployment printed into the DNS of ${signer}.`
    : `Publish the public key as TXT at <selector>._domainkey.${signer}.`;
  if (['FAILED', 'NOT_STARTED'].includes(dkim.status))
    return fail(`SES finds no DKIM keys of ${signer} in the DNS.`, publish);

  const names = dkim.tokens.map((token) => `${token}._domainkey.${signer}`);
  const shown = dkimKeys.map(
    (answer, n) => silence(answer, names[n] ?? signer) ?? isShown(answer as readonly string[], dkim.easy),
  );
  const gone = names.filter((_, n) => shown[n] === false);
  if (gone.length > 0 && gone.length === names.length) {
    return fail(`The DNS does not show the DKIM keys of ${signer}.`, publish);
  }
  const bits = dkim.bits ?? (dkim.easy ? undefined : bitsOf(dkimKeys[0]));
  if (bits !== undefined && bits < ENOUGH) {
    return fail(
      `The DKIM key of ${signer} has ${bits} bits; providers ask for ${ENOUGH}.`,
      `Take a key of ${GOOD} bits.`,
    );
  }
  if (gone.length > 0)
    return warn(`The DNS lacks ${gone.join(', ')}: DKIM breaks when SES changes keys.`, publish);
  if (dkim.status !== 'SUCCESS')
    return warn(`SES has not found the DKIM keys of ${signer} yet.`, `${publish} It takes up to a day.`);
  const quiet = shown.find((one) => typeof one === 'object');
  if (quiet) return { ...quiet, detail: `SES says that DKIM works. ${quiet.detail}` };
  if (bits === undefined) {
    return unknown(
      `SES signs for ${signer}, and does not say with how long a key.`,
      `See in the SES console that it has at least ${ENOUGH} bits.`,
    );
  }
  if (bits < GOOD) {
    return warn(
      `SES signs for ${signer} with ${bits} bits: enough for providers, but weak.`,
      `Ask SES for a key of ${GOOD} bits.`,
    );
  }
  return pass(`SES signs for ${signer} with ${bits} bits, and the DNS shows its keys.`);
}

/** RFC 6376 §3.6.1: an empty `p` is a key that was taken back. */
const keyOf = (txt: string): string => /(?:^|;)\s*p\s*=([^;]*)/i.exec(txt)?.[1]?.replace(/\s/g, '') ?? '';

const isShown = (records: readonly string[], easy: boolean): boolean =>
  records.some((record) => (easy ? /\.amazonses\.com\.?$/i.test(record) : keyOf(record) !== ''));

/** Of an RSA key, the power of two below: its DER is a little longer than its modulus. */
function bitsOf(answer: SenderFacts['dkimKeys'][number] | undefined): number | undefined {
  if (answer === undefined || typeof answer === 'string') return undefined;
  const [key] = answer.map(keyOf).filter(Boolean);
  if (key === undefined) return undefined;
  return 2 ** Math.floor(Math.log2(key.replace(/=+$/, '').length * BITS_OF_A_LETTER));
}
