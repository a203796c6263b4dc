import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SlowAnswerError, slowAnswersPlugin } from '../../../src/snapshot/aws/slow-answers.js';

const LIMIT = 60_000;

type Add = Parameters<ReturnType<typeof slowAnswersPlugin>['applyToStack']>[0]['add'];
type Middleware = Parameters<Add>[0];

/** The plugin's middleware, as the SDK gets it. */
function middleware(): Middleware {
  const added: Middleware[] = [];
  slowAnswersPlugin(LIMIT).applyToStack({ add: (one) => void added.push(one) });
  return added[0]!;
}

/** One attempt of a call, whose answer is a body that never ends by itself. */
async function dripping(slow: Middleware, call: object): Promise<Readable> {
  const body = new Readable({ read: () => undefined });
  await slow(() => Promise.resolve({ response: { body } }), call)({});
  return body;
}

async function endOf(body: Readable): Promise<unknown> {
  const ended = finished(body).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(LIMIT);
  return ended;
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('an answer that is not there in time', () => {
  it('is tried again twice, by the name that the SDK tries again, and then given up', async () => {
    const slow = middleware();
    const call = {};
    for (const name of ['TimeoutError', 'TimeoutError', 'SlowAnswerError']) {
      expect(await endOf(await dripping(slow, call))).toMatchObject({ name });
    }
  });

  it('is counted for each call by itself', async () => {
    const slow = middleware();
    for (const call of [{}, {}, {}, {}]) {
      expect(await endOf(await dripping(slow, call))).toMatchObject({ name: 'TimeoutError' });
    }
  });

  it('says how long and how often', () => {
    expect(new SlowAnswerError(LIMIT).message).toBe('no whole answer within 60 s, 3 times');
  });

  it('counts what the limit of the SDK ends after as long, and not a connection that fails earlier', async () => {
    const slow = middleware();
    const call = {};
    const failing = (afterMs: number): Promise<unknown> => {
      const next = async (): Promise<never> => {
        await vi.advanceTimersByTimeAsync(afterMs);
        throw Object.assign(new Error('too late'), { name: 'TimeoutError' });
      };
      return slow(next, call)({}).catch((error: unknown) => error);
    };
    for (let time = 0; time < 5; time++) expect(await failing(1000)).toMatchObject({ message: 'too late' });
    expect(await failing(LIMIT)).toMatchObject({ name: 'TimeoutError' });
    expect(await failing(LIMIT)).toMatchObject({ name: 'TimeoutError' });
    expect(await failing(LIMIT)).toBeInstanceOf(SlowAnswerError);
  });
});

describe('an answer that is there in time', () => {
  it('is left alone, and its timer goes', async () => {
    const slow = middleware();
    const body = Readable.from([Buffer.from('whole')]);
    await slow(() => Promise.resolve({ response: { body } }), {})({});
    body.resume();
    await finished(body);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('may have no body', async () => {
    const slow = middleware();
    const answer = { response: undefined };
    expect(await slow(() => Promise.resolve(answer), {})({})).toBe(answer);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('may fail for another reason', async () => {
    const failure = new Error('reset');
    await expect(middleware()(() => Promise.reject(failure), {})({})).rejects.toBe(failure);
  });
});
