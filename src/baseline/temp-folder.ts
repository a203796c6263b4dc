import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { onDisk } from './disk-error.js';
import { checkFileName } from './file-name.js';
import type { RunFile, WrittenFile } from './run-types.js';
import { writeNewFile } from './write-file.js';

const PREFIX = '.tmp-iamdrift-';
const TEMP_NAME = /^\.tmp-iamdrift-[A-Za-z0-9]{6}(-old)?$/;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Whether a folder's name is one that a run gives to its temporary folders. */
export function isTempName(name: string): boolean {
  return TEMP_NAME.test(name);
}

/** Where an earlier run waits while the new one takes its place. */
export function asideName(temp: string): string {
  return `${temp}-old`;
}

export interface FillRequest {
  readonly files: Iterable<RunFile>;
  readonly signal?: AbortSignal;
}

/**
 * Writes files into a new temporary folder in `parent` and hands it to `place`, which moves it to where it
 * belongs. Whatever fails, nothing of it stays. Temporary folders of killed runs go too, once a day old.
 */
export async function withTempFolder<T>(
  parent: string,
  request: FillRequest,
  place: (temp: string, files: readonly WrittenFile[]) => Promise<T>,
): Promise<T> {
  request.signal?.throwIfAborted();
  const temp = await onDisk('write in', parent, () => mkdtemp(join(parent, PREFIX)));
  try {
    await removeStale(parent, temp);
    const files = await fill(temp, request);
    request.signal?.throwIfAborted();
    return await place(temp, files);
  } catch (error) {
    await discard(temp);
    throw error;
  }
}

/** Removes a folder of ours. A failure to do so must not hide what led here; the next day's run tries again. */
export async function discard(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true }).catch(() => undefined);
}

async function fill(temp: string, request: FillRequest): Promise<WrittenFile[]> {
  const written: WrittenFile[] = [];
  // Bytes take no work any more: they are written while other files' texts are made, and end that where they fail.
  const aside: Promise<void>[] = [];
  const failed = new AbortController();
  const signal = AbortSignal.any([failed.signal, ...(request.signal ? [request.signal] : [])]);
  try {
    for (const { name, content, keepOutOfGit = false } of request.files) {
      checkFileName(name);
      const path = join(temp, name);
      const folder = dirname(path);
      await onDisk('make', folder, () => mkdir(folder, { recursive: true, mode: 0o700 }));
      const writing = writeNewFile(path, content, signal);
      if (content instanceof Uint8Array) {
        writing.catch((error: unknown) => failed.abort(error));
        aside.push(writing);
      } else {
        await writing;
      }
      written.push({ name, keepOutOfGit });
    }
  } finally {
    // What is still being written must not appear in a folder that is removed.
    await Promise.allSettled(aside);
  }
  await Promise.all(aside);
  // An empty folder could be renamed onto by anybody, and git can't hold it.
  if (written.length === 0) throw new Error('a run without files cannot be written');
  return written;
}

/** Compared with the new folder's time, not with ours: a file server's clock may differ. */
async function removeStale(parent: string, own: string): Promise<void> {
  const { mtimeMs: now } = await onDisk('read', own, () => stat(own));
  for (const entry of await onDisk('read', parent, () => readdir(parent, { withFileTypes: true }))) {
    if (!entry.isDirectory() || !isTempName(entry.name)) continue;
    const path = join(parent, entry.name);
    const age = await stat(path).then(
      ({ mtimeMs }) => now - mtimeMs,
      () => 0, // its run has just ended
    );
    if (age > DAY_MS) await discard(path);
  }
}
