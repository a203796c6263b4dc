import type { Snapshot } from '../model/snapshot.js';

/** One of the accounts that are compared, with its short name in reports. */
export interface ComparedSide {
  readonly tag: string;
  readonly snapshot: Snapshot;
}
