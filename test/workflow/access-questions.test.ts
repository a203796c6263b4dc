import { describe, expect, it } from 'vitest';
import type { AccessInput, PolicySet } from '../../src/model/access.js';
import type { PolicyDocument } from '../../src/model/policy.js';
import { parsePolicy } from '../../src/policy/parse.js';
import { QuestionPacker, QuestionUnpacker } from '../../src/workflow/access-questions.js';

function document(action: string): PolicyDocument {
  const statement = { Effect: 'Allow', Action: action, Resource: '*' };
  return parsePolicy({ Version: '2012-10-17', Statement: statement }, { partition: 'aws' }) as PolicyDocument;
}

const [READ, WRITE, LIMIT] = [document('s3:Get*'), document('s3:Put*'), document('s3:*')];

function identity(before: PolicySet, after: PolicySet): AccessInput {
  return { type: 'identity', before, after };
}

const BATCHES: readonly (readonly AccessInput[])[] = [
  [
    identity({ policies: [READ, WRITE], boundary: null }, { policies: [READ], boundary: LIMIT }),
    {
      type: 'trust',
      before: READ,
      after: WRITE,
      beforeAccount: '123456789012',
      afterAccount: '210987654321',
    },
  ],
  [],
  [
    identity({ policies: [], boundary: null }, { policies: [LIMIT, document('sqs:*')], boundary: READ }),
    identity({ policies: [] }, { policies: [] }),
  ],
];

/** As they arrive in another thread. */
function sent(): { documents: number[]; questions: AccessInput[][] } {
  const packer = new QuestionPacker();
  const unpacker = new QuestionUnpacker();
  const batches = BATCHES.map((batch) => structuredClone(packer.pack(batch)));
  return {
    documents: batches.map(({ documents }) => documents.length),
    questions: batches.map((batch) => unpacker.unpack(batch)),
  };
}

/** No boundary is `null` on the way, where it may also have been left out. */
function withBoundary(question: AccessInput): AccessInput {
  if (question.type !== 'identity') return question;
  const filled = (set: PolicySet): PolicySet => ({ policies: set.policies, boundary: set.boundary ?? null });
  return { ...question, before: filled(question.before), after: filled(question.after) };
}

describe('questions on their way to another thread', () => {
  it('arrive as they were sent, batch by batch', () => {
    expect(sent().questions).toEqual(BATCHES.map((batch) => batch.map(withBoundary)));
  });

  it('take each document along once', () => {
    expect(sent().documents).toEqual([3, 0, 1]);
  });
});
