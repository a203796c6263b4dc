import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { ProfileInfo, VerifiedProfile } from './aws/index.js';
import { isBaselineSource } from './baseline/source.js';
import { isPathLike } from './path-like.js';
import type { Snapshot } from '../model/snapshot.js';
import type { Snapshotter, SnapshotRequest, TakenSnapshot } from './snapshotter.js';

export { baselineSource } from './baseline/source.js';
export { filesOfSnapshot } from './baseline/write-files.js';
export { isAwsManaged, referencedPolicies } from './gaad.js';
export { decodeText } from './file/read-text.js';
export type { ProfileInfo, VerifiedProfile };

/** Profiles need the AWS SDK, which is slow to load: files never wait for it. */
const loadAws = () => import('./aws/index.js');
type Aws = Awaited<ReturnType<typeof loadAws>>;

/** The snapshot in the files of an accepted baseline; see `filesOfSnapshot`. */
export async function snapshotOfFiles(files: ReadonlyMap<string, string>, where: string): Promise<Snapshot> {
  // Checks every field, with a library that takes its time to load.
  return (await import('./baseline/read-files.js')).snapshotOfFiles(files, where);
}

/** Every kind of source there is. */
const SNAPSHOTTERS = {
  baseline: async () => (await import('./baseline/index.js')).baselineSnapshotter,
  file: async () => (await import('./file/index.js')).fileSnapshotter,
  profile: async () => (await loadAws()).awsSnapshotter,
} satisfies Record<Snapshotter['kind'], () => Promise<Snapshotter>>;

/**
 * Snapshots one account from a source: an AWS profile, a path to a JSON file, or an accepted baseline.
 * Throws UserError for what the user can mend: an unknown profile, a broken file, a denied call.
 */
export async function takeSnapshot(request: SnapshotRequest): Promise<TakenSnapshot> {
  const load = SNAPSHOTTERS[await kindOfSource(request)];
  return (await load()).take(request);
}

/** The profiles of the shared AWS config and credentials files, sorted by name. */
export async function listProfiles(...args: Parameters<Aws['listProfiles']>): Promise<ProfileInfo[]> {
  return (await loadAws()).listProfiles(...args);
}

/** Asks STS whom a profile's credentials belong to. */
export async function verifyProfile(...args: Parameters<Aws['verifyProfile']>): Promise<VerifiedProfile> {
  return (await loadAws()).verifyProfile(...args);
}

/**
 * What begins with `baseline:` is an accepted baseline. What looks like a path is a file, any other word a profile.
 * Where that doesn't work out (no file there, or a file under a plain name) the profiles decide: some tools name
 * profiles `account/role`.
 */
async function kindOfSource({ source, cwd, env }: SnapshotRequest): Promise<Snapshotter['kind']> {
  if (isBaselineSource(source)) return 'baseline';
  const isPath = isPathLike(source);
  if (isPath === (await isThere(path.resolve(cwd ?? '.', source), isPath)))
    return isPath ? 'file' : 'profile';
  const profiles = await listProfiles(env);
  return profiles.some(({ name }) => name === source) ? 'profile' : 'file';
}

/** A path may lead to anything, so that the file snapshotter can say what is wrong; a plain word to a file only. */
async function isThere(file: string, isPath: boolean): Promise<boolean> {
  const found = await stat(file).catch(() => null);
  return found !== null && (isPath || found.isFile());
}
