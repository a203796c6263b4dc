import { listProfiles, type ProfileInfo, type VerifiedProfile, verifyProfile } from '../snapshot/index.js';
import type { World } from './world.js';

export interface KnownProfile extends ProfileInfo {
  /** Who it is, as STS says, or why it couldn't say; null: not asked. */
  readonly identity: VerifiedProfile | null;
}

/** The profiles of the shared AWS files; with `verify`, who each of them is. */
export async function listKnownProfiles(verify: boolean, world: World): Promise<KnownProfile[]> {
  const profiles = await listProfiles(world.env);
  return Promise.all(
    profiles.map(async (profile) => ({
      ...profile,
      identity: verify
        ? await verifyProfile({
            source: profile.name,
            env: world.env,
            ...(world.askMfaCode && { askMfaCode: world.askMfaCode }),
          })
        : null,
    })),
  );
}
