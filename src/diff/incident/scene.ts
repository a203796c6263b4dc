import type { Difference } from '../../model/difference.js';
import type { Normalised, NormalisedSnapshot } from '../../model/normalised.js';
import type { Observation } from '../../model/marker.js';
import type { EntityComparison } from '../../model/report.js';
import type { Role } from '../../model/snapshot.js';
import { byArn } from '../by-arn.js';

/** Both sides, with what markers look up in them. */
export interface Scene {
  readonly side1: NormalisedSnapshot;
  readonly side2: NormalisedSnapshot;
}

/** An entity's role on either side; null: none there. Never null on both. */
export interface Roles {
  readonly one: Normalised<Role> | null;
  readonly two: Normalised<Role> | null;
}

/** Looks at one entity for one type of marker. */
export type Detector = (entity: EntityComparison) => readonly Observation[];

/** Looks at one role for one type of marker: what it sees may hold without a difference. */
export type RoleDetector = (entity: EntityComparison, roles: Roles, scene: Scene) => readonly Observation[];

/** null: no role. */
export function rolesOf({ kind, side1, side2 }: EntityComparison, scene: Scene): Roles | null {
  if (kind !== 'role') return null;
  const one = side1 ? (byArn(scene.side1.roles).get(side1.arn.raw) ?? null) : null;
  const two = side2 ? (byArn(scene.side2.roles).get(side2.arn.raw) ?? null) : null;
  return one || two ? { one, two } : null;
}

/** Fingerprints of an entity's differences that fit. */
export function fingerprintsOf(
  { differences }: EntityComparison,
  fits: (difference: Difference) => boolean,
): string[] {
  return differences.filter(fits).map(({ fingerprint }) => fingerprint);
}

/** Differences about who may assume a role, or about a role that one side has alone. */
export function isAboutTrust({ type, finding }: Difference): boolean {
  return (
    type === 'trust-access' ||
    finding?.kind === 'presence' ||
    (finding?.kind === 'document' && finding.policyType === 'trust')
  );
}
