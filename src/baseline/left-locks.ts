import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** Path of a lock file → what tells it from another one of that name, or from itself once it was written to. */
type Locks = ReadonlyMap<string, string>;

/** A git that is alive has done something with its lock by then, or let go of it. */
const STILL_MS = 300;

/**
 * Runs git and, where it was killed, removes the locks that it made and left: git that is hit between making a lock
 * and noting it down for its own end leaves it (3 of 400 times with git 2.39, SIGTERM and `git commit`), and every
 * later git would refuse to work. A lock that stood there before, or that somebody still writes to, is another's.
 * https://github.com/git/git/blob/master/lockfile.h
 */
export async function withoutLeftLocks<T extends { readonly kind: string }>(
  gitFolder: string,
  branch: string,
  run: () => Promise<T>,
): Promise<T> {
  const before = await locksIn(gitFolder, branch);
  const result = await run();
  if (result.kind === 'stopped') {
    const left = await locksIn(gitFolder, branch);
    if ([...left.keys()].some((path) => !before.has(path))) {
      await wait(STILL_MS);
      const later = await locksIn(gitFolder, branch);
      for (const [path, state] of left) {
        if (!before.has(path) && later.get(path) === state) await rm(path, { force: true });
      }
    }
  }
  return result;
}

/** The locks that `git add`, `commit` and `reset` take. */
async function locksIn(gitFolder: string, branch: string): Promise<Locks> {
  const common = await commonFolder(gitFolder);
  const names = await Promise.all(
    [...new Set([gitFolder, common])].map(async (folder) =>
      (await readdir(folder)).filter((name) => name.endsWith('.lock')).map((name) => join(folder, name)),
    ),
  );
  const all = [
    ...names.flat(),
    join(common, 'refs', 'heads', `${branch}.lock`),
    join(common, 'objects', 'maintenance.lock'),
  ];
  const locks = new Map<string, string>();
  for (const path of all) {
    const found = await stat(path).catch(() => null);
    if (found) locks.set(path, `${found.ino} ${found.size} ${found.mtimeMs}`);
  }
  return locks;
}

/** Where the branches are: a work tree beside the main one has a folder of its own for the rest. */
async function commonFolder(gitFolder: string): Promise<string> {
  const text = await readFile(join(gitFolder, 'commondir'), 'utf8').catch(() => '.');
  return resolve(gitFolder, text.trim());
}
