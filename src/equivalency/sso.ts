import type { Snapshot } from '../model/snapshot.js';
import { type SsoSuffix, SSO_PLACEHOLDER } from './substitution.js';

/** The suffixes of IAM Identity Center that belong to one account. */
export interface SsoSuffixes {
  readonly accountId: string;
  /** Permission set → suffixes of its roles; more than one where an orphan is left beside the current role. */
  readonly roles: ReadonlyMap<string, ReadonlySet<string>>;
  readonly all: ReadonlySet<string>;
}

const ROLE = /^AWSReservedSSO_([\w+=,.@-]+)_([0-9a-f]{16})$/;
const ROLE_START = 'AWSReservedSSO_';

/** Suffixes of the account's own roles, and of the SAML providers that these trust. */
export function ssoSuffixes({ account, roles }: Snapshot): SsoSuffixes {
  const byPermissionSet = new Map<string, Set<string>>();
  const all = new Set<string>();
  for (const { name, trustPolicy } of roles) {
    if (!name.startsWith(ROLE_START)) continue;
    const [, permissionSet, suffix] = ROLE.exec(name) ?? [];
    if (permissionSet === undefined || suffix === undefined) continue;
    byPermissionSet.set(permissionSet, (byPermissionSet.get(permissionSet) ?? new Set()).add(suffix));
    all.add(suffix);
    if (trustPolicy.kind === 'unreadable') continue;
    for (const { principal } of trustPolicy.statements) {
      for (const { value } of principal?.principals ?? []) {
        const provider = /:saml-provider\/AWSSSO_([0-9a-f]{16})_DO_NOT_DELETE$/.exec(value);
        if (provider && value.includes(`:${account.id}:`)) all.add(provider[1]!);
      }
    }
  }
  return { accountId: account.id, roles: byPermissionSet, all };
}

/**
 * What stands for a suffix in one account: its own are `sso`, those of another compared account are `called` by that
 * account's id. One that no compared account has stays as it is in the ARN of a third account, and where this account
 * has a role of that permission set with another suffix: there it names a role that is gone.
 */
export function ssoRule(
  own: SsoSuffixes,
  others: readonly SsoSuffixes[],
  called: ReadonlyMap<string, string>,
): SsoSuffix {
  return (suffix, at, text) => {
    if (own.all.has(suffix)) return SSO_PLACEHOLDER;
    const owner = others.find(({ all }) => all.has(suffix));
    if (owner) return called.get(owner.accountId)!;
    const [, account] = /^(\d{12}):/.exec(text) ?? [];
    if (account !== undefined && account !== own.accountId) return null;
    const [, permissionSet] = /AWSReservedSSO_([\w+=,.@-]+)_$/.exec(text.slice(0, at)) ?? [];
    return permissionSet !== undefined && own.roles.has(permissionSet) ? null : SSO_PLACEHOLDER;
  };
}
