/** The thread of `withFileThread`. */
import { parentPort, workerData } from 'node:worker_threads';
import { fileSnapshotter } from '../snapshot/file/index.js';
import { canonicalText } from './canonical-text.js';
import type { FileAnswer, FileRequest } from './file-thread.js';

const send = (answer: FileAnswer): void => parentPort!.postMessage(answer);

const taken = await fileSnapshotter.take({
  ...(workerData as FileRequest),
  env: process.env,
  now: () => new Date(),
});
send(taken);
send(canonicalText(taken.snapshot));
