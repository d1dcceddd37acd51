/** What the document shows. Nobody real. */
export const exampleLead = {
  id: 'lead_v1k3mfp2xq7wz5c4h6ytbnd2asue',
  formerIds: [],
  email: 'an@lindeveld.example',
  fields: { first_name: 'An', company: 'Lindeveld' },
  mailability: 'subscribed',
  pausedUntil: null,
  preferences: { topicsOff: [], frequency: 'normal' },
  address: { kind: 'business', role: false },
  awaitingConfirmation: false,
  consent: { marketing: { granted: true, at: '2026-11-05T09:31:12.000Z', text: 'newsletter@2' } },
  score: { fit: 45, grade: 'C', engagement: 24.6, asOf: '2026-11-09T14:00:00.000Z' },
  nurtureStage: 'engagement',
  nurtureStageSince: '2026-11-09T08:02:51.000Z',
  lifecycle: 'lead',
  lifecycleSince: '2026-11-05T09:31:12.000Z',
  enrollments: [
    {
      sequence: 'welcome',
      version: 3,
      occurrence: 1,
      status: 'active',
      step: 'second-mail',
      dueAt: '2026-11-10T08:00:00.000Z',
      startedAt: '2026-11-05T09:31:12.000Z',
    },
  ],
  tags: [],
  owner: null,
  language: 'nl',
  timeZone: 'Europe/Brussels',
  timeZoneSource: 'default',
  attribution: { first: { at: '2026-11-05T09:30:02.000Z', utm_source: 'linkedin' } },
  createdAt: '2026-11-05T09:30:02.000Z',
  updatedAt: '2026-11-09T08:02:51.000Z',
} as const;

export const exampleCursor = 'WyIyMDI2LTExIl0';

export const exampleTimeline = {
  results: [
    {
      type: 'lead.stage_changed',
      at: '2026-11-09T08:02:51.000Z',
      field: 'nurtureStage',
      from: 'awareness',
      to: 'engagement',
      cause: 'email.clicked',
      rule: 'nurture-3@1#1',
      version: 6,
    },
    { type: 'email.delivered', at: '2026-11-06T08:00:03.000Z', sendId: 'send_7yq5f2k4w3mzb6xnh4cteur2oa' },
  ],
  paging: { next: { after: exampleCursor } },
};
