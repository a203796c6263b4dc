import { lstat, mkdir, rename } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { explainDiskError, onDisk } from './disk-error.js';
import type { RunFile, WrittenRun } from './run-types.js';
import { withTempFolder } from './temp-folder.js';

export interface RunRequest {
  /** The folder of all runs, such as `<cwd>/baselines/runs`. Made where absent. */
  readonly root: string;
  readonly now: Date;
  /** Asked for one after the other, so each may be made when its turn comes. */
  readonly files: Iterable<RunFile>;
  /** Aborting leaves nothing behind; the signal's reason is thrown. */
  readonly signal?: AbortSignal;
}

/**
 * Writes a run whole or not at all, into `<root>/YYYY/MM/DD/HH/MM/SS` in UTC. A second run in the same second
 * gets `SS-2`, and so on, also when two processes come at once.
 * Folders have mode 0700 and files 0600. Throws UserError for what the disk refuses and for bad file names.
 */
export async function writeRun(request: RunRequest): Promise<WrittenRun> {
  const root = resolve(request.root);
  await makeFolder(root);
  return withTempFolder(root, request, async (temp, files) => {
    const folder = await moveToOwnFolder(temp, join(root, ...utcPath(request.now)));
    return { folder, files, gone: [] };
  });
}

/** `2026-11-22T08:20:21.000Z` as `['2026', '11', '22', '08', '20', '21']`. */
function utcPath(now: Date): string[] {
  return now.toISOString().slice(0, 19).split(/[-T:]/);
}

export async function makeFolder(folder: string): Promise<void> {
  await onDisk('make', folder, () => mkdir(folder, { recursive: true, mode: 0o700 }));
}

/**
 * Renaming is the test and the claim in one: a folder never replaces one that holds files (rename(2):
 * ENOTEMPTY or EEXIST; Windows: EPERM), so of two runs at once only one gets a name.
 */
async function moveToOwnFolder(temp: string, wanted: string): Promise<string> {
  await makeFolder(dirname(wanted));
  for (let count = 1; ; count++) {
    const target = count === 1 ? wanted : `${wanted}-${count}`;
    try {
      await rename(temp, target);
      return target;
    } catch (error) {
      if (!(await exists(target))) throw explainDiskError('write', target, error);
    }
  }
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
