import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../commands.js';
import { count, growthExponent, megabytes, ms, table } from '../numbers.js';
import {
  actionsTimesResources,
  everyRoleDrifted,
  manyEquivalencies,
  manyRolesOfOneStatement,
  manyStatements,
  onePolicyForAll,
} from './estates.js';

const WHOLE_DIFF = { name: 'diff --no-git', options: ['--no-git'], git: false };

/** Each with the sizes that it is measured at, smallest first, and what `--smoke` takes instead. */
const CASES = [
  { name: 'every role has drift: roles a side', make: everyRoleDrifted, sizes: [1000, 5000], smoke: 20 },
  { name: 'one policy with drift, on as many roles', make: onePolicyForAll, sizes: [1000, 5000], smoke: 20 },
  { name: 'one role of as many statements', make: manyStatements, sizes: [2000, 10_000], smoke: 40 },
  {
    name: 'as many roles of one statement, half with drift',
    make: manyRolesOfOneStatement,
    sizes: [2000, 10_000],
    smoke: 40,
  },
  {
    name: 'one statement: actions, and as many resources',
    make: actionsTimesResources,
    sizes: [300, 1500],
    smoke: 20,
  },
  {
    name: 'entries of the equivalency list, at 5000 roles a side',
    make: (entries) => manyEquivalencies(5000, entries),
    sizes: [100, 500],
    smoke: 10,
    smokeMake: (entries) => manyEquivalencies(40, entries),
  },
];

/**
 * Whole comparisons of accounts that are hard in one way each, and how their cost grows from the smaller size to the
 * larger. Returns what was reported wrongly.
 */
export async function benchHardCases({ folder, dist, smoke }) {
  const wrong = [];
  const rows = [];
  for (const { name, make, sizes, smoke: small, smokeMake = make } of CASES) {
    let before;
    for (const size of smoke ? [small] : sizes) {
      const place = join(folder, 'hard');
      writeCase(place, (smoke ? smokeMake : make)(size));
      try {
        const cost = await runCommand(WHOLE_DIFF, { estate: place, dist, runs: 1 });
        wrong.push(...cost.wrong.map((line) => `${name}, ${size}: ${line}`));
        rows.push([
          name,
          count(size),
          ms(cost.wallMs),
          ms(cost.cpuMs),
          megabytes(cost.peakBytes),
          ...['cpuMs', 'peakBytes'].map((field) =>
            before
              ? growthExponent(
                  { size: before.size, cost: before.cost[field] },
                  { size, cost: cost[field] },
                ).toFixed(2)
              : '',
          ),
        ]);
        before = { size, cost };
      } finally {
        rmSync(place, { recursive: true, force: true });
      }
    }
  }
  console.log('## Hard cases: diff --no-git, one run each\n');
  const head = ['Case', 'size', 'time', 'CPU', 'peak memory', 'growth of CPU', 'of memory'];
  console.log(`${table(head, rows)}\n`);
  return wrong;
}

function writeCase(place, { dev, qa, equivalencies, drift }) {
  mkdirSync(place, { recursive: true });
  const files = {
    'dev.json': dev,
    'qa.json': qa,
    'equivalency_list.json': equivalencies,
    'drift.json': drift,
  };
  for (const [name, value] of Object.entries(files)) writeFileSync(join(place, name), JSON.stringify(value));
}
