import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { errorCode, explainDiskError, onDisk } from './disk-error.js';

const GITIGNORE = `# The items of each side are large and can be derived from the run's snapshots.
*_iam_tuples.csv
# A run that is still being written.
.tmp-*
`;

/**
 * Makes `<baselines>/.gitignore` where there is none; a user's own is never touched.
 * Returns its absolute path if it was made (commit it with the run), else null.
 */
export async function ensureGitignore(baselinesFolder: string): Promise<string | null> {
  const path = join(resolve(baselinesFolder), '.gitignore');
  return (await makeFile(path, GITIGNORE)) ? path : null;
}

/**
 * Makes a file (mode 0600), and the folders above it (0700), where there is none; false if there is one. A write that
 * fails leaves no file behind: half of one would be taken for the user's own.
 */
export async function makeFile(path: string, content: string): Promise<boolean> {
  await onDisk('make', dirname(path), () => mkdir(dirname(path), { recursive: true, mode: 0o700 }));
  const handle = await openWhereNone(path);
  if (handle === null) return false;
  try {
    await handle.writeFile(content);
  } catch (error) {
    await rm(path, { force: true });
    throw explainDiskError('write', path, error);
  } finally {
    await handle.close();
  }
  return true;
}

async function openWhereNone(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, 'wx', 0o600);
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return null;
    throw explainDiskError('write', path, error);
  }
}
