import type { EventType } from './event-types.ts';

/** One thing a person did that may score. */
export interface ScoringEvent {
  type: EventType;
  intent?: 'high';
  /** When it happened, programme time, whole ms. */
  at: number;
  /** Fingerprint of the magnet, message or webinar it is about. */
  subject?: string;
  /** Fingerprint of its content: the same event again has the same key. */
  key: string;
}

/** All that engagement remembers; bounded. */
export interface EngagementState {
  events: ScoringEvent[];
  /** Points of events that left the list, as of `at`, by half-life class. */
  base?: { slow: number; standard: number; fast: number; at: number };
  /** `type:subject` fingerprints of events that count once ever and left the list. */
  once: string[];
  /** Events before this score nothing. */
  resetAt?: number;
}
