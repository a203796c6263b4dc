/** A thread of `withAccessThreads`: answers those of the questions that it is the first to take. */
import { parentPort, workerData } from 'node:worker_threads';
import type { AccessInput } from '../model/access.js';
import { compareAccessWithCatalogue, loadServiceData } from '../policy/access/index.js';
import { type QuestionBatch, QuestionUnpacker } from './access-questions.js';
import type { AccessAnswer, AccessThreadData } from './access-threads.js';
import { taking } from './taking.js';

const take = taking((workerData as AccessThreadData).taken);
const questions: AccessInput[] = [];
const unpacker = new QuestionUnpacker();
let answering = Promise.resolve();

parentPort!.on('message', (batch: QuestionBatch) => {
  for (const question of unpacker.unpack(batch)) questions.push(question);
  answering = answering.then(answerOpen);
});

// Loads the catalogue, while there is nothing else to do.
await loadServiceData([]);

async function answerOpen(): Promise<void> {
  for (let number = take(questions.length); number !== null; number = take(questions.length)) {
    const answer = await compareAccessWithCatalogue(questions[number]!);
    parentPort!.postMessage({ number, answer } satisfies AccessAnswer);
  }
}
