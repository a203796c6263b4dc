import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from './disk-error.js';

/** What `merge --squash`, `revert --no-commit` and `cherry-pick --no-commit` prepare for the user's next commit. */
const MESSAGES = ['SQUASH_MSG', 'MERGE_MSG'];

/** Runs a commit that is not the user's next one: git deletes the prepared messages after any commit. */
export async function keepPendingMessages<T>(gitFolder: string, commit: () => Promise<T>): Promise<T> {
  const kept = await Promise.all(
    MESSAGES.map(async (name) => {
      const path = join(gitFolder, name);
      return { path, content: await readFile(path).catch(() => null) };
    }),
  );
  const result = await commit();
  for (const { path, content } of kept) {
    if (content !== null) await writeIfAbsent(path, content);
  }
  return result;
}

async function writeIfAbsent(path: string, content: Uint8Array): Promise<void> {
  try {
    await writeFile(path, content, { flag: 'wx' });
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
}
