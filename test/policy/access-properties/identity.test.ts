import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { compareAccess, loadServiceData, type ServiceData } from '../../../src/policy/access/index.js';
import { identityDocument, read } from './drawn.js';
import { contradiction, expectWitnesses, mirrored } from './judge.js';
import {
  boundaries,
  identityInput,
  identityPair,
  identityTriple,
  oddPair,
  runs,
  seed,
  turned,
} from './pairs.js';
import { Random } from './random.js';
import { requestsFor } from './requests.js';
import { REWRITE_NAMES, REWRITES } from './rewrites.js';
import { Tally } from './tally.js';

let data: ServiceData;
beforeAll(async () => {
  data = await loadServiceData(['s3', 'ec2', 'iam']);
});

describe('comparing identity policies', () => {
  it('gives verdicts that no request contradicts and witnesses that the evaluator confirms', () => {
    const tally = new Tally();
    fc.assert(
      fc.property(identityPair, boundaries, seed, ({ one, other }, limits, number) => {
        const input = identityInput(one, other, limits);
        const comparison = compareAccess(input, data);
        tally.add(comparison);
        expectWitnesses(input, comparison);
        const requests = requestsFor(input, new Random(number), 100);
        expect(contradiction(input, comparison.verdict, requests)).toBeNull();
      }),
      runs(60),
    );
    expect(tally.of('unknown') / tally.total).toBeLessThan(0.3);
    expect(Math.min(tally.of('equivalent'), tally.of('broader'), tally.of('incomparable'))).toBeGreaterThan(
      0,
    );
  });

  it('takes texts that look like each other for what they are', () => {
    fc.assert(
      fc.property(oddPair, seed, ({ one, other }, number) => {
        const input = identityInput(one, other);
        const comparison = compareAccess(input, data);
        expectWitnesses(input, comparison);
        const requests = requestsFor(input, new Random(number), 100);
        expect(contradiction(input, comparison.verdict, requests)).toBeNull();
      }),
      runs(250),
    );
  });

  it('gives the mirrored verdicts from the other side', () => {
    fc.assert(
      fc.property(identityPair, boundaries, ({ one, other }, limits) => {
        const input = identityInput(one, other, limits);
        const there = compareAccess(input, data);
        const back = compareAccess(turned(input), data);
        expect([back.verdict, back.today]).toEqual([mirrored(there.verdict), mirrored(there.today)]);
      }),
      runs(25),
    );
  });

  it('orders transitively: what is no narrower than what is no narrower is no narrower', () => {
    fc.assert(
      fc.property(identityTriple, ([a, b, c]) => {
        const steps = [compareAccess(identityInput(a, b), data), compareAccess(identityInput(b, c), data)];
        const verdicts = steps.map((step) => step.verdict);
        const whole = compareAccess(identityInput(a, c), data).verdict;
        if (whole === 'unknown') return;
        for (const [rising, strictly] of [
          [['equivalent'], 'equivalent'],
          [['equivalent', 'broader'], 'broader'],
          [['equivalent', 'narrower'], 'narrower'],
        ] as const) {
          if (!verdicts.every((verdict) => (rising as readonly string[]).includes(verdict))) continue;
          const same = verdicts.every((verdict) => verdict === 'equivalent');
          expect(whole).toBe(same ? 'equivalent' : strictly);
        }
      }),
      runs(25),
    );
  });

  it('does not mind how the same policies are written', () => {
    const tally = new Tally();
    fc.assert(
      fc.property(identityPair, fc.constantFrom(...REWRITE_NAMES), ({ one, other }, name) => {
        const plain = { policies: [read(one)] };
        const rewritten = { policies: REWRITES[name]?.(one) ?? [] };
        const self = compareAccess({ type: 'identity', before: plain, after: rewritten }, data);
        tally.add(self);
        expect(['equivalent', 'unknown'], self.verdict).toContain(self.verdict);
        const after = { policies: [read(other)] };
        const verdicts = [plain, rewritten].map(
          (before) => compareAccess({ type: 'identity', before, after }, data).verdict,
        );
        if (!verdicts.includes('unknown')) expect(verdicts[1], name).toBe(verdicts[0]);
      }),
      runs(25),
    );
    expect(tally.of('equivalent') / tally.total).toBeGreaterThan(0.7);
  });

  it('takes a document that another one covers for nothing', () => {
    fc.assert(
      fc.property(identityDocument, (document) => {
        const policies = [read(document)];
        const twice = { policies: [...policies, ...policies] };
        const input = { type: 'identity', before: { policies }, after: twice } as const;
        expect(compareAccess(input, data).verdict).toBe('equivalent');
      }),
      runs(30),
    );
  });
});
