/** The thread of `withFileThread`. */
import { parentPort, workerData } from 'node:worker_threads';
import { fileSnapshotter } from '../snapshot/file/index.js';
import { canonicalText } from './canonical-text.js';
import type { FileAnswer, FileRequest } from './file-thread.js';

const taken = await fileSnapshotter.take({
  ...(workerData as FileRequest),
  env: process.env,
  now: () => new Date(),
});
parentPort!.postMessage(taken satisfies FileAnswer);
const text = canonicalText(taken.snapshot);
parentPort!.postMessage(text satisfies FileAnswer, [text.bytes.buffer]);
