/**
 * Measures iamdrift on estates of chosen sizes and prints tables. Nothing here fails for being slow; it fails (exit 1)
 * if a comparison reports other drift than what was put into the estate.
 *
 *   npm run bench -- [--only sizes,policies,…] [--sizes 1000,5000,10000] [--runs 3] [--live] [--smoke] [--dist dist]
 *
 * `--only` takes some sections alone. `--live` adds a comparison of two accounts of a local moto server. `--smoke` runs
 * everything once on tiny estates.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
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
import { benchHardCases } from './load/cases.js';
import { benchHttp } from './load/http.js';
import { benchItems } from './load/items.js';
import { count, growthExponent, megabytes, ms, table } from './numbers.js';
import { profileDiff } from './profile.js';
import { benchStart } from './start.js';
import { benchSuggest } from './suggest.js';

const STAGES = ['json', 'parse', 'normalise', 'diff', 'report', 'report with items'];
const STAGE_NAMES = { json: 'JSON.parse' };
const FLOOR = "node's start and JSON.parse";
const SMOKE = { sizes: '60', drift: 0.4 };

/** What there is to measure, in this order. Each returns what was reported wrongly. */
const SECTIONS = {
  start: () => benchStart({ folder, dist, runs: options.smoke ? 1 : 15 }),
  sizes: benchSizes,
  policies: benchManagedPolicies,
  suggest: () =>
    benchSuggest(
      options.smoke
        ? { dist, roles: 90, seeds: [1], drift: 0.35, styles: ['camelCase'] }
        : { dist, roles: 1000, seeds: [1, 2, 3], drift: 0.02 },
    ),
  hard: () => benchHardCases({ folder, dist, smoke: options.smoke }),
  items: () => benchItems({ folder, dist, rows: options.smoke ? [20_000] : [1_000_000, 2_000_000] }),
  http: () =>
    benchHttp({ folder, dist, roles: options.smoke ? 20 : 5000, byCall: 500, smoke: options.smoke }),
  profile: () => profileEstate(options.smoke ? SMOKE.sizes : 5000),
};

const USAGE = `usage: npm run bench -- [--only ${Object.keys(SECTIONS).join(',')}] [--sizes 1000,5000,10000] [--runs 3] [--live] [--smoke]`;

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    sizes: { type: 'string' },
    runs: { type: 'string' },
    live: { type: 'boolean', default: false },
    smoke: { type: 'boolean', default: false },
    dist: { type: 'string', default: fileURLToPath(new URL('../dist', import.meta.url)) },
  },
});

const sizes = (options.sizes ?? (options.smoke ? SMOKE.sizes : '1000,5000,10000')).split(',').map(Number);
const runs = Number(options.runs ?? (options.smoke ? 1 : 3));
const only = options.only?.split(',') ?? Object.keys(SECTIONS);
const dist = resolve(options.dist);
if (
  ![...sizes, runs].every((value) => Number.isInteger(value) && value > 0) ||
  !only.every((name) => Object.hasOwn(SECTIONS, name))
) {
  console.error(USAGE);
  process.exit(1);
}

console.log(`Node ${process.version}, ${availableParallelism()} cores (${cpus()[0]?.model ?? 'unknown'})`);
console.log(`Load of the machine at the start: ${loadavg()[0].toFixed(1)}\n`);
const folder = mkdtempSync(join(tmpdir(), 'iamdrift-estates-'));
const wrong = [];
try {
  for (const [name, section] of Object.entries(SECTIONS)) {
    if (only.includes(name)) wrong.push(...((await section()) ?? []));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
if (options.live) wrong.push(...(await benchLive({ dist, runs, roles: options.smoke ? 10 : 400 })));

if (wrong.length > 0) {
  const more = wrong.length > 20 ? `\nand ${wrong.length - 20} more` : '';
  console.error(`The comparison is wrong:\n${wrong.slice(0, 20).join('\n')}${more}`);
  process.exitCode = 1;
} else {
  console.log('Every comparison reported exactly the drift that was put in.');
}

async function benchSizes() {
  const measurements = [];
  for (const size of sizes) measurements.push(await benchSize(size));
  if (measurements.length > 1) printGrowth(measurements);
  return measurements.flatMap((one) => one.wrong);
}

async function profileEstate(roles) {
  const estate = join(folder, 'profile');
  writeEstate({ roles: Number(roles), out: estate });
  const files = ['dev.json', 'qa.json'].map((name) => join(estate, name));
  await profileDiff({ dist, files, options: ['--no-items'] });
  if (!options.smoke) await profileDiff({ dist, files });
}

async function benchSize(size) {
  const estate = join(folder, String(size));
  const bytes = writeEstate({ roles: size, out: estate, ...(options.smoke && { drift: SMOKE.drift }) });
  const facts = await runStage('facts', { estate, dist, iterations: 1 });
  const wrong = [...facts.wrong];
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
  return { size, costs: new Map([...stages, ...commands]), wrong };
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

/**
 * How cost grows from each size to the next, and from the first to the last: 1 is in proportion, 2 is quadratic. Time is
 * CPU time, which a busy machine changes least.
 */
function printGrowth(measurements) {
  const steps = measurements.slice(1).map((large, index) => [measurements[index], large]);
  if (steps.length > 1) steps.push([measurements[0], measurements.at(-1)]);
  const head = [
    'Growth (exponent)',
    ...steps.flatMap(([small, large]) => [`CPU ${small.size} to ${large.size}`, 'memory']),
  ];
  const exponent = (step, name, field) => {
    const [small, large] = step.map(({ size, costs }) => ({ size, cost: costs.get(name)[field] }));
    return growthExponent(small, large).toFixed(2);
  };
  const rows = [...measurements[0].costs.keys()].map((name) => [
    STAGE_NAMES[name] ?? name,
    ...steps.flatMap((step) => [exponent(step, name, 'cpuMs'), exponent(step, name, 'peakBytes')]),
  ]);
  console.log(`${table(head, rows)}\n`);
}

/** Access comparison of the versions of AWS managed policies: a bench of its own, where both are there. */
async function benchManagedPolicies() {
  const script = fileURLToPath(new URL('managed-policies.js', import.meta.url));
  if (!existsSync(script) || !existsSync(join(dist, 'policy', 'access', 'index.js'))) return [];
  const { code, out, err } = await runNode([script, ...(options.smoke ? ['--smoke'] : [])]);
  console.log(out);
  return code === 0 ? [] : [`managed-policies.js: exit code ${code}\n${err}`];
}
