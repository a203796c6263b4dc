import type { Verdict } from './access.js';
import type { Finding, FindingType } from './finding.js';

/** The two halves of an entity's access: what it may do, who may assume it. */
export type AccessHalf = 'identity' | 'trust';

export const ACCESS_HALVES: readonly AccessHalf[] = ['identity', 'trust'];

/** A finding's type, or that one half of an entity's access differs. */
export type DifferenceType = FindingType | `${AccessHalf}-access`;

/** Why a difference doesn't count for the exit code, and until when. */
export interface Waived {
  /** Of the waivers file, counted from 1. */
  readonly entry: number;
  readonly reason: string;
  readonly owner: string;
  /** `2026-12-31`: the last day, in UTC, on which it holds. */
  readonly expires: string;
}

/**
 * One thing that can be pointed at, marked and waived: a finding, or that a half of an entity's access differs.
 */
export interface Difference {
  /**
   * 20 hex digits. The same in every run in which the same thing differs in the same way; another one as soon as it
   * differs in another way. It covers what both sides say, never counts or wording.
   */
  readonly fingerprint: string;
  readonly type: DifferenceType;
  /** null: how access differs. */
  readonly finding: Finding | null;
  /** How the access differs that this is about; null: it is about something else. */
  readonly verdict: Verdict | null;
  /** null: it counts. */
  readonly waived: Waived | null;
}
