import type { EntityKind } from './entity-kind.js';

export type Severity = 'high' | 'medium' | 'low';

/** A text per side; null: that side has none, or doesn't say. */
export interface PerSide {
  readonly side1: string | null;
  readonly side2: string | null;
}

/** What was seen, by type. */
type Seen =
  /** Deleted and created anew under its name. */
  | { readonly type: 'entity-recreated'; readonly id1: string; readonly id2: string }
  /** A trust policy names unique ids of users or roles that are gone. */
  | { readonly type: 'dangling-principal'; readonly ids: readonly string[] }
  /** `since`: sessions from before that moment are denied; null on a side that has no such policy, or no date. */
  | { readonly type: 'sessions-revoked'; readonly since: PerSide }
  /** As they are in the account of side 2; `*`: anyone. */
  | { readonly type: 'new-trusted-account'; readonly accounts: readonly string[] }
  | { readonly type: 'self-assumption-added' }
  /** ARN of the boundary that side 1 has. */
  | { readonly type: 'boundary-removed'; readonly boundary: string }
  | { readonly type: 'deny-removed' }
  /** Seconds. */
  | { readonly type: 'session-duration-raised'; readonly from: number; readonly to: number }
  /** A role or user of side 2 that nothing of side 1 resembles. */
  | { readonly type: 'unfamiliar-principal' };

/** Something that matters after an incident, before anybody has said how much. */
export type Observation = Seen & {
  readonly kind: EntityKind;
  /** Of the entity, as it was compared. */
  readonly name: string;
  /** Sides on which it holds. */
  readonly sides: readonly (1 | 2)[];
  /** The findings that it marks; none: it holds without anything being different. */
  readonly fingerprints: readonly string[];
};

export type MarkerType = Seen['type'];
export type Marker = Observation & { readonly severity: Severity };
