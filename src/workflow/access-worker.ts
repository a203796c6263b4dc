/** A thread of `withAccessThreads`: answers the questions whose numbers it is sent, in their order. */
import { parentPort } from 'node:worker_threads';
import type { AccessComparison, AccessInput } from '../model/access.js';
import { compareAccess, loadServiceData, servicesOf } from '../policy/access/index.js';
import type { AccessOrder } from './access-threads.js';

type AnswerOne = (question: AccessInput) => AccessComparison;

let questions: readonly AccessInput[] = [];
let ready: Promise<AnswerOne>;

parentPort!.on('message', (order: AccessOrder) => {
  if ('questions' in order) {
    questions = order.questions;
    ready = readyFor(questions);
  } else void answer(order.numbers);
});

async function answer(numbers: readonly number[]): Promise<void> {
  const answerOne = await ready;
  parentPort!.postMessage(numbers.map((number) => answerOne(questions[number]!)));
}

async function readyFor(asked: readonly AccessInput[]): Promise<AnswerOne> {
  const data = await loadServiceData(asked.flatMap((question) => [...servicesOf(question)]));
  return (question) => compareAccess(question, data);
}
