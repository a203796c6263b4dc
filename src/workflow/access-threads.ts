import { Worker } from 'node:worker_threads';
import type { AccessAnswers, AccessComparison, AccessInput } from '../model/access.js';
import { AccessInTurn, compareAccessWithCatalogue } from '../policy/access/index.js';
import { QuestionPacker } from './access-questions.js';
import { taking } from './taking.js';

/** A thread takes as long to start as some of them take to be answered. */
const FEWEST_PER_THREAD = 20;

/** What a thread makes is soon forgotten: a larger nursery only takes memory, some 20 MB. */
const LIMITS = { maxYoungGenerationSizeMb: 6 };

/** What a thread is told when it starts: how many questions have been taken, by whomever. */
export interface AccessThreadData {
  readonly taken: SharedArrayBuffer;
}

/** What a thread sends back. */
export interface AccessAnswer {
  readonly number: number;
  readonly answer: AccessComparison;
}

export interface ThreadChoice {
  /** At most. */
  readonly threads: number;
  /** Much is compared: a thread is started while it isn't known yet whether there are questions. */
  readonly early: boolean;
}

/**
 * Does `work` with threads that compare access, where there is enough to compare. One that is started early answers
 * from the first question on; this thread goes on with what it has to do, and takes its share once it has nothing
 * else. The answers don't depend on who gives them.
 */
export async function withAccessThreads<T>(
  { threads, early }: ThreadChoice,
  work: (answers: AccessAnswers) => Promise<T>,
): Promise<T> {
  if (threads < 1) return work(new AccessInTurn());
  const shared = new SharedQuestions(threads);
  try {
    if (early) shared.start(1);
    return await work(shared);
  } finally {
    shared.end();
  }
}

/** Questions that several threads take from one list. */
class SharedQuestions implements AccessAnswers {
  readonly #questions: AccessInput[] = [];
  readonly #answers: AccessComparison[] = [];
  readonly #threads: AccessThread[] = [];
  readonly #taken = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  readonly #take = taking(this.#taken);
  #answered = 0;
  /** Looked at whenever there is an answer more, or a thread has failed. */
  #onNews: () => void = () => undefined;

  constructor(private readonly mostThreads: number) {}

  /** Has so many threads at least. */
  start(count: number): void {
    while (this.#threads.length < count) {
      this.#threads.push(
        new AccessThread(this.#taken, {
          onAnswer: ({ number, answer }) => this.#note(number, answer),
          onFailed: () => this.#onNews(),
        }),
      );
    }
  }

  end(): void {
    for (const thread of this.#threads) thread.end();
  }

  ask(question: AccessInput): void {
    this.#questions.push(question);
    for (const thread of this.#threads) thread.send(this.#questions);
  }

  async all(): Promise<readonly AccessComparison[]> {
    const open = this.#questions.length - this.#answered;
    this.start(Math.min(this.mostThreads, Math.floor(open / FEWEST_PER_THREAD)));
    for (const thread of this.#threads) thread.send(this.#questions);
    for (;;) {
      // After what else this thread has to do, and after what the others have sent.
      await new Promise((done) => setImmediate(done));
      const number = this.#take(this.#questions.length);
      if (number === null) break;
      this.#note(number, await compareAccessWithCatalogue(this.#questions[number]!));
    }
    await this.#allAnswered();
    return [...this.#answers];
  }

  #note(number: number, answer: AccessComparison): void {
    this.#answers[number] = answer;
    this.#answered++;
    this.#onNews();
  }

  #allAnswered(): Promise<void> {
    return new Promise((done, fail) => {
      this.#onNews = () => {
        if (this.#answered === this.#questions.length) done();
        // What a thread had taken nobody else answers.
        for (const { failure } of this.#threads) if (failure) fail(failure);
      };
      this.#onNews();
    });
  }
}

interface Listener {
  readonly onAnswer: (answer: AccessAnswer) => void;
  readonly onFailed: () => void;
}

/** A thread, from this side. */
class AccessThread {
  readonly #worker: Worker;
  readonly #packer = new QuestionPacker();
  #sent = 0;
  /** What made it end. */
  failure: Error | null = null;

  constructor(taken: SharedArrayBuffer, { onAnswer, onFailed }: Listener) {
    const workerData: AccessThreadData = { taken };
    this.#worker = new Worker(new URL('access-worker.js', import.meta.url), {
      workerData,
      resourceLimits: LIMITS,
    });
    this.#worker.on('message', onAnswer);
    this.#worker.once('error', (error) => {
      this.failure = error;
      onFailed();
    });
  }

  /** Those of the questions that it hasn't been sent; each once, in the order in which they were asked. */
  send(questions: readonly AccessInput[]): void {
    if (this.#sent === questions.length) return;
    this.#worker.postMessage(this.#packer.pack(questions.slice(this.#sent)));
    this.#sent = questions.length;
  }

  end(): void {
    void this.#worker.terminate();
  }
}
