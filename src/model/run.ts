import type { Snapshot } from './snapshot.js';

/** Where a snapshot came from, for reports; no secrets. */
export interface SourceInfo {
  /** As the user typed it: a profile's name or a file's path. */
  readonly source: string;
  readonly kind: 'profile' | 'export' | 'snapshot';
  /** ARN of the caller, for live sources. */
  readonly callerArn: string | null;
  /** ISO 8601 in UTC; null where a file doesn't say. */
  readonly capturedAt: string | null;
}

/** One side of a comparison, as captured. */
export interface Capture {
  readonly tag: string;
  readonly info: SourceInfo;
  readonly snapshot: Snapshot;
}
