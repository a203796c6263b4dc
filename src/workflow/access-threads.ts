import { Worker } from 'node:worker_threads';
import type { AccessComparison, AccessInput, AnswerAll } from '../model/access.js';
import { compareAccess, compareAllAccess, loadServiceData, servicesOf } from '../policy/access/index.js';

/** A thread takes as long to start as some of them take to be answered. */
const FEWEST_PER_THREAD = 20;

/** What a thread makes is soon forgotten: a larger nursery only takes memory, some 20 MB. */
const LIMITS = { maxYoungGenerationSizeMb: 6 };

/** Questions that a thread is given at a time. */
const BATCH = 4;

/** What a thread is told: the questions, and then, again and again, the numbers of those that it is to answer. */
export type AccessOrder =
  { readonly questions: readonly AccessInput[] } | { readonly numbers: readonly number[] };

export interface ThreadChoice {
  /** At most. */
  readonly threads: number;
  /** Much is compared: a thread is started while it isn't known yet whether there are questions. */
  readonly early: boolean;
}

/**
 * Does `work` with threads that compare access, where there is enough to compare. This thread goes on with what it has
 * to do, and takes its share once it has nothing else. The answers don't depend on who gives them.
 */
export async function withAccessThreads<T>(
  { threads, early }: ThreadChoice,
  work: (answerAll: AnswerAll) => Promise<T>,
): Promise<T> {
  const started: AccessThread[] = [];
  const atLeast = (count: number): readonly AccessThread[] => {
    while (started.length < count) started.push(new AccessThread());
    return started.slice(0, count);
  };
  try {
    if (early) atLeast(Math.min(threads, 1));
    return await work((questions) => {
      const helpers = Math.min(threads, Math.floor(questions.length / FEWEST_PER_THREAD));
      return helpers < 1 ? compareAllAccess(questions) : new SharedWork(questions).answers(atLeast(helpers));
    });
  } finally {
    for (const thread of started) thread.end();
  }
}

/** Questions that several threads take from one list. */
class SharedWork {
  readonly #answers: AccessComparison[] = [];
  #next = 0;

  constructor(readonly questions: readonly AccessInput[]) {}

  async answers(threads: readonly AccessThread[]): Promise<readonly AccessComparison[]> {
    await Promise.all([this.#ownShare(), ...threads.map((thread) => this.#shareOf(thread))]);
    return this.#answers;
  }

  async #ownShare(): Promise<void> {
    const data = await loadServiceData(this.questions.flatMap((input) => [...servicesOf(input)]));
    for (;;) {
      // After what else this thread has to do, and after what the others have sent.
      await new Promise((done) => setImmediate(done));
      const [number] = this.#take(1);
      if (number === undefined) return;
      this.#answers[number] = compareAccess(this.questions[number]!, data);
    }
  }

  async #shareOf(thread: AccessThread): Promise<void> {
    thread.prepare(this.questions);
    for (let numbers = this.#take(BATCH); numbers.length > 0; numbers = this.#take(BATCH)) {
      const answers = await thread.answer(numbers);
      numbers.forEach((number, at) => (this.#answers[number] = answers[at]!));
    }
  }

  #take(count: number): readonly number[] {
    const first = this.#next;
    this.#next = Math.min(first + count, this.questions.length);
    return Array.from({ length: this.#next - first }, (_, at) => first + at);
  }
}

/** A thread, from this side. */
class AccessThread {
  readonly #worker = new Worker(new URL('access-worker.js', import.meta.url), { resourceLimits: LIMITS });
  readonly #failed: Promise<never>;

  constructor() {
    this.#failed = new Promise((_, fail) => this.#worker.once('error', fail));
    // It may fail before anything is asked; who asks then is told.
    this.#failed.catch(() => undefined);
  }

  prepare(questions: readonly AccessInput[]): void {
    this.#send({ questions });
  }

  /** Answers some of the questions, by their numbers. Rejects with what made the thread end. */
  answer(numbers: readonly number[]): Promise<readonly AccessComparison[]> {
    const answered = new Promise<readonly AccessComparison[]>((done) => this.#worker.once('message', done));
    this.#send({ numbers });
    return Promise.race([answered, this.#failed]);
  }

  end(): void {
    void this.#worker.terminate();
  }

  #send(order: AccessOrder): void {
    this.#worker.postMessage(order);
  }
}
