import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode, explainDiskError } from './disk-error.js';

/** `YYYY/MM/DD/HH/MM/SS`. */
const DEPTH = 6;

/**
 * The folder of the latest run below `<root>` that has a file of that name; null: there is none. Runs of one second
 * come in the order of their numbers. Throws UserError for what the disk refuses.
 */
export async function latestRun(root: string, file: string, depth = DEPTH): Promise<string | null> {
  if (depth === 0) {
    const isThere = await access(join(root, file)).then(
      () => true,
      () => false,
    );
    return isThere ? root : null;
  }
  for (const name of await foldersOf(root)) {
    const found = await latestRun(join(root, name), file, depth - 1);
    if (found !== null) return found;
  }
  return null;
}

/** Names that are numbers (`08`, `08-2`), the latest first. */
async function foldersOf(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory() && /^\d+(?:-\d+)?$/.test(entry.name))
      .map(({ name }) => name)
      .sort((a, b) => rank(b) - rank(a));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw explainDiskError('read', folder, error);
  }
}

function rank(name: string): number {
  const [number, count = '1'] = name.split('-');
  return Number(number) + Number(count) / 1_000_000;
}
