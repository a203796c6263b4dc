import { describe, expect, it } from 'vitest';
import type { AccessChange, AccessComparison } from '../../src/model/access.js';
import { styleOf } from '../../src/report/index.js';
import { accessSentences } from '../../src/report/terminal/access-sentences.js';

const DEV = '123456789012';

describe('sentences of rarer changes', () => {
  const STYLE = styleOf({ color: false, full: false, width: 100 });
  const change = (more: Partial<AccessChange>): AccessChange => ({
    direction: 'gained',
    actions: ['sts:AssumeRole'],
    resources: ['*'],
    principals: [`AWS arn:aws:iam::${DEV}:role/x`],
    conditions: [],
    cause: 'allow added',
    witness: {
      request: { action: 'sts:AssumeRole', resource: '*', context: {} },
      before: 'not-allowed',
      after: 'allowed',
      today: true,
    },
    ...more,
  });
  const texts = (type: 'identity' | 'trust', comparison: Partial<AccessComparison>): string[] => {
    const nothing: AccessComparison = {
      verdict: 'broader',
      today: 'broader',
      gained: [],
      lost: [],
      witnesses: [],
      reasons: [],
    };
    const part = { type, comparison: { ...nothing, ...comparison } };
    return accessSentences(part, 'role', ['dev', 'qa'], STYLE).map(({ text }) => text);
  };

  it('tell who had the last word before', () => {
    const { witness } = change({});
    const gained = change({ witness: { ...witness, before: 'delegated' } });
    const lost = change({
      direction: 'lost',
      cause: 'allow removed',
      witness: { ...witness, before: 'allowed', after: 'delegated' },
    });
    const who = `AWS arn:aws:iam::${DEV}:role/x`;
    expect(
      texts('trust', { verdict: 'incomparable', today: 'incomparable', gained: [gained], lost: [lost] }),
    ).toEqual([
      `qa can also be assumed by ${who}; dev leaves that to their account`,
      `dev can be assumed by ${who}; qa leaves that to their account`,
      'who may assume it: incomparable',
    ]);
  });

  it('do not claim that a request can’t be made where that is not known', () => {
    const { witness } = change({});
    const gained = [change({ actions: [], witness: { ...witness, today: false } })];
    expect(texts('identity', { gained, today: 'unknown', reasons: ['a', 'b', 'c', 'd'] })).toEqual([
      'qa can also do some actions on * (it is not known whether such a request can be made today)',
      'what it may do: broader, today unknown (a; b; c; and 1 more reason)',
    ]);
  });

  it('are counted when there are many', () => {
    const gained = Array.from({ length: 8 }, (_, n) =>
      change({ actions: [`s3:A${n}`], conditions: ['a', 'b'] }),
    );
    const lines = texts('identity', { gained });
    expect(lines[0]).toBe('qa can also s3:A0 on * if a and b');
    expect(lines.slice(-2)).toEqual([
      '… and 2 more like these gained from dev to qa',
      'what it may do: broader',
    ]);
  });
});
