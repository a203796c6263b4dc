import type { Role } from '../../model/snapshot.js';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html */
export const POLICY_NAME = 'AWSRevokeOlderSessions';

/** Sessions of a role that began before a moment are denied everything. */
export interface Revocation {
  /** null: the policy names no moment. */
  readonly since: string | null;
}

/** null: none is there. */
export function revocationOf({ inlinePolicies }: Role): Revocation | null {
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
