import { oncePer } from '../../model/once-per.js';
import type { NormalisedSnapshot } from '../../model/normalised.js';
import { fingerprintsOf, isAboutTrust, type RoleDetector } from './scene.js';
import { ANYONE, trustOf, trustsItself } from './trusted.js';

/** A trust policy that names users or roles that are gone: a state, told whether or not it differs. */
export const danglingPrincipal: RoleDetector = (entity, { one, two }) => {
  const ids1 = one ? trustOf(one.raw.trustPolicy).dangling : NONE;
  const ids2 = two ? trustOf(two.raw.trustPolicy).dangling : NONE;
  if (ids1.length === 0 && ids2.length === 0) return NONE;
  const isSame = JSON.stringify(ids1) === JSON.stringify(ids2);
  return [
    {
      type: 'dangling-principal',
      kind: entity.kind,
      name: entity.name,
      sides: ([1, 2] as const).filter((side) => (side === 1 ? ids1 : ids2).length > 0),
      // What both sides have is not what differs between them.
      fingerprints: isSame ? [] : fingerprintsOf(entity, isAboutTrust),
      ids: [...new Set([...ids1, ...ids2])].sort(),
    },
  ];
};

const NONE: readonly never[] = [];

/** The role's trust policy names the role itself in side 2 and not in side 1. */
export const selfAssumptionAdded: RoleDetector = (entity, { one, two }) => {
  if (!two || !trustsItself(two.raw.trustPolicy, two.raw.arn)) return NONE;
  if (one && trustsItself(one.raw.trustPolicy, one.raw.arn)) return NONE;
  const { kind, name } = entity;
  const fingerprints = fingerprintsOf(entity, isAboutTrust);
  return [{ type: 'self-assumption-added', kind, name, sides: [2], fingerprints }];
};

/**
 * Accounts that a role of side 2 trusts and the same role of side 1 does not, and that either no role of side 1 trusts
 * or no other role of side 2: the second alone would let whoever opens two roles at once pass. Anyone (`*`) always.
 */
export const newTrustedAccount: RoleDetector = (entity, { one, two }, { side1, side2 }) => {
  const trusted = two ? trustOf(two.raw.trustPolicy).accounts : NONE;
  if (trusted.length === 0) return NONE;
  const before: readonly string[] = one ? trustOf(one.raw.trustPolicy).accounts : NONE;
  const known = before.map((account) => accountAs(side1, account));
  const own = side2.raw.account.id;
  const accounts = trusted.filter((account) => {
    const key = accountAs(side2, account);
    if (account === own || known.includes(key)) return false;
    if (account === ANYONE) return true;
    return !countTrusting(side1).has(key) || countTrusting(side2).get(key) === 1;
  });
  if (accounts.length === 0) return NONE;
  const { kind, name } = entity;
  const fingerprints = fingerprintsOf(entity, isAboutTrust);
  return [{ type: 'new-trusted-account', kind, name, sides: [2], fingerprints, accounts }];
};

/** An account as both sides call it. */
function accountAs({ accountIds }: NormalisedSnapshot, account: string): string {
  return accountIds.get(account) ?? account;
}

/** How many roles of a side trust each account. */
const countTrusting = oncePer((side: NormalisedSnapshot): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const { raw } of side.roles) {
    for (const account of trustOf(raw.trustPolicy).accounts) {
      const key = accountAs(side, account);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return counts;
});
