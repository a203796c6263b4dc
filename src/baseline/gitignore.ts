import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { errorCode, explainDiskError } from './disk-error.js';

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

/** Makes a file, and the folders above it, where there is none; false if there is one. */
export async function makeFile(path: string, content: string): Promise<boolean> {
  try {
    await mkdir(dirname(path), { recursive: true });
  } catch (error) {
    throw explainDiskError('make', dirname(path), error);
  }
  try {
    await writeFile(path, content, { flag: 'wx' });
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw explainDiskError('write', path, error);
  }
}
