import type { DifferenceType } from '../model/difference.js';

/** Every type that a waiver can name; a new one doesn't compile until it is here. */
const WAIVABLE: Readonly<Record<Exclude<DifferenceType, 'document-unreadable'>, true>> = {
  'identity-access': true,
  'trust-access': true,
  'only-in-1': true,
  'only-in-2': true,
  'entity-recreated': true,
  'cross-reference': true,
  'path-added': true,
  'path-removed': true,
  'path-changed': true,
  'description-added': true,
  'description-removed': true,
  'description-changed': true,
  'max-session-duration-added': true,
  'max-session-duration-removed': true,
  'max-session-duration-changed': true,
  'tag-added': true,
  'tag-removed': true,
  'tag-changed': true,
  'instance-profile-added': true,
  'instance-profile-removed': true,
  'instance-profile-changed': true,
  'group-membership-added': true,
  'group-membership-removed': true,
  'group-membership-changed': true,
  'trust-policy-added': true,
  'trust-policy-removed': true,
  'trust-policy-changed': true,
  'inline-policy-added': true,
  'inline-policy-removed': true,
  'inline-policy-changed': true,
  'attached-policy-added': true,
  'attached-policy-removed': true,
  'attached-policy-changed': true,
  'permissions-boundary-added': true,
  'permissions-boundary-removed': true,
  'permissions-boundary-changed': true,
  'managed-policy-added': true,
  'managed-policy-removed': true,
  'managed-policy-changed': true,
};

/** What could not be read can't be waived: nobody knows what would be accepted. */
export const WAIVABLE_TYPES: readonly string[] = Object.keys(WAIVABLE);

export const VERDICTS: readonly string[] = ['broader', 'narrower', 'incomparable', 'unknown', 'equivalent'];
