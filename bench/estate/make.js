import { readAwsPolicies } from './aws-policies.js';
import { drawRole, placeRole, placeServiceLinkedRole } from './blueprint.js';
import { DRIFT_KINDS, DRIFTS, rewrite } from './drift.js';
import { mayBeHidden } from './hidden.js';
import {
  countUses,
  drawCustomerPolicies,
  drawCustomerPolicy,
  placeAwsPolicy,
  placeBoundary,
  placeCustomerPolicy,
} from './policies.js';
import { seededRandom } from './random.js';
import { usableStatements } from './shapes.js';

const PLACEHOLDER = 'accountname';

/** What drifts where other policies of all roles that are left might hide the kind. */
const PLAIN_TO_SEE = 'tag-changed';

/** Share of the roles that side 2 writes in other words. */
const REWRITTEN_SHARE = 0.01;

/**
 * Two accounts with the same roles, but for known drift, in the shape that
 * `aws iam get-account-authorization-details` prints.
 *
 * @param {{ roles: number, seed: number, drift: number, isAvailable?: (policy: { arn: string }) => boolean }} options
 *   roles per side; the share of them that drifts; which AWS managed policies there are (all)
 * @returns `dev` and `qa` (the exports), `equivalencies` (the list that makes them comparable) and `drift`: what must
 *   be reported, as `{ kind, name, status }` of roles and `{ name, status }` of policies, by normalised name
 */
export function makeEstate({ roles: count, seed, drift: share, isAvailable }) {
  const random = seededRandom(seed);
  const aws = readAwsPolicies(random, isAvailable);
  const statements = usableStatements([...aws.popular.slice(0, 1), ...aws.pool]);
  const customers = drawCustomerPolicies(Math.max(2, Math.round(count / 25)), { random, statements });
  const linked = random.sample(aws.serviceLinked, Math.min(60, Math.floor(count * 0.03)));
  const drawn = Array.from({ length: count - linked.length }, (_, number) =>
    drawRole(number, { random, statements, aws, customers }),
  );
  const plan = planDrift(drawn, share, random);
  const edited = new Map();
  for (const [role, kind] of plan.drifts) {
    if (kind !== 'policy-edited') continue;
    const policy = drawCustomerPolicy(`${role.app}-own`, { random, statements });
    role.attached.push(policy);
    edited.set(policy, role);
  }
  const place = (env, account, sideSeed, isSecond) =>
    placeSide(
      { env, account, random: seededRandom(sideSeed), isSecond },
      { aws, customers, linked, drawn, plan, edited },
    );
  return {
    dev: place('dev', '123456789012', seed + 1, false),
    qa: place('qa', '987654321098', seed + 2, true),
    equivalencies: { [PLACEHOLDER]: ['dev', 'qa'] },
    drift: expected(plan.drifts, edited),
  };
}

function planDrift(drawn, share, random) {
  const chosen = random.sample(drawn, Math.max(1, Math.round(drawn.length * share)));
  const rest = drawn.filter((role) => !chosen.includes(role));
  const waiting = [...chosen];
  const drifts = new Map(
    chosen.map((_, index) => {
      const kind = DRIFT_KINDS[index % DRIFT_KINDS.length];
      const at = waiting.findIndex((role) => !mayBeHidden(kind, role));
      const [role] = waiting.splice(Math.max(at, 0), 1);
      return [role, at < 0 ? PLAIN_TO_SEE : kind];
    }),
  );
  return {
    drifts,
    rewritten: new Set(random.sample(rest, Math.ceil(rest.length * REWRITTEN_SHARE))),
  };
}

function placeSide(side, { aws, customers, linked, drawn, plan, edited }) {
  const roles = [];
  for (const blueprint of drawn) {
    const kind = plan.drifts.get(blueprint);
    if (kind === (side.isSecond ? 'missing' : 'extra')) continue;
    const role = placeRole(blueprint, side);
    if (side.isSecond && kind !== undefined) DRIFTS[kind]?.(role, side);
    if (side.isSecond && plan.rewritten.has(blueprint)) rewrite(role);
    roles.push(role);
  }
  const editedPolicies = [...edited.keys()].map((policy) => {
    const added = { service: 'sts', actions: ['sts:GetFederationToken'] };
    return side.isSecond ? { ...policy, statements: [...policy.statements, added] } : policy;
  });
  const attached = new Set(drawn.flatMap((role) => role.attached));
  const awsPolicies = [...attached, ...linked, aws.named('IAMReadOnlyAccess')].filter(
    ({ arn }) => arn !== undefined,
  );
  const policies = [
    ...[...new Set(awsPolicies)].map(placeAwsPolicy),
    ...[...customers, ...editedPolicies].map((policy) => placeCustomerPolicy(policy, side)),
    placeBoundary(side),
  ];
  const allRoles = [...roles, ...linked.map((policy) => placeServiceLinkedRole(policy, side))];
  return {
    UserDetailList: [],
    GroupDetailList: [],
    RoleDetailList: allRoles,
    Policies: countUses(policies, allRoles),
    IsTruncated: false,
  };
}

const STATUS = { missing: 'only-in-1', extra: 'only-in-2' };

function expected(drifts, edited) {
  return {
    roles: [...drifts].map(([role, kind]) => ({
      kind,
      name: `${role.app}-<${PLACEHOLDER}>`,
      status: STATUS[kind] ?? 'drifted',
    })),
    policies: [...edited.keys()].map((policy) => ({
      name: policy.name(`<${PLACEHOLDER}>`),
      status: 'drifted',
    })),
  };
}
