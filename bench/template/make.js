import { seededRandom } from '../estate/random.js';
import { countUses } from '../estate/policies.js';
import { drawRoles, placeCommonRoles, placePolicies, placeRole } from './blueprint.js';
import { DRIFT_KINDS, DRIFTS } from './drift.js';
import { SIDES } from './words.js';

/**
 * Two accounts made by one template, whose environment, region, its code, account id, bucket hash, endpoint and names of teams
 * differ, with known drift in the second one. No list comes with them: that is to be suggested.
 *
 * @param {{ roles: number, seed: number, style: string, drift: number }} options roles per side, at most 1200; a key of
 *   STYLES; the share of the roles that drifts, in turn in each of the kinds
 * @returns `dev` and `qa` (exports) and `drift`: `{ kind, dev, qa }` with the names of the roles, null where there is none
 */
export function makeTemplateEstate({ roles: count, seed, style, drift: share }) {
  const random = seededRandom(seed);
  const roles = drawRoles(count, random);
  const kindOf = planDrift(roles, Math.max(1, Math.round(count * share)), random);
  const [dev, qa] = SIDES;
  const drift = [];
  const roles1 = [];
  const roles2 = [];
  for (const [index, role] of roles.entries()) {
    const kind = kindOf.get(role);
    const one = placeRole(role, dev, { style, random });
    const two = placeRole(role, qa, { style, random });
    if (kind !== undefined) {
      const told = driftRole(two, kind, { index, role, style, random });
      drift.push(
        ...told.map((names) => ({ kind, dev: one.RoleName, ...names })).map((names) => lone(kind, names)),
      );
    }
    if (kind !== 'extra') roles1.push(one);
    if (kind !== 'missing') roles2.push(two);
  }
  return { dev: place(dev, roles1, random), qa: place(qa, roles2, random), drift };
}

/** Which roles drift, and how: every kind in turn, on roles that it fits. */
function planDrift(roles, count, random) {
  const kinds = random.sample(DRIFT_KINDS, DRIFT_KINDS.length);
  const free = new Set(random.sample(roles, roles.length));
  const plan = new Map();
  for (let turn = 0; plan.size < count && free.size > 0; turn++) {
    const kind = kinds[turn % kinds.length];
    const role = [...free].find((one) => DRIFTS[kind]?.fits?.(one) ?? true);
    if (!role) continue;
    free.delete(role);
    plan.set(role, kind);
  }
  return plan;
}

/** Drifts the role; returns the names under which it must be reported. */
function driftRole(two, kind, { index, role, style, random }) {
  const [other, side] = SIDES;
  const qa = two.RoleName;
  if (kind === 'replaced') {
    const stranger = placeRole({ ...role, app: `shadow${index}` }, side, { style, random });
    Object.assign(two, { RoleName: stranger.RoleName, Arn: stranger.Arn });
    for (const field of ['AssumeRolePolicyDocument', 'RolePolicyList']) two[field] = stranger[field];
    return [{ qa: null }, { dev: null, qa: stranger.RoleName }];
  }
  DRIFTS[kind]?.(two, { side, other });
  return [{ qa }];
}

function lone(kind, names) {
  if (kind === 'missing') return { ...names, qa: null };
  return kind === 'extra' ? { ...names, dev: null } : names;
}

function place(side, roles, random) {
  const all = [...roles, ...placeCommonRoles(side, random)];
  return {
    UserDetailList: [],
    GroupDetailList: [],
    RoleDetailList: all,
    Policies: countUses(placePolicies(side, random), all),
    IsTruncated: false,
  };
}
