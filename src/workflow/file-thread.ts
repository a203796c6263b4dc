import { stat } from 'node:fs/promises';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { SnapshotRequest, TakenSnapshot } from '../snapshot/snapshotter.js';

/** Bytes of a file that are worth a thread: it takes as long to start as half of them take to be read. */
const FEWEST_BYTES = 1_000_000;

/** What reading makes is soon forgotten: a larger nursery only takes memory. */
const LIMITS = { maxYoungGenerationSizeMb: 24 };

/** What the thread is told. */
export type FileRequest = Pick<SnapshotRequest, 'source' | 'accountId'> & { readonly cwd: string };

/** What the thread sends: the snapshot first, its text later. */
export type FileAnswer = TakenSnapshot | string;

/** What a thread makes of a file. null: it ended before, for whatever reason. */
export interface ReadAside {
  readonly taken: Promise<TakenSnapshot | null>;
  /** The canonical text of the snapshot, as `snapshotToJson` writes it. */
  readonly text: Promise<string | null>;
}

/**
 * Snapshots a file in a thread of its own. null: the source is no file that is worth it, or none that could be read a
 * second time if the thread failed.
 */
export async function readAside(request: FileRequest): Promise<ReadAside | null> {
  if (!(await isLargeFile(request))) return null;
  const worker = new Worker(new URL('file-worker.js', import.meta.url), {
    workerData: request,
    resourceLimits: LIMITS,
  });
  // Whoever asked reads the file again, and meets the same error.
  worker.once('error', () => undefined);
  const answer = <T extends FileAnswer>(isIt: (one: FileAnswer) => one is T): Promise<T | null> =>
    new Promise((done) => {
      worker.on('message', (one: FileAnswer) => {
        if (isIt(one)) done(one);
      });
      worker.once('exit', () => done(null));
    });
  return { taken: answer(isSnapshot), text: answer(isText) };
}

function isText(answer: FileAnswer): answer is string {
  return typeof answer === 'string';
}

function isSnapshot(answer: FileAnswer): answer is TakenSnapshot {
  return !isText(answer);
}

/** Plain words may be profiles; pipes, and what a device stands for, can be read once only. */
async function isLargeFile({ source, cwd }: FileRequest): Promise<boolean> {
  if (!/[/\\]|\.json$/i.test(source) || source.startsWith('/dev/')) return false;
  const found = await stat(path.resolve(cwd, source)).catch(() => null);
  return found !== null && found.isFile() && found.size >= FEWEST_BYTES;
}
