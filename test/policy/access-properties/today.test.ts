import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { compareAccess, loadServiceData, type ServiceData } from '../../../src/policy/access/index.js';
import { contradiction } from './judge.js';
import { boundaries, identityInput, identityPair, runs, seed } from './pairs.js';
import { Random } from './random.js';
import { madeToday, todayRequestsFor } from './today-requests.js';

let data: ServiceData;
beforeAll(async () => {
  data = await loadServiceData(['s3', 'ec2', 'iam']);
});

describe('the verdict over the requests of today', () => {
  it('is not contradicted by requests that the catalogue knows', async () => {
    await fc.assert(
      fc.asyncProperty(identityPair, boundaries, seed, async ({ one, other }, limits, number) => {
        const input = identityInput(one, other, limits);
        const { today } = compareAccess(input, data);
        expect(
          contradiction(input, today, await todayRequestsFor(input, new Random(number), 100)),
        ).toBeNull();
      }),
      runs(60),
    );
  });

  it('never goes further than the verdict over all requests', () => {
    const within: Readonly<Record<string, readonly string[]>> = {
      equivalent: ['equivalent'],
      broader: ['equivalent', 'broader', 'unknown'],
      narrower: ['equivalent', 'narrower', 'unknown'],
    };
    fc.assert(
      fc.property(identityPair, boundaries, ({ one, other }, limits) => {
        const { verdict, today } = compareAccess(identityInput(one, other, limits), data);
        expect(within[verdict] ?? [today]).toContain(today);
      }),
      runs(60),
    );
  });

  it('has witnesses of today wherever they say so', async () => {
    await fc.assert(
      fc.asyncProperty(identityPair, async ({ one, other }) => {
        const { witnesses } = compareAccess(identityInput(one, other), data);
        for (const witness of witnesses.filter(({ today }) => today)) {
          const { action, resource } = witness.request;
          expect(await madeToday(action, resource), `${action} on ${resource}`).toBe(true);
        }
      }),
      runs(60),
    );
  });
});
