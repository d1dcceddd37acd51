/**
 * What AWS asks, in US dollars, for the European region that the examples run in. Taken from the services'
 * pricing pages (aws.amazon.com/<service>/pricing) as they stood on the day named here; free tiers, volume
 * discounts and taxes are left out. Prices change: the bench prints this date with every figure. The only place
 * where prices stand.
 */
export const prices = {
  region: 'eu-west-1',
  asOf: '2025-06-01',
  dynamodb: {
    /** On demand, standard table class. */
    millionWriteUnits: 0.7065,
    millionReadUnits: 0.1415,
  },
  lambda: {
    /** arm64, the first tier. */
    gigabyteSecond: 0.0000133334,
    millionRequests: 0.2,
  },
  sns: {
    /** Deliveries from a topic to a queue are free. */
    millionPublishes: 0.5,
  },
  sqs: {
    /** Standard queue: each send, receive and delete, of 64 KB at most. */
    millionRequests: 0.4,
  },
  scheduler: { millionInvocations: 1 },
  logs: { gigabyteIngested: 0.57 },
  xray: { millionTraces: 5 },
  ses: {
    /** Outgoing mail, without attachments. */
    millionMails: 100,
  },
};

export type Prices = typeof prices;
