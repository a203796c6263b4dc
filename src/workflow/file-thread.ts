import { stat } from 'node:fs/promises';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { SnapshotText } from '../model/run.js';
import { isPathLike } from '../snapshot/path-like.js';
import type { SnapshotRequest, TakenSnapshot } from '../snapshot/snapshotter.js';
import type { World } from './world.js';

/** Bytes of a file that are worth a thread. Below, it saves less time than what it takes of the other core's. */
const FEWEST_BYTES = 3_000_000;

/** What reading makes is soon forgotten: a larger nursery only takes memory. */
const LIMITS = { maxYoungGenerationSizeMb: 24 };

/** Of a `SourceRequest`, what a file has to do with. */
interface Source {
  readonly source: string;
  readonly accountId?: string | undefined;
}

/** What the thread is told. */
export type FileRequest = Pick<SnapshotRequest, 'source' | 'accountId'> & { readonly cwd: string };

/** What the thread sends: first the one, then the other. */
export type FileAnswer = TakenSnapshot | SnapshotText;

/** What a thread makes of a file. null: it ended before, for whatever reason. */
export interface ReadAside {
  readonly taken: Promise<TakenSnapshot | null>;
  readonly text: Promise<SnapshotText | null>;
}

/**
 * Does `work` while a file is snapshotted in a thread of its own. `aside` is null where there is no thread to have, or
 * the source is no file that is worth one, or none that could be read a second time if the thread failed.
 */
export async function withFileThread<T>(
  { source, accountId }: Source,
  { threads = 0, cwd }: World,
  work: (aside: ReadAside | null) => Promise<T>,
): Promise<T> {
  const request = { source, cwd, ...(accountId !== undefined && { accountId }) };
  if (threads < 1 || !(await isLargeFile(request))) return work(null);
  const worker = new Worker(new URL('file-worker.js', import.meta.url), {
    workerData: request,
    resourceLimits: LIMITS,
  });
  // Whoever asks then reads the file again, and meets the same error.
  worker.once('error', () => undefined);
  const answer = <A extends FileAnswer>(isIt: (one: FileAnswer) => one is A): Promise<A | null> =>
    new Promise((done) => {
      worker.on('message', (one: FileAnswer) => {
        if (isIt(one)) done(one);
      });
      worker.once('exit', () => done(null));
    });
  try {
    return await work({ taken: answer(isSnapshot), text: answer(isText) });
  } finally {
    void worker.terminate();
  }
}

function isText(answer: FileAnswer): answer is SnapshotText {
  return 'sha256' in answer;
}

function isSnapshot(answer: FileAnswer): answer is TakenSnapshot {
  return !isText(answer);
}

/** Plain words may be profiles; pipes, and what a device stands for, can be read once only. */
async function isLargeFile({ source, cwd }: FileRequest): Promise<boolean> {
  if (!isPathLike(source) || source.startsWith('/dev/')) return false;
  const found = await stat(path.resolve(cwd, source)).catch(() => null);
  return found !== null && found.isFile() && found.size >= FEWEST_BYTES;
}
