import type { Role } from '../../model/snapshot.js';
import { fingerprintsOf, type RoleDetector } from './scene.js';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html */
const POLICY_NAME = 'AWSRevokeOlderSessions';

/** Sessions of a role were revoked: a state, told whether or not it differs. */
export const sessionsRevoked: RoleDetector = (entity, roles) => {
  const one = roles.one && revocationOf(roles.one.raw);
  const two = roles.two && revocationOf(roles.two.raw);
  if (!one && !two) return [];
  const sides = ([1, 2] as const).filter((side) => (side === 1 ? one : two) !== null);
  const fingerprints = fingerprintsOf(
    entity,
    ({ finding }) =>
      finding?.kind === 'presence' ||
      (finding?.kind === 'document' && (finding.side1 ?? finding.side2)!.name.raw === POLICY_NAME),
  );
  const since = { side1: one?.since ?? null, side2: two?.since ?? null };
  return [{ type: 'sessions-revoked', kind: entity.kind, name: entity.name, sides, fingerprints, since }];
};

interface Revocation {
  /** null: the policy names no moment. */
  readonly since: string | null;
}

function revocationOf({ inlinePolicies }: Role): Revocation | null {
  const policy = inlinePolicies.find(({ name }) => name === POLICY_NAME);
  if (!policy) return null;
  const statements = policy.document.kind === 'policy' ? policy.document.statements : [];
  const dates = statements
    .filter(({ effect }) => effect === 'Deny')
    .flatMap(({ conditions }) => conditions)
    .filter(({ key }) => key.toLowerCase() === 'aws:tokenissuetime')
    .flatMap(({ values }) => values);
  // The console keeps one; the latest denies the most.
  return { since: dates.sort().at(-1) ?? null };
}
