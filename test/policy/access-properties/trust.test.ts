import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { compareAccess, loadServiceData, type ServiceData } from '../../../src/policy/access/index.js';
import { contradiction, expectWitnesses, mirrored } from './judge.js';
import { runs, seed, trustInput, trustPair, turned } from './pairs.js';
import { Random } from './random.js';
import { requestsFor } from './requests.js';
import { Tally } from './tally.js';

let data: ServiceData;
beforeAll(async () => {
  data = await loadServiceData(['sts']);
});

const otherAccount = fc.constantFrom('111122223333', '111122223333', '111122223333', '999999999999');

describe('comparing trust policies', () => {
  it('gives verdicts that no request contradicts and witnesses that the evaluator confirms', () => {
    const tally = new Tally();
    fc.assert(
      fc.property(trustPair, otherAccount, seed, ({ one, other }, afterAccount, number) => {
        const input = { ...trustInput(one, other), afterAccount };
        const comparison = compareAccess(input, data);
        tally.add(comparison);
        expectWitnesses(input, comparison);
        const requests = requestsFor(input, new Random(number), 100);
        expect(contradiction(input, comparison.verdict, requests)).toBeNull();
      }),
      runs(150),
    );
    expect(tally.of('unknown') / tally.total).toBeLessThan(0.2);
    expect(Math.min(tally.of('equivalent'), tally.of('broader'), tally.of('incomparable'))).toBeGreaterThan(
      0,
    );
  });

  it('gives the mirrored verdicts from the other side', () => {
    fc.assert(
      fc.property(trustPair, ({ one, other }) => {
        const input = trustInput(one, other);
        const there = compareAccess(input, data);
        const back = compareAccess(turned(input), data);
        expect([back.verdict, back.today]).toEqual([mirrored(there.verdict), mirrored(there.today)]);
      }),
      runs(80),
    );
  });

  it('takes a trust policy for equivalent to itself, in whatever order', () => {
    fc.assert(
      fc.property(trustPair, ({ one }) => {
        const reversed = { ...one, statements: [...one.statements, ...one.statements].reverse() };
        const comparison = compareAccess(trustInput(one, reversed), data);
        expect(comparison.verdict, comparison.reasons.join('; ')).toBe('equivalent');
      }),
      runs(80),
    );
  });
});
