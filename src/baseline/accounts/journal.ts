import { mkdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isRecord } from '../../model/json.js';
import { errorCode, onDisk } from '../disk-error.js';
import { withPathspecFile } from '../pathspec-file.js';
import { gitAnswer, gitText, listTree, readBlobs } from './objects.js';
import type { AccountsPlace } from './place.js';

/**
 * What an accept is about to write, noted before the first byte: if the run dies, the next one puts these files back
 * to what HEAD holds, be that the old state or the new one. Paths from the top of the repository, with `/`.
 */
interface Journal {
  readonly folder: string;
  readonly names: readonly string[];
}

function journalPath({ gitFolder }: AccountsPlace): string {
  return join(gitFolder, 'iamdrift-accept.json');
}

/** Notes which files, below a folder, are about to be written or deleted. */
export async function writeJournal(
  place: AccountsPlace,
  folder: string,
  names: readonly string[],
): Promise<void> {
  const path = journalPath(place);
  const journal: Journal = { folder, names };
  await onDisk('write', path, async () => {
    await writeFile(`${path}.new`, JSON.stringify(journal), { mode: 0o600 });
    await rename(`${path}.new`, path);
  });
}

export async function removeJournal(place: AccountsPlace): Promise<void> {
  const path = journalPath(place);
  await onDisk('write', path, () => rm(path, { force: true }));
}

/** Puts back what an accept that died had begun. True if there was one. Call it with the lock held. */
export async function recover(place: AccountsPlace): Promise<boolean> {
  const path = journalPath(place);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return false;
  const { folder, names } = readJournal(text);
  await restore(place, folder, names);
  await removeJournal(place);
  return true;
}

/**
 * The files as HEAD holds them, in the work tree and in the index; those that it doesn't hold are deleted.
 * Throws UserError where that can't be done: then the journal must stay.
 */
export async function restore(place: AccountsPlace, folder: string, names: readonly string[]): Promise<void> {
  const top = { folder: place.toplevel, env: place.env };
  const pathOf = (name: string): string => join(place.toplevel, folder, name);
  const tree = place.head === null ? null : await listTree(top, 'HEAD', folder);
  const texts = await readBlobs(
    top,
    names.flatMap((name) => tree?.files.get(name) ?? []),
  );
  // A file may have come where a folder was: what goes, goes first.
  for (const name of names.filter((one) => !tree?.files.has(one))) {
    await onDisk('delete', pathOf(name), () => rm(pathOf(name), { force: true }));
    await removeEmptyFolders(dirname(pathOf(name)), join(place.toplevel, dirname(folder)));
  }
  for (const name of names) {
    const text = texts.get(tree?.files.get(name) ?? '');
    if (text === undefined) continue;
    await onDisk('write', pathOf(name), async () => {
      await mkdir(dirname(pathOf(name)), { recursive: true, mode: 0o700 });
      await writeFile(pathOf(name), text, { mode: 0o600 });
    });
  }
  // Where nothing was staged the index needn't be written, and may be locked.
  if ((await gitAnswer(top, ['diff', '--cached', '--quiet', '--', folder])) !== null) return;
  await withPathspecFile(
    place.gitFolder,
    names.map((name) => `${folder}/${name}`),
    (options) => gitText(top, ['reset', '--quiet', ...options]),
  );
}

/** The folder and those above it, up to but without `top`, as far as they are empty: git holds no empty folder. */
export async function removeEmptyFolders(folder: string, top: string): Promise<void> {
  for (let path = folder; path.length > top.length; path = dirname(path)) {
    const removed = await rmdir(path).then(
      () => true,
      () => false,
    );
    if (!removed) return;
  }
}

function readJournal(text: string): Journal {
  const value: unknown = JSON.parse(text);
  if (!isRecord(value) || typeof value.folder !== 'string' || !Array.isArray(value.names)) {
    throw new Error(`a journal that no iamdrift wrote: ${text.slice(0, 200)}`);
  }
  return { folder: value.folder, names: value.names.map(String) };
}
