import { describe, expect, it } from 'vitest';
import type { AccessInput } from '../../src/model/access.js';
import type * as AccessThreads from '../../src/workflow/access-threads.js';
import { compareAllAccess } from '../../src/policy/access/index.js';
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

describe.each([false, true])('access compared in threads (started early: %s)', (early) => {
  it.each([0, 1, 3])('is told as without them, in order (%i threads)', async (threads) => {
    const answers = await withAccessThreads({ threads, early }, (answerAll) => answerAll(QUESTIONS));
    expect(answers).toEqual(await compareAllAccess(QUESTIONS));
  });

  it('answers one list after the other', async () => {
    const lists = [QUESTIONS, QUESTIONS.slice(0, 45), QUESTIONS.slice(20)];
    const answers = await withAccessThreads({ threads: 2, early }, async (answerAll) => {
      const told = [];
      for (const list of lists) told.push(await answerAll(list));
      return told;
    });
    expect(answers).toEqual(await Promise.all(lists.map((list) => compareAllAccess(list))));
  });

  it('starts none for a few questions, and answers none at all', async () => {
    const few = QUESTIONS.slice(0, 3);
    await withAccessThreads({ threads: 3, early }, async (answerAll) => {
      expect(await answerAll(few)).toEqual(await compareAllAccess(few));
      expect(await answerAll([])).toEqual([]);
    });
  });

  it('ends with the work, also where that fails', async () => {
    const failing = withAccessThreads({ threads: 1, early }, () => Promise.reject(new Error('collision')));
    await expect(failing).rejects.toThrow('collision');
  });
});
