import type { Difference } from '../../model/difference.js';
import type { Normalised, NormalisedSnapshot } from '../../model/normalised.js';
import type { Observation } from '../../model/marker.js';
import type { EntityComparison } from '../../model/report.js';
import type { Role } from '../../model/snapshot.js';

/** Both sides, with what markers look up in them. */
export interface Scene {
  readonly side1: NormalisedSnapshot;
  readonly side2: NormalisedSnapshot;
  /** A role of a side by its raw ARN. */
  readonly role1: (arn: string | undefined) => Normalised<Role> | null;
  readonly role2: (arn: string | undefined) => Normalised<Role> | null;
}

/** Looks at one entity for one type of marker. */
export type Detector = (entity: EntityComparison, scene: Scene) => readonly Observation[];

export function sceneOf(side1: NormalisedSnapshot, side2: NormalisedSnapshot): Scene {
  const lookUp = ({ roles }: NormalisedSnapshot): Scene['role1'] => {
    const byArn = new Map(roles.map((role) => [role.raw.arn, role]));
    return (arn) => (arn === undefined ? null : (byArn.get(arn) ?? null));
  };
  return { side1, side2, role1: lookUp(side1), role2: lookUp(side2) };
}

/** The entity's role on either side; null: none there, or no role. */
export function rolesOf(
  { kind, side1, side2 }: EntityComparison,
  { role1, role2 }: Scene,
): readonly [Normalised<Role> | null, Normalised<Role> | null] {
  if (kind !== 'role') return [null, null];
  return [role1(side1?.arn.raw), role2(side2?.arn.raw)];
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
