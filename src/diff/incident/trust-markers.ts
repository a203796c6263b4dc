import type { NormalisedSnapshot } from '../../model/normalised.js';
import { type Detector, fingerprintsOf, isAboutTrust, rolesOf } from './scene.js';
import { ANYONE, danglingIds, trustedAccounts, trustsItself } from './trusted.js';

/** A trust policy that names users or roles that are gone: a state, told whether or not it differs. */
export const danglingPrincipal: Detector = (entity, scene) => {
  const roles = rolesOf(entity, scene);
  const ids = roles.map((role) => (role ? danglingIds(role.raw.trustPolicy) : []));
  const sides = ([1, 2] as const).filter((side) => ids[side - 1]!.length > 0);
  if (sides.length === 0) return [];
  const isSame = JSON.stringify(ids[0]) === JSON.stringify(ids[1]);
  return [
    {
      type: 'dangling-principal',
      kind: entity.kind,
      name: entity.name,
      sides,
      // What both sides have is not what differs between them.
      fingerprints: isSame ? [] : fingerprintsOf(entity, isAboutTrust),
      ids: [...new Set(ids.flat())].sort(),
    },
  ];
};

/** The role's trust policy names the role itself in side 2 and not in side 1. */
export const selfAssumptionAdded: Detector = (entity, scene) => {
  const [one, two] = rolesOf(entity, scene);
  if (!two || !trustsItself(two.raw.trustPolicy, two.raw.arn)) return [];
  if (one && trustsItself(one.raw.trustPolicy, one.raw.arn)) return [];
  const { kind, name } = entity;
  const fingerprints = fingerprintsOf(entity, isAboutTrust);
  return [{ type: 'self-assumption-added', kind, name, sides: [2], fingerprints }];
};

/**
 * Accounts that a role of side 2 trusts and the same role of side 1 does not, and that either no role of side 1 trusts
 * or no other role of side 2: the second alone would let whoever opens two roles at once pass. Anyone (`*`) always.
 */
export const newTrustedAccount: Detector = (entity, scene) => {
  const [one, two] = rolesOf(entity, scene);
  if (!two) return [];
  const known = new Set(one ? accountsAs(scene.side1, trustedAccounts(one.raw.trustPolicy)) : []);
  const own = scene.side2.raw.account.id;
  const accounts = trustedAccounts(two.raw.trustPolicy).filter((account) => {
    const [key] = accountsAs(scene.side2, [account]) as [string];
    if (account === own || known.has(key)) return false;
    if (account === ANYONE) return true;
    return !countTrusting(scene.side1).has(key) || countTrusting(scene.side2).get(key) === 1;
  });
  if (accounts.length === 0) return [];
  const { kind, name } = entity;
  const fingerprints = fingerprintsOf(entity, isAboutTrust);
  return [{ type: 'new-trusted-account', kind, name, sides: [2], fingerprints, accounts }];
};

/** Accounts as both sides call them. */
function accountsAs({ accountIds }: NormalisedSnapshot, accounts: readonly string[]): string[] {
  return accounts.map((account) => accountIds.get(account) ?? account);
}

/** How many roles of a side trust each account. */
function countTrusting(side: NormalisedSnapshot): ReadonlyMap<string, number> {
  let counts = counted.get(side);
  if (!counts) {
    counts = new Map();
    for (const { raw } of side.roles) {
      for (const account of accountsAs(side, trustedAccounts(raw.trustPolicy))) {
        counts.set(account, (counts.get(account) ?? 0) + 1);
      }
    }
    counted.set(side, counts);
  }
  return counts;
}

const counted = new WeakMap<NormalisedSnapshot, Map<string, number>>();
