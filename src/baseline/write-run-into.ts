import { access, constants, mkdir, readdir, realpath, rename, rmdir, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { UserError } from '../model/errors.js';
import { errorCode, explainDiskError, onDisk } from './disk-error.js';
import { inspectFolder, realFolder, RUN_JSON, type Standing } from './output-folder.js';
import { printable } from './printable.js';
import type { RunFile, WrittenFile, WrittenRun } from './run-types.js';
import { asideName, discard, isTempName, withTempFolder } from './temp-folder.js';
import { makeFolder } from './write-run.js';

export interface OutputRequest {
  /** The files go directly into this folder. */
  readonly folder: string;
  readonly files: Iterable<RunFile>;
  readonly signal?: AbortSignal;
}

/** Of runs into one folder at once, each tries again when another was faster. */
const TRIES = 20;
const WAIT_MS = 50;

/** A name of the form of all our temporary folders, so that it is looked over and, once stale, removed. */
const ENTRIES_ASIDE = '.tmp-iamdrift-000000-old';

/**
 * Writes a run into a folder of the user's choice: one that is absent or empty, or that holds an earlier run of
 * ours, which is replaced as a whole. Anything else there is a UserError, and stays as it is.
 * The files are made elsewhere first; then the folder is swapped by renaming. A folder that can't be renamed (a
 * mount point, the working directory, one whose parent is read-only) has its entries swapped instead.
 */
export async function writeRunInto(request: OutputRequest): Promise<WrittenRun> {
  const folder = await realFolder(request.folder);
  const standing = await inspectFolder(folder);
  if (standing.kind === 'absent') await makeFolder(dirname(folder));
  const inside = standing.kind !== 'absent' && !(await canBeRenamed(folder));
  const swap = inside ? swapEntries : swapFolder;

  return withTempFolder(inside ? folder : dirname(folder), request, async (temp, files) => {
    const replaced = await swap(temp, folder);
    return { folder, files, gone: goneFrom(replaced, files) };
  });
}

async function canBeRenamed(folder: string): Promise<boolean> {
  const parent = dirname(folder);
  const [own, above] = await onDisk('read', folder, () => Promise.all([stat(folder), stat(parent)]));
  if (own.dev !== above.dev || parent === folder) return false;
  const fromHere = relative(folder, await realpath(process.cwd()));
  // A shell that stands in a folder which is swapped away stands nowhere.
  if (!fromHere.startsWith('..') && !isAbsolute(fromHere)) return false;
  return access(parent, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
}

function goneFrom(replaced: Standing, files: readonly WrittenFile[]): string[] {
  if (replaced.kind !== 'earlier run') return [];
  const present = new Set(files.map((file) => file.name));
  return replaced.names.filter((name) => !present.has(name));
}

/** The old folder is moved aside, the new one takes its name, the old one is deleted. */
async function swapFolder(temp: string, folder: string): Promise<Standing> {
  const aside = asideName(temp);
  for (let tries = 1; tries <= TRIES; tries++) {
    // Looked at again: writing may have taken minutes, and another run may have come in between.
    const standing = await inspectFolder(folder);
    const movedAside = standing.kind !== 'absent' && (await tryRename(folder, aside, ['ENOENT']));
    try {
      const moved = await tryRename(temp, folder, ['ENOTEMPTY', 'EEXIST']);
      await discard(aside);
      if (moved) return standing;
    } catch (error) {
      if (movedAside) await tryRename(aside, folder, []);
      throw error;
    }
  }
  throw isBusy(folder, 'wait for it, then run again');
}

function isBusy(folder: string, mend: string): UserError {
  return new UserError(`The output folder ${printable(folder)} is being written by another run`, mend);
}

/** False if the rename failed in one of the expected ways. */
async function tryRename(from: string, to: string, expected: readonly string[]): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (expected.includes(errorCode(error) ?? '')) return false;
    throw explainDiskError('write', to, error);
  }
}

/**
 * The same, entry by entry, with all put back if one fails. `run.json` leaves first and comes last.
 * The folder where the old entries wait has one name for all, so that it is a lock as well.
 */
async function swapEntries(temp: string, folder: string): Promise<Standing> {
  const aside = join(folder, ENTRIES_ASIDE);
  for (let tries = 1; !(await tryMake(aside)); tries++) {
    if (tries === TRIES) throw isBusy(folder, `wait for it; if there is none, delete ${aside}`);
    await wait(WAIT_MS);
  }
  let standing: Standing;
  try {
    standing = await inspectFolder(folder);
    await moveEntries(temp, folder, aside);
  } catch (error) {
    // It is empty, or holds what could not be put back: that must stay.
    await rmdir(aside).catch(() => undefined);
    throw error;
  }
  // From here on the lock may be another run's.
  await discard(aside);
  await discard(temp);
  return standing;
}

async function tryMake(folder: string): Promise<boolean> {
  try {
    await mkdir(folder, { mode: 0o700 });
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw explainDiskError('make', folder, error);
  }
}

async function moveEntries(temp: string, folder: string, aside: string): Promise<void> {
  const done: (readonly [from: string, to: string])[] = [];
  const move = async (from: string, to: string, name: string): Promise<void> => {
    await rename(join(from, name), join(to, name));
    done.push([join(from, name), join(to, name)]);
  };
  try {
    const leaving = (await readdir(folder)).filter((name) => !isTempName(name));
    const coming = await readdir(temp);
    for (const name of runJsonFirst(leaving)) await move(folder, aside, name);
    for (const name of runJsonFirst(coming).reverse()) await move(temp, folder, name);
  } catch (error) {
    for (const [from, to] of done.reverse()) await rename(to, from);
    throw explainDiskError('write in', folder, error);
  }
}

function runJsonFirst(names: readonly string[]): string[] {
  return [...names.filter((name) => name === RUN_JSON), ...names.filter((name) => name !== RUN_JSON)];
}
