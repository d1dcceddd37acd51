import type { Lead } from '../../shared/domain/lead/lead.ts';
import { rulesOf } from '../../shared/domain/programme/rules.ts';
import { DAY, HOUR, programme, Story } from '../domain/story.ts';

/** Life is not at full hours: a time in ms has thirteen digits that count. */
const ODD = 17 * 60_000 + 8_123;
const EMAIL = 'annelies.vandenberghe@lindeveld.example';
const SEND = 'send_k7q2m5xw3n6tz4cb2ahf7jdpyu';

/**
 * A lead as a busy funnel has it: fields filled, two touches, confirmed, two enrollments (one left, one
 * running), a full ring of 24 events. `claimed`: its next nurture mail is
 * on its way to SES; `sent`: SES has it; `completed`: and it has the last one of the sequence too.
 */
export function realisticLead(): { claimed: Lead; sent: Lead; completed: Lead } {
  const config = programme();
  const { awareness, engagement } = config.sequences;
  if (!awareness || !engagement) throw new Error('the programme has both');
  const [, rest, two] = engagement.steps;
  const more = [
    { ...rest, id: 'pause' },
    { ...two, id: 'three' },
  ];
  const longer = { ...engagement, steps: [...engagement.steps, ...more] } as typeof engagement;
  const story = new Story(rulesOf({ ...config, sequences: { awareness, engagement: longer } }));
  const touch = (source: string, medium: string, campaign: string) => ({
    at: story.now,
    utm_source: source,
    utm_medium: medium,
    utm_campaign: campaign,
  });
  story.later(ODD).signup({
    leadId: 'lead_v1k7q2m5xw3n6tz4cb2ahf7jdpyu',
    email: EMAIL,
    fields: { first_name: 'Annelies', company: 'Lindeveld' },
    language: 'nl',
    consentText: 'news@1',
    submission: '1k2j3h4',
    touch: touch('linkedin', 'cpc', 'groeigids-2026'),
  });
  story.send();
  story.later(ODD).confirm();
  story.later(ODD).send();
  story.later(DAY + ODD).signup({
    email: EMAIL,
    fields: {},
    magnet: 'checklist',
    submission: '0zz9abc',
    touch: touch('newsletter', 'email', 'april-checklist'),
  });
  story.later(ODD).send();
  for (let link = 0; story.it.engagement.events.length < 24; link++) {
    story.later(HOUR + ODD).click(link % 2 ? SEND : 'send_other', `awareness-${(link % 2) + 1}`, link);
  }
  story.later(DAY);
  const sendNext = () => {
    const send = story.claim();
    if (!send) throw new Error('a nurture mail should be due');
    // Ids as long as they are in life.
    const claimed: Lead = { ...story.it, openSends: [{ ...send, sendId: SEND, token: '1f0c9a3e' }] };
    story.lead = claimed;
    const messageId = '010201988f2c41d7-3f0c9a3e-77aa-4b1e-9d53-0a4b1c2d3e4f-000000';
    story.later(253).tell({ type: 'send.accepted', sendId: SEND, messageId, by: 'worker' });
    return { claimed, sent: story.it };
  };
  const { claimed, sent } = sendNext();
  story.later(2 * DAY + ODD);
  return { claimed, sent, completed: sendNext().sent };
}
