import { Worker } from 'node:worker_threads';
import type { AccessComparison, AccessInput, AnswerAll } from '../model/access.js';
import { compareAccess, compareAllAccess, loadServiceData, servicesOf } from '../policy/access/index.js';

/** A thread takes some 50 ms to start: it must have that much to do. */
const FEWEST_PER_THREAD = 20;

/** What a thread makes is soon forgotten: a larger nursery only takes memory, some 20 MB. */
const LIMITS = { maxYoungGenerationSizeMb: 6 };

/** Questions that a thread is given at a time. */
const BATCH = 4;

/**
 * Compares access in `threads` threads beside this one, where there is enough to compare. This one goes on with what
 * it has to do, and takes its share once it has nothing else. The answers don't depend on who gives them.
 */
export function answerInThreads(threads: number): AnswerAll {
  return async (inputs) => {
    const helpers = Math.min(threads, Math.floor(inputs.length / FEWEST_PER_THREAD));
    return helpers < 1 ? compareAllAccess(inputs) : new SharedWork(inputs).answers(helpers);
  };
}

/** Questions that several threads take from one list. */
class SharedWork {
  readonly #answers: AccessComparison[] = [];
  #next = 0;

  constructor(readonly inputs: readonly AccessInput[]) {}

  async answers(helpers: number): Promise<readonly AccessComparison[]> {
    const workers = Array.from(
      { length: helpers },
      () =>
        new Worker(new URL('access-worker.js', import.meta.url), {
          workerData: this.inputs,
          resourceLimits: LIMITS,
        }),
    );
    try {
      await Promise.all([this.#ownShare(), ...workers.map((worker) => this.#shareOf(worker))]);
    } finally {
      for (const worker of workers) void worker.terminate();
    }
    return this.#answers;
  }

  async #ownShare(): Promise<void> {
    const data = await loadServiceData(this.inputs.flatMap((input) => [...servicesOf(input)]));
    for (;;) {
      // After what else this thread has to do, and after what the others have sent.
      await new Promise((done) => setImmediate(done));
      const [index] = this.#take(1);
      if (index === undefined) return;
      this.#answers[index] = compareAccess(this.inputs[index]!, data);
    }
  }

  #shareOf(worker: Worker): Promise<void> {
    return new Promise((done, fail) => {
      let taken: readonly number[] = [];
      const ask = (): void => {
        taken = this.#take(BATCH);
        if (taken.length === 0) done();
        else worker.postMessage(taken);
      };
      worker.on('message', (answers: readonly AccessComparison[]) => {
        taken.forEach((index, at) => (this.#answers[index] = answers[at]!));
        ask();
      });
      worker.on('error', fail);
      ask();
    });
  }

  #take(count: number): readonly number[] {
    const first = this.#next;
    this.#next = Math.min(first + count, this.inputs.length);
    return Array.from({ length: this.#next - first }, (_, at) => first + at);
  }
}
