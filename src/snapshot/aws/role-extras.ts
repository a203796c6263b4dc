import type { Role as ListedRole } from '@aws-sdk/client-iam';
import type { Role } from '../../model/snapshot.js';
import type { Gaps } from './gaps.js';

/**
 * Adds description and session duration, which only ListRoles has, to the roles. A role that only one of the
 * two calls has (made, deleted or made anew in between) keeps both unknown, and is a gap.
 */
export function addRoleExtras(
  roles: readonly Role[],
  listed: readonly ListedRole[],
  rolesApi: string,
  gaps: Gaps,
): Role[] {
  const extras = new Map(listed.map((role) => [role.RoleName ?? '', role]));
  const known = new Set(roles.map(({ name }) => name));
  for (const name of extras.keys()) {
    if (known.has(name)) continue;
    gaps.add(`role:${name}`, rolesApi, 'in iam:ListRoles only: made or deleted while the account was read');
    // Boundaries that the details leave out are known by the roles that have them.
    gaps.add('policies', rolesApi, `a boundary of role ${name} may be missing`);
  }
  return roles.map((role) => {
    const extra = extras.get(role.name);
    if (extra?.RoleId !== role.id) {
      const reason = extra
        ? 'made anew while the account was read'
        : 'made or deleted while the account was read';
      gaps.add(`role:${role.name}`, 'iam:ListRoles', `description and session duration unknown: ${reason}`);
      return role;
    }
    if (extra.MaxSessionDuration === undefined) {
      gaps.add(`role:${role.name}`, 'iam:ListRoles', 'the answer has no session duration');
      return { ...role, description: described(extra) };
    }
    return { ...role, description: described(extra), maxSessionDuration: extra.MaxSessionDuration };
  });
}

/** IAM keeps a removed description as an empty one. */
function described({ Description: description }: ListedRole): string | null {
  return description === undefined || description === '' ? null : description;
}
