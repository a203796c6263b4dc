import { lstat, readdir, readFile, realpath } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { UserError } from '../model/errors.js';
import { isRecord } from '../model/json.js';
import { errorCode, explainDiskError, onDisk } from './disk-error.js';
import { printable } from './printable.js';
import { isTempName } from './temp-folder.js';

/** A run's own account of itself; its presence is what makes a folder a run. */
export const RUN_JSON = 'run.json';

/** What stands where a run is to go. */
export type Standing =
  | { readonly kind: 'absent' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'earlier run'; readonly names: readonly string[] };

/** The absolute path with symbolic links followed, as far as it exists. */
export async function realFolder(folder: string): Promise<string> {
  const path = resolve(folder);
  try {
    return await realpath(path);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw explainDiskError('write in', path, error);
    // What is no link has come into being meanwhile, by another run.
    const isLink = await lstat(path).then(
      (found) => found.isSymbolicLink(),
      () => false,
    );
    if (!isLink) return path;
    throw new UserError(
      `${printable(path)} is a symbolic link to nothing`,
      'make the folder that it points to',
      {
        cause: error,
      },
    );
  }
}

/**
 * Whether a run may take the folder's place. Only what a run wrote may be replaced: files that `run.json` lists
 * under `files`, or, where it lists none, CSV and JSON files at the top and in `snapshots/`.
 * Throws UserError if the folder holds anything else.
 */
export async function inspectFolder(folder: string): Promise<Standing> {
  for (let tries = 1; ; tries++) {
    try {
      return await look(folder);
    } catch (error) {
      // Another run swapped the folder away under our eyes: there is a new one to look at.
      const wentAway = error instanceof UserError && errorCode(error.cause) === 'ENOENT';
      if (!wentAway || tries === LOOKS) throw error;
    }
  }
}

const LOOKS = 20;

async function look(folder: string): Promise<Standing> {
  let entries;
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return { kind: 'absent' };
    throw explainDiskError('write in', folder, error);
  }
  entries = entries.filter((entry) => !isTempName(entry.name));
  if (entries.length === 0) return { kind: 'empty' };

  if (!entries.some((entry) => entry.name === RUN_JSON && entry.isFile())) {
    throw hasOtherFiles(folder, entries[0]!.name);
  }
  const isOurs = await ownership(folder);
  const names: string[] = [];
  for (const entry of entries) {
    if (entry.isDirectory()) {
      const inner = await onDisk('read', folder, () =>
        readdir(join(folder, entry.name), { withFileTypes: true }),
      );
      if (inner.length === 0 && !isOurs(`${entry.name}/any.json`)) throw hasOtherFiles(folder, entry.name);
      for (const file of inner) {
        const name = `${entry.name}/${file.name}`;
        if (!file.isFile() || !isOurs(name)) throw hasOtherFiles(folder, name);
        names.push(name);
      }
    } else {
      if (!entry.isFile() || !isOurs(entry.name)) throw hasOtherFiles(folder, entry.name);
      names.push(entry.name);
    }
  }
  return { kind: 'earlier run', names };
}

/** Reads `run.json`; returns the test of whether a file belongs to that run. */
async function ownership(folder: string): Promise<(name: string) => boolean> {
  const text = await onDisk('read', join(folder, RUN_JSON), () => readFile(join(folder, RUN_JSON), 'utf8'));
  const run = parseJson(text);
  if (!isRecord(run) || run.tool !== 'iamdrift') throw hasOtherFiles(folder, RUN_JSON);
  if (Array.isArray(run.files)) {
    const names = run.files.map((file: unknown) => (isRecord(file) ? file.name : file));
    const listed = new Set<unknown>([RUN_JSON, ...names]);
    return (name) => listed.has(name);
  }
  return (name) => /^(snapshots\/)?[^./][^/]*\.(csv|json)$/.test(name);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function hasOtherFiles(folder: string, name: string): UserError {
  return new UserError(
    `The output folder ${printable(folder)} holds ${printable(name)}, which no run of iamdrift wrote`,
    'name an empty or new folder, or the folder of an earlier run with nothing else in it',
  );
}
