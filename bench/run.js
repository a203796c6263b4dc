/**
 * Measures iamdrift on estates of chosen sizes and prints tables. Nothing here fails for being slow; it fails (exit 1)
 * if a comparison reports other drift than what was put into the estate.
 *
 *   npm run bench -- [--sizes 100,1000,5000] [--runs 3] [--live] [--smoke] [--dist dist]
 *
 * `--live` adds a comparison of two accounts of a local moto server. `--smoke` runs everything once on a tiny estate.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import {
  BASELINE_COMMANDS,
  COMMANDS,
  runBaselineCommands,
  runCommand,
  runFloor,
  runNode,
  runStage,
} from './commands.js';
import { writeEstate } from './estate.js';
import { benchLive } from './live.js';
import { benchSuggest } from './suggest.js';
import { count, growthExponent, megabytes, ms, table } from './numbers.js';

const STAGES = ['json', 'parse', 'catalogue', 'normalise', 'diff', 'report', 'report with items'];
const STAGE_NAMES = { json: 'JSON.parse' };
const FLOOR = "node's start and JSON.parse";
const SMOKE = { sizes: '60', drift: 0.4 };

const { values: options } = parseArgs({
  options: {
    sizes: { type: 'string' },
    runs: { type: 'string' },
    live: { type: 'boolean', default: false },
    smoke: { type: 'boolean', default: false },
    dist: { type: 'string', default: fileURLToPath(new URL('../dist', import.meta.url)) },
  },
});

const sizes = (options.sizes ?? (options.smoke ? SMOKE.sizes : '100,1000,5000')).split(',').map(Number);
const runs = Number(options.runs ?? (options.smoke ? 1 : 3));
const dist = resolve(options.dist);
if (![...sizes, runs].every((value) => Number.isInteger(value) && value > 0)) {
  console.error('usage: npm run bench -- [--sizes 100,1000,5000] [--runs 3] [--live] [--smoke]');
  process.exit(1);
}

console.log(`Node ${process.version}, ${availableParallelism()} cores (${cpus()[0]?.model ?? 'unknown'})\n`);
const folder = mkdtempSync(join(tmpdir(), 'iamdrift-estates-'));
let wrong = [];
try {
  const measurements = [];
  for (const size of sizes) measurements.push(await benchSize(size));
  if (measurements.length > 1) printGrowth(measurements);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
await benchManagedPolicies();
wrong.push(
  ...(await benchSuggest(
    options.smoke
      ? { dist, roles: 90, seeds: [1], drift: 0.35, styles: ['camelCase'] }
      : { dist, roles: 1000, seeds: [1, 2, 3], drift: 0.02 },
  )),
);
if (options.live) wrong.push(...(await benchLive({ dist, runs, roles: options.smoke ? 10 : 400 })));

if (wrong.length > 0) {
  console.error(`The comparison is wrong:\n${wrong.join('\n')}`);
  process.exitCode = 1;
} else {
  console.log('Every comparison reported exactly the drift that was put in.');
}

async function benchSize(size) {
  const estate = join(folder, String(size));
  const bytes = writeEstate({ roles: size, out: estate, ...(options.smoke && { drift: SMOKE.drift }) });
  const facts = await runStage('facts', { estate, dist, iterations: 1 });
  wrong.push(...facts.wrong);
  const items = facts.items[0] + facts.items[1];
  console.log(
    `## ${size} roles a side: ${(bytes / 2e6).toFixed(1)} MB and ${count(items / 2)} items each; medians of ${runs}\n`,
  );

  const stages = new Map();
  for (const stage of STAGES) stages.set(stage, await runStage(stage, { estate, dist, iterations: runs }));
  const parse = stages.get('json').wallMs;
  print('Stage, each in a process of its own', stages, { items, parse });

  const commands = new Map([[FLOOR, await runFloor({ estate, runs })]]);
  for (const command of COMMANDS) {
    const cost = await runCommand(command, { estate, dist, runs });
    wrong.push(...cost.wrong);
    commands.set(command.name, cost);
  }
  const baseline = await runBaselineCommands({ estate, dist, runs });
  for (const [index, { name }] of BASELINE_COMMANDS.entries()) commands.set(name, baseline[index]);
  print('Whole command', commands, { items, parse });
  return { size, costs: new Map([...stages, ...commands]) };
}

function print(title, costs, { items, parse }) {
  const head = [title, 'first', 'median', 'CPU', 'peak memory', 'items/s', '× JSON.parse'];
  const rows = [...costs].map(([name, cost]) => [
    STAGE_NAMES[name] ?? name,
    ms(cost.firstMs),
    ms(cost.wallMs),
    ms(cost.cpuMs),
    megabytes(cost.peakBytes),
    count((items / cost.wallMs) * 1000),
    (cost.wallMs / parse).toFixed(1),
  ]);
  console.log(`${table(head, rows)}\n`);
}

/** How cost grows from each size to the next: 1 is in proportion, 2 is quadratic. */
function printGrowth(measurements) {
  const steps = measurements.slice(1).map((large, index) => [measurements[index], large]);
  const head = [
    'Growth (exponent)',
    ...steps.flatMap(([small, large]) => [`time ${small.size} to ${large.size}`, 'memory']),
  ];
  const exponent = (step, name, field) => {
    const [small, large] = step.map(({ size, costs }) => ({ size, cost: costs.get(name)[field] }));
    return growthExponent(small, large).toFixed(2);
  };
  const rows = [...measurements[0].costs.keys()].map((name) => [
    STAGE_NAMES[name] ?? name,
    ...steps.flatMap((step) => [exponent(step, name, 'wallMs'), exponent(step, name, 'peakBytes')]),
  ]);
  console.log(`${table(head, rows)}\n`);
}

/** Access comparison of the versions of AWS managed policies: a bench of its own, where both are there. */
async function benchManagedPolicies() {
  const script = fileURLToPath(new URL('managed-policies.js', import.meta.url));
  if (!existsSync(script) || !existsSync(join(dist, 'policy', 'access', 'index.js'))) return;
  const { code, out, err } = await runNode([script, ...(options.smoke ? ['--smoke'] : [])]);
  console.log(out);
  if (code !== 0) wrong.push(`managed-policies.js: exit code ${code}\n${err}`);
}
