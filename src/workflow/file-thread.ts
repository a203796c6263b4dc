import type { Worker } from 'node:worker_threads';
import type { RowCounts, SnapshotText } from '../model/run.js';
import { isPathLike } from '../snapshot/path-like.js';
import type { SnapshotRequest, TakenSnapshot } from '../snapshot/snapshotter.js';
import { isLargeFile } from './large-file.js';
import { unpackSnapshot } from './packed-snapshot.js';
import { takeFileThread } from './waiting-thread.js';
import type { World } from './world.js';

/** Of a `SourceRequest`, what a file has to do with. */
interface Source {
  readonly source: string;
  readonly accountId?: string | undefined;
}

/** What the thread is told. */
export type FileRequest = Pick<SnapshotRequest, 'source' | 'accountId'> & { readonly cwd: string };

/** What the thread sends, one after the other. */
export type FileAnswer =
  | { readonly packed: string }
  | { readonly text: SnapshotText }
  /** How many rows each document of the packed snapshot has. */
  | { readonly rows: Uint32Array };

/** What a thread makes of a file. null: it ended before, for whatever reason. */
export interface ReadAside {
  readonly taken: Promise<TakenSnapshot | null>;
  readonly text: Promise<SnapshotText | null>;
  readonly rows: Promise<RowCounts | null>;
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
  if (threads < 1 || !isWorthAThread(request)) return work(null);
  const thread = takeFileThread();
  thread.postMessage(request satisfies FileRequest);
  const answers = answersOf(thread);
  const unpacked = answers.packed.then((one) => one && unpackSnapshot(one.packed));
  try {
    return await work({
      taken: unpacked.then((one) => one?.taken ?? null),
      text: answers.text.then((one) => one?.text ?? null),
      rows: Promise.all([unpacked, answers.rows]).then(
        ([one, counted]) =>
          one && counted && new Map(one.documents.map((document, at) => [document, counted.rows[at]!])),
      ),
    });
  } finally {
    void thread.terminate();
  }
}

type Answers = {
  readonly [Kind in 'packed' | 'text' | 'rows']: Promise<Extract<FileAnswer, Record<Kind, unknown>> | null>;
};

function answersOf(thread: Worker): Answers {
  const answer = <A extends FileAnswer>(isIt: (one: FileAnswer) => one is A): Promise<A | null> =>
    new Promise((done) => {
      thread.on('message', (one: FileAnswer) => {
        if (isIt(one)) done(one);
      });
      thread.once('exit', () => done(null));
    });
  return {
    packed: answer((one) => 'packed' in one),
    text: answer((one) => 'text' in one),
    rows: answer((one) => 'rows' in one),
  };
}

/** Plain words may be profiles; pipes, and what a device stands for, can be read once only. */
function isWorthAThread({ source, cwd }: FileRequest): boolean {
  return isPathLike(source) && !source.startsWith('/dev/') && isLargeFile(source, cwd);
}
