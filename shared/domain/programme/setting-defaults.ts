/**
 * What a document says that was published before these settings were known, in the order of the schema.
 * Apart from it, so that those who only read settings load no schema.
 */
export const settingDefaults: {
  currency: string;
  businessHours: { days: number[]; from: string; to: string; holidays: string[] };
  senders: Record<string, never>;
  brand: Record<string, never>;
  colleagues: string[];
  lessOften: string;
  topics: never[];
  retention: { unconfirmed: string; unconverted: string };
  allowedDomains: string[];
  sourceCap: { mails: number; within: string };
} = {
  currency: 'EUR',
  businessHours: { days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00', holidays: [] },
  senders: {},
  brand: {},
  colleagues: [],
  lessOften: 'P7D',
  topics: [],
  retention: { unconfirmed: 'P30D', unconverted: 'P730D' },
  allowedDomains: [],
  sourceCap: { mails: 30, within: 'PT1H' },
};
