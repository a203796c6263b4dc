import { UserError } from '../../model/errors.js';
import type { ProfileFiles, Section } from './profile-files.js';
import { didYouMean } from './suggest.js';

/** Where a profile's credentials come from, by the precedence that the SDK has. */
export type CredentialOrigin =
  | { readonly kind: 'static' }
  | { readonly kind: 'sso'; readonly accountId: string | null; readonly roleName: string | null }
  | {
      readonly kind: 'assumed-role';
      readonly roleArn: string;
      /** A profile of that name, or a credential source such as `Environment`. */
      readonly via: { readonly profile: string } | { readonly credentialSource: string };
      readonly mfa: boolean;
    }
  | { readonly kind: 'process' }
  | { readonly kind: 'web-identity'; readonly roleArn: string }
  | { readonly kind: 'login' }
  | { readonly kind: 'none' };

/**
 * What the settings of a profile say about its credentials.
 * https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
 */
export function credentialOrigin(section: Section): CredentialOrigin {
  const roleArn = section.role_arn;
  const { source_profile: profile, credential_source: credentialSource } = section;
  const mfa = section.mfa_serial !== undefined;
  if (roleArn && profile && !credentialSource) {
    return { kind: 'assumed-role', roleArn, via: { profile }, mfa };
  }
  if (roleArn && credentialSource && !profile) {
    return { kind: 'assumed-role', roleArn, via: { credentialSource }, mfa };
  }
  if (section.aws_access_key_id && section.aws_secret_access_key) return { kind: 'static' };
  if (roleArn && section.web_identity_token_file) return { kind: 'web-identity', roleArn };
  if (section.credential_process) return { kind: 'process' };
  if (
    ['sso_start_url', 'sso_account_id', 'sso_session', 'sso_region', 'sso_role_name'].some(
      (key) => section[key],
    )
  ) {
    return {
      kind: 'sso',
      accountId: section.sso_account_id ?? null,
      roleName: section.sso_role_name ?? null,
    };
  }
  if (section.login_session) return { kind: 'login' };
  return { kind: 'none' };
}

/** One profile on the way to credentials: the one asked for first, the one that has its own last. */
export interface ChainLink {
  readonly profile: string;
  readonly section: Section;
  readonly origin: CredentialOrigin;
}

/**
 * The profile and the source profiles behind it. `default` need not be in the files: it is then an empty
 * section, and its credentials come from the environment or the machine.
 * Throws UserError for an unknown profile, a source profile that isn't there, a circle, or no credentials.
 */
export function profileChain(files: ProfileFiles, profile: string): readonly ChainLink[] {
  const chain: ChainLink[] = [];
  let name = profile;
  for (;;) {
    const link = readLink(files, name, chain.at(-1)?.profile);
    chain.push(link);
    if (link.origin.kind !== 'assumed-role' || !('profile' in link.origin.via)) return chain;
    const next = link.origin.via.profile;
    if (chain.some((one) => one.profile === next)) {
      // A profile may name itself as its source if it has keys of its own: they assume the role.
      if (next === name && hasKeys(link.section)) return [...chain, { ...link, origin: { kind: 'static' } }];
      throw new UserError(
        `profile ${profile}: its source profiles go in a circle (${[...chain.map((one) => one.profile), next].join(' → ')})`,
        `mend source_profile in ${files.configPath}`,
      );
    }
    // Keys of a source profile come before a role that it could assume itself.
    const nextSection = files.profiles.get(next);
    if (nextSection && hasKeys(nextSection)) {
      return [...chain, { profile: next, section: nextSection, origin: { kind: 'static' } }];
    }
    name = next;
  }
}

function readLink(files: ProfileFiles, name: string, usedBy: string | undefined): ChainLink {
  const section = files.profiles.get(name);
  if (!section && name === 'default' && usedBy === undefined) {
    return { profile: name, section: {}, origin: { kind: 'none' } };
  }
  if (!section) {
    const where = `in ${files.configPath} or ${files.credentialsPath}`;
    if (usedBy !== undefined) {
      throw new UserError(
        `profile ${usedBy}: its source_profile ${name} is not ${where}`,
        'add it or mend its name',
      );
    }
    throw new UserError(
      `profile ${name} is not ${where}`,
      didYouMean(name, [...files.profiles.keys()]) ?? 'see the profiles that there are: iamdrift profiles',
    );
  }
  const origin = credentialOrigin(section);
  if (origin.kind === 'none' && name !== 'default') {
    throw new UserError(
      `profile ${name} says nothing about credentials`,
      `add keys, SSO settings, a role_arn or a credential_process (aws configure --profile ${name})`,
    );
  }
  return { profile: name, section, origin };
}

function hasKeys(section: Section): boolean {
  return Boolean(section.aws_access_key_id && section.aws_secret_access_key);
}
