import { randomBytes } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onDisk } from './disk-error.js';

/**
 * Hands names to git by a file, as thousands of them are too long for a command line. `use` gets git's options.
 * https://git-scm.com/docs/git-add#Documentation/git-add.txt---pathspec-from-fileltfilegt
 */
export async function withPathspecFile<T>(
  gitFolder: string,
  names: readonly string[],
  use: (options: readonly string[]) => Promise<T>,
): Promise<T> {
  const path = join(gitFolder, `iamdrift-paths-${randomBytes(6).toString('hex')}`);
  await onDisk('write', path, () => writeFile(path, names.join('\0'), { flag: 'wx', mode: 0o600 }));
  try {
    return await use([`--pathspec-from-file=${path}`, '--pathspec-file-nul']);
  } finally {
    await rm(path, { force: true }).catch(() => undefined);
  }
}
