/** The thread of `withFileThread`: answers one request, bit by bit, what is needed first before the rest. */
import { parentPort } from 'node:worker_threads';
import { fileSnapshotter } from '../snapshot/file/index.js';
import { canonicalText } from './canonical-text.js';
import type { FileAnswer, FileRequest } from './file-thread.js';
import { packSnapshot } from './packed-snapshot.js';

const request = await new Promise<FileRequest>((done) => parentPort!.once('message', done));
const taken = await fileSnapshotter.take({ ...request, env: process.env, now: () => new Date() });
const { json, documents } = packSnapshot(taken);
answer({ packed: json });
const text = canonicalText(taken.snapshot);
answer({ text }, text.bytes.buffer);
const { loadCatalogue } = await import('../policy/catalogue.js');
const { rowCounts } = await import('../report/tuples/row-counts.js');
answer({ rows: rowCounts(documents, await loadCatalogue()) });

function answer(one: FileAnswer, ...given: readonly ArrayBuffer[]): void {
  parentPort!.postMessage(one, given);
}
