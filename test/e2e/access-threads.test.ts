import { describe, expect, it } from 'vitest';
import type { AccessComparison, AccessInput } from '../../src/model/access.js';
import type * as AccessThreads from '../../src/workflow/access-threads.js';
import { compareAccessWithCatalogue } from '../../src/policy/access/index.js';
import { parsePolicy } from '../../src/policy/parse.js';
import type { PolicyDocument } from '../../src/model/policy.js';

// Threads are started from the build: they load JavaScript.
const BUILT = new URL('../../dist/workflow/access-threads.js', import.meta.url).href;
const { withAccessThreads } = (await import(BUILT)) as typeof AccessThreads;

function document(action: string, resource: string): PolicyDocument {
  const statement = { Effect: 'Allow', Action: action, Resource: resource };
  return parsePolicy({ Version: '2012-10-17', Statement: statement }, { partition: 'aws' }) as PolicyDocument;
}

/** Questions whose answers all differ. */
const QUESTIONS = Array.from({ length: 70 }, (_, index): AccessInput => {
  const shared = document('sqs:*', '*');
  return {
    type: 'identity',
    before: { policies: [shared, document('s3:Get*', `arn:aws:s3:::b${index}/*`)] },
    after: { policies: [shared, document(index % 2 ? 's3:*' : 's3:GetObject', `arn:aws:s3:::b${index}/*`)] },
  };
});

/** A document without statements: whoever takes it stumbles over it. */
const STUMBLING = { policies: [{ kind: 'policy' }] };
const BROKEN = { type: 'identity', before: STUMBLING, after: STUMBLING } as unknown as AccessInput;

/** One after the other, in this thread. */
async function answersTo(questions: readonly AccessInput[]): Promise<AccessComparison[]> {
  const answers = [];
  for (const question of questions) answers.push(await compareAccessWithCatalogue(question));
  return answers;
}

describe.each([false, true])('access compared in threads (started early: %s)', (early) => {
  it.each([0, 1, 3])('is told as without them, in order (%i threads)', async (threads) => {
    const told = await withAccessThreads({ threads, early }, (answers) => {
      for (const question of QUESTIONS) answers.ask(question);
      return answers.all();
    });
    expect(told).toEqual(await answersTo(QUESTIONS));
  });

  it('is told of what is asked little by little, and of what is asked after the first answers', async () => {
    await withAccessThreads({ threads: 2, early }, async (answers) => {
      for (const question of QUESTIONS.slice(0, 45)) {
        answers.ask(question);
        await new Promise((done) => setTimeout(done, 1));
      }
      const expected = await answersTo(QUESTIONS);
      expect(await answers.all()).toEqual(expected.slice(0, 45));
      for (const question of QUESTIONS.slice(45)) answers.ask(question);
      expect(await answers.all()).toEqual(expected);
      expect(await answers.all()).toEqual(expected);
    });
  });

  it('answers a few, and none at all', async () => {
    await withAccessThreads({ threads: 3, early }, async (answers) => {
      expect(await answers.all()).toEqual([]);
      for (const question of QUESTIONS.slice(0, 3)) answers.ask(question);
      expect(await answers.all()).toEqual(await answersTo(QUESTIONS.slice(0, 3)));
    });
  });

  it('ends with the work, also where that fails', async () => {
    const failing = withAccessThreads({ threads: 1, early }, () => Promise.reject(new Error('collision')));
    await expect(failing).rejects.toThrow('collision');
  });

  it('fails with what makes the comparing fail here', async () => {
    const failing = withAccessThreads({ threads: 1, early }, async (answers) => {
      for (let count = 0; count < 40; count++) answers.ask(BROKEN);
      return answers.all();
    });
    await expect(failing).rejects.toThrow(TypeError);
  });
});

it('fails with what made a thread fail, which has taken a question that nobody else will answer', async () => {
  const failing = withAccessThreads({ threads: 1, early: true }, async (answers) => {
    answers.ask(BROKEN);
    // The thread has started and taken it by then; where it has not, the same error comes from here.
    await new Promise((done) => setTimeout(done, 3000));
    return answers.all();
  });
  await expect(failing).rejects.toThrow(TypeError);
});
