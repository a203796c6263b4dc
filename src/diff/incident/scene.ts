import type { Difference } from '../../model/difference.js';
import type { NormalisedSnapshot } from '../../model/normalised.js';
import type { Observation } from '../../model/marker.js';
import type { EntityComparison } from '../../model/report.js';
import { type Revocation, revocationOf } from './revocation.js';
import { NOBODY, type Trust, trustOf } from './trusted.js';

/** Both sides, with what markers look up in them. */
export interface Scene {
  readonly side1: SideScene;
  readonly side2: SideScene;
}

/** One side; its roles by their ARNs as they are. */
export interface SideScene {
  readonly side: NormalisedSnapshot;
  /** Who may assume them, where that is anybody but services. */
  readonly trusts: ReadonlyMap<string, Trust>;
  /** Those whose sessions were revoked. */
  readonly revocations: ReadonlyMap<string, Revocation>;
  /** How many of them trust each account, as both sides call it. */
  readonly trusting: ReadonlyMap<string, number>;
}

/** Of entities nothing is needed for it: it can be made while they are still being judged. */
export function sceneOf(side1: NormalisedSnapshot, side2: NormalisedSnapshot): Scene {
  return { side1: sideScene(side1), side2: sideScene(side2) };
}

function sideScene(side: NormalisedSnapshot): SideScene {
  const trusts = new Map<string, Trust>();
  const revocations = new Map<string, Revocation>();
  const trusting = new Map<string, number>();
  for (const { raw } of side.roles) {
    const trust = trustOf(raw.trustPolicy);
    const revocation = revocationOf(raw);
    if (revocation) revocations.set(raw.arn, revocation);
    if (trust === NOBODY) continue;
    trusts.set(raw.arn, trust);
    for (const account of trust.accounts) {
      const key = accountAs(side, account);
      trusting.set(key, (trusting.get(key) ?? 0) + 1);
    }
  }
  return { side, trusts, revocations, trusting };
}

/** An account as both sides call it. */
export function accountAs({ accountIds }: NormalisedSnapshot, account: string): string {
  return accountIds.get(account) ?? account;
}

/** What there is to see in a role, on either side. */
export interface RoleScene {
  readonly trust1: Trust;
  readonly trust2: Trust;
  readonly revocation1: Revocation | null;
  readonly revocation2: Revocation | null;
}

/** Looks at one entity for one type of marker. */
export type Detector = (entity: EntityComparison) => readonly Observation[];

/** Looks at one role for one type of marker: what it sees may hold without a difference. */
export type RoleDetector = (
  entity: EntityComparison,
  role: RoleScene,
  scene: Scene,
) => readonly Observation[];

/** null: no role, or nothing to see in it. */
export function roleScene(entity: EntityComparison, { side1, side2 }: Scene): RoleScene | null {
  if (entity.kind !== 'role') return null;
  const [arn1, arn2] = [entity.side1?.arn.raw ?? '', entity.side2?.arn.raw ?? ''];
  const trust1 = side1.trusts.get(arn1) ?? NOBODY;
  const trust2 = side2.trusts.get(arn2) ?? NOBODY;
  const revocation1 = side1.revocations.get(arn1) ?? null;
  const revocation2 = side2.revocations.get(arn2) ?? null;
  const isQuiet = trust1 === NOBODY && trust2 === NOBODY && !revocation1 && !revocation2;
  return isQuiet ? null : { trust1, trust2, revocation1, revocation2 };
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
