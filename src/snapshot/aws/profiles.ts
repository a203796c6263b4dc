import { UserError } from '../../model/errors.js';
import { credentialOrigin, type CredentialOrigin } from './profile-credentials.js';
import { loadProfileFiles, type Environment } from './profile-files.js';
import { withSession, type SessionRequest } from './session.js';

/** A profile of the shared AWS files, for people. No secrets. */
export interface ProfileInfo {
  readonly name: string;
  readonly credentials: CredentialOrigin;
  readonly region: string | null;
  /** The files that it stands in: config, credentials, or both. */
  readonly files: readonly string[];
}

/** All profiles of the shared config and credentials files, sorted by name. Missing files have none. */
export async function listProfiles(env: Environment): Promise<ProfileInfo[]> {
  const files = await loadProfileFiles(env);
  return [...files.profiles].map(([name, section]) => ({
    name,
    credentials: credentialOrigin(section),
    region: section.region ?? null,
    files: files.filesOf(name),
  }));
}

export type VerifiedProfile =
  | { readonly accountId: string; readonly arn: string }
  | { readonly error: string; readonly mend: string | null };

/** Asks STS whom the profile's credentials belong to. What the user can mend comes back as `error`. */
export async function verifyProfile(request: SessionRequest): Promise<VerifiedProfile> {
  try {
    const { accountId, arn } = await withSession(request, (session) => session.identity());
    return { accountId, arn };
  } catch (error) {
    if (error instanceof UserError) return { error: error.message, mend: error.mend ?? null };
    throw error;
  }
}
