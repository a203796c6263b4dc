import { describe, expect, it } from 'vitest';
import type { AccessInput, AnswerAll } from '../../src/model/access.js';
import { compareAllAccess } from '../../src/policy/access/index.js';
import { parsePolicy } from '../../src/policy/parse.js';
import type { PolicyDocument } from '../../src/model/policy.js';

// Threads are started from the build: they load JavaScript.
const BUILT = new URL('../../dist/workflow/access-threads.js', import.meta.url).href;
const { answerInThreads } = (await import(BUILT)) as { answerInThreads: (threads: number) => AnswerAll };

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

describe('access compared in threads', () => {
  it.each([0, 1, 3])('is told as without them, in order (%i threads)', async (threads) => {
    expect(await answerInThreads(threads)(QUESTIONS)).toEqual(await compareAllAccess(QUESTIONS));
  });

  it('starts none for a few questions, and answers none at all', async () => {
    const few = QUESTIONS.slice(0, 3);
    expect(await answerInThreads(3)(few)).toEqual(await compareAllAccess(few));
    expect(await answerInThreads(3)([])).toEqual([]);
  });
});
