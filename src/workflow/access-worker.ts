/** A thread of `answerInThreads`: answers the questions whose numbers it is sent, in their order. */
import { parentPort, workerData } from 'node:worker_threads';
import type { AccessInput } from '../model/access.js';
import { compareAccess, loadServiceData, servicesOf } from '../policy/access/index.js';

const inputs = workerData as readonly AccessInput[];
const data = await loadServiceData(inputs.flatMap((input) => [...servicesOf(input)]));

parentPort!.on('message', (indexes: readonly number[]) => {
  parentPort!.postMessage(indexes.map((index) => compareAccess(inputs[index]!, data)));
});
