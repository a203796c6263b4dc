/**
 * What an entry of the waivers file did in one comparison.
 * `other`: it is about other tags, or about users or groups where these were not compared.
 */
export type WaiverStatus = 'used' | 'unused' | 'expired' | 'other';

export interface WaiverUse {
  /** Counted from 1. */
  readonly entry: number;
  /** Where it begins in the file. */
  readonly line: number;
  readonly reason: string;
  readonly owner: string;
  readonly expires: string;
  readonly status: WaiverStatus;
  /** Findings that it matches; of an expired one those that count again. */
  readonly findings: number;
}

/** The waivers file of a comparison. */
export interface WaiverReport {
  /** As it was named. */
  readonly file: string;
  readonly sha256: string;
  readonly uses: readonly WaiverUse[];
}
