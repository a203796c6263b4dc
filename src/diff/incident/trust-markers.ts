import { accountAs, fingerprintsOf, isAboutTrust, type RoleDetector } from './scene.js';
import { ANYONE } from './trusted.js';

/** A trust policy that names users or roles that are gone: a state, told whether or not it differs. */
export const danglingPrincipal: RoleDetector = (entity, { trust1, trust2 }) => {
  const [ids1, ids2] = [trust1.dangling, trust2.dangling];
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

/** The role's trust policy names the role itself in side 2 and not in side 1: as a principal or by `aws:PrincipalArn`. */
export const selfAssumptionAdded: RoleDetector = (entity, { trust1, trust2 }) => {
  const { kind, name, side1, side2 } = entity;
  if (!side2 || !trust2.named.includes(side2.arn.raw)) return NONE;
  if (side1 && trust1.named.includes(side1.arn.raw)) return NONE;
  const fingerprints = fingerprintsOf(entity, isAboutTrust);
  return [{ type: 'self-assumption-added', kind, name, sides: [2], fingerprints }];
};

/**
 * Accounts that a role of side 2 trusts and the same role of side 1 does not, and that either no role of side 1 trusts
 * or no other role of side 2: the second alone would let whoever opens two roles at once pass. Anyone (`*`) always.
 */
export const newTrustedAccount: RoleDetector = (entity, { trust1, trust2 }, { side1, side2 }) => {
  const trusted = trust2.accounts;
  if (trusted.length === 0) return NONE;
  const known = trust1.accounts.map((account) => accountAs(side1.side, account));
  const own = side2.side.raw.account.id;
  const accounts = trusted.filter((account) => {
    const key = accountAs(side2.side, account);
    if (account === own || known.includes(key)) return false;
    if (account === ANYONE) return true;
    return !side1.trusting.has(key) || side2.trusting.get(key) === 1;
  });
  if (accounts.length === 0) return NONE;
  const { kind, name } = entity;
  const fingerprints = fingerprintsOf(entity, isAboutTrust);
  return [{ type: 'new-trusted-account', kind, name, sides: [2], fingerprints, accounts }];
};
