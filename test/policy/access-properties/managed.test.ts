import { expect, it } from 'vitest';
import { compareAccess, loadServiceData, servicesOf } from '../../../src/policy/access/index.js';
import { contradiction, expectWitnesses } from './judge.js';
import { managedPairs } from './managed-pairs.js';
import { Random } from './random.js';
import { requestsFor } from './requests.js';
import { Tally } from './tally.js';
import { todayRequestsFor } from './today-requests.js';

/** scripts/check-managed-policies.js asks for all of them. */
const step = Number(process.env.MANAGED_STEP ?? 100);

it(
  `gives verdicts on real managed policies (one of ${step} pairs of versions) that 200 requests do not contradict`,
  async () => {
    const tally = new Tally();
    const times: { readonly name: string; readonly ms: number }[] = [];
    for (const [number, { name, input }] of [...managedPairs(step)].entries()) {
      const data = await loadServiceData(servicesOf(input));
      const started = performance.now();
      const comparison = compareAccess(input, data);
      times.push({ name, ms: performance.now() - started });
      tally.add(comparison);
      expectWitnesses(input, comparison);
      const random = new Random(number);
      expect(contradiction(input, comparison.verdict, requestsFor(input, random, 200)), name).toBeNull();
      const today = await todayRequestsFor(input, random, 50);
      expect(contradiction(input, comparison.today, today), `${name}, today`).toBeNull();
    }
    if (process.env.MANAGED_STEP !== undefined) {
      const slowest = times.sort((a, b) => b.ms - a.ms);
      const total = times.reduce((sum, { ms }) => sum + ms, 0);
      console.info(`${tally.total} pairs in ${total.toFixed(0)} ms: ${tally.toString()}`);
      for (const { name, ms } of slowest.slice(0, 5)) console.info(`${ms.toFixed(0)} ms  ${name}`);
    }
    expect(tally.of('unknown') / tally.total).toBeLessThan(0.02);
  },
  30 * 60_000,
);
