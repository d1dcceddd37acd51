import type { Lead } from './lead.ts';

/** What came, or would come, of one thing that both leads have. */
export interface MergeNote {
  about: string;
  kept: string;
  other: string;
  result: string;
}

const date = (at: number | undefined) => (at === undefined ? 'none' : new Date(at).toISOString());

/** Where two leads differed before they came together, and what wins. Texts for people; no addresses. */
export function mergeSummary(kept: Lead, other: Lead, result: Lead): MergeNote[] {
  const about = (name: string, say: (lead: Lead) => string): MergeNote[] => {
    const [mine, theirs, then] = [say(kept), say(other), say(result)];
    return mine === theirs && mine === then ? [] : [{ about: name, kept: mine, other: theirs, result: then }];
  };
  const sequences = new Set([...kept.enrollments, ...other.enrollments].map(({ sequence }) => sequence));
  return [
    ...about('mailability', (lead) => lead.mailability),
    ...about('marketing consent', ({ consent }) =>
      consent.marketing ? (consent.marketing.granted ? 'given' : 'withdrawn') : 'none',
    ),
    ...about('tracking consent', ({ consent }) =>
      consent.tracking ? (consent.tracking.granted ? 'given' : 'withdrawn') : 'none',
    ),
    ...about('nurture stage', ({ nurtureStage }) => nurtureStage.state),
    ...about('lifecycle', ({ lifecycle }) => lifecycle.state),
    ...[...sequences].flatMap((slug) =>
      about(`sequence ${slug}`, (lead) => {
        const e = lead.enrollments.find(({ sequence }) => sequence === slug);
        return e ? `${e.status}, step ${e.step + 1} of version ${e.version}` : 'not in it';
      }),
    ),
    ...about('mails on their way', ({ openSends }) => String(openSends.length)),
    ...about('hand-off', ({ handoff }) => handoff?.status ?? 'none'),
    ...about('deal', ({ deal }) => deal?.status ?? 'none'),
    ...about('purchases', ({ customer }) => String(customer?.purchases ?? 0)),
    ...about('first touch', ({ attribution }) => date(attribution.first?.at)),
    ...about('last touch', ({ attribution }) => date(attribution.last?.at)),
    ...about('owner', ({ owner }) => owner ?? 'none'),
  ];
}
