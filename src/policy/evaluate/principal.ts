import type { Principal, PrincipalSet } from '../../model/policy.js';
import { arnParts } from './arn.js';

/**
 * What a `Principal` (or `NotPrincipal`) element says of who asks:
 * - `nobody`: the asker isn't meant;
 * - `account`: meant only as one of the principals of its account, which is named as a whole;
 * - `named`: meant as itself, or as one of all.
 */
export type PrincipalMatch = 'nobody' | 'account' | 'named';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
export function matchPrincipals(set: PrincipalSet, asker: Principal): PrincipalMatch {
  const matches = set.principals.map((principal) => matchPrincipal(principal, asker));
  if (set.negated) return matches.every((match) => match === 'nobody') ? 'named' : 'nobody';
  if (matches.includes('named')) return 'named';
  return matches.includes('account') ? 'account' : 'nobody';
}

function matchPrincipal(principal: Principal, asker: Principal): PrincipalMatch {
  // All principals, services and federated ones too; under another type than AWS all of that type.
  if (principal.value === '*') {
    return principal.type === 'AWS' || principal.type === asker.type ? 'named' : 'nobody';
  }
  if (principal.type !== asker.type || isDeletedId(principal.value)) return 'nobody';
  // A canonical user id is another way to write an account.
  if (asker.type === 'CanonicalUser') return principal.value === asker.value ? 'account' : 'nobody';
  if (asker.type !== 'AWS') return principal.value === asker.value ? 'named' : 'nobody';
  return matchAwsPrincipal(principal.value, asker.value);
}

/**
 * What IAM puts in place of a user or role that was deleted: no principal can be it again.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
 */
function isDeletedId(value: string): boolean {
  return /^A(?:RO|ID)A[A-Z0-9]+$/.test(value);
}

function matchAwsPrincipal(named: string, asker: string): PrincipalMatch {
  const wanted = arnParts(named);
  const actual = arnParts(asker);
  if (!wanted || !actual) return 'nobody';
  if (wanted.partition !== actual.partition || wanted.account !== actual.account) return 'nobody';
  if (wanted.service === 'iam' && wanted.resource === 'root') return 'account';
  if (named === asker) return 'named';
  return isSessionOf(actual.resource, wanted.service, wanted.resource) ? 'named' : 'nobody';
}

/**
 * A role stands for all its sessions. A session's ARN tells the role's name without its path; one account
 * can't have two roles of one name.
 */
function isSessionOf(session: string, service: string, role: string): boolean {
  const name = sessionRoleName(session);
  return name !== null && service === 'iam' && role.startsWith('role/') && role.split('/').at(-1) === name;
}

/** `assumed-role/ROLE/SESSION` → ROLE; null for any other resource part. */
export function sessionRoleName(resource: string): string | null {
  const [kind, name] = resource.split('/');
  return kind === 'assumed-role' && name !== undefined ? name : null;
}
