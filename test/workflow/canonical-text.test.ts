import { describe, expect, it } from 'vitest';
import { canonicalText, canonicalTextMeanwhile } from '../../src/workflow/canonical-text.js';
import { account } from '../gauntlet/base.js';
import { snapshotOf } from '../gauntlet/account.js';

describe('a canonical text that is made bit by bit', () => {
  const snapshot = snapshotOf(account('dev'));

  it('is the same text, with the same hash', async () => {
    expect(await canonicalTextMeanwhile(snapshot)).toEqual(canonicalText(snapshot));
  });

  it('lets others come between', async () => {
    let isMade = false;
    const making = canonicalTextMeanwhile(snapshot).then(() => (isMade = true));
    await new Promise((done) => setImmediate(done));
    expect(isMade).toBe(false);
    await making;
    expect(isMade).toBe(true);
  });
});
