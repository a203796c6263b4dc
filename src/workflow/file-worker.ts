/** The thread of `readAside`. */
import { parentPort, workerData } from 'node:worker_threads';
import { takeSnapshot } from '../snapshot/index.js';
import { snapshotToJson } from '../snapshot/snapshot-json.js';
import type { FileAnswer, FileRequest } from './file-thread.js';

const send = (answer: FileAnswer): void => parentPort!.postMessage(answer);

const taken = await takeSnapshot({ ...(workerData as FileRequest), env: process.env, now: () => new Date() });
send(taken);
send(snapshotToJson(taken.snapshot));
