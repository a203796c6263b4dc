import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { measured } from './commands.js';
import { megabytes, ms, table } from './numbers.js';
import { writeTemplateEstate } from './template-estate.js';
import { DIFFERENT_WORDS, STYLES } from './template/words.js';

const NO_DRIFT = new Set(['same', 'reorganised']);

/**
 * Suggests a list for two accounts of one template, writes it, compares, and prints how much of the drift that was put
 * in is reported (recall) and how much of what is reported was put in (precision); and the same of the proposed pairs of
 * words. Returns what was wrong.
 */
export async function benchSuggest({ dist, roles, seeds, drift, styles = Object.keys(STYLES) }) {
  const wrong = [];
  const rows = [];
  for (const style of styles) {
    for (const seed of seeds) {
      const result = await suggestAndCompare({ dist, roles, seed, drift, style });
      wrong.push(...result.wrong.map((line) => `suggest, ${style}, seed ${seed}: ${line}`));
      rows.push(result.row);
    }
  }
  console.log(
    `## equivalency suggest --write --yes, then diff: ${roles} roles a side, ${drift * 100} % with drift\n`,
  );
  const head = [
    'Style',
    'seed',
    'proposed',
    'pairs: precision',
    'recall',
    'drift',
    'drift: precision',
    'recall',
    'suggest: wall',
    'CPU',
    'peak memory',
  ];
  console.log(`${table(head, rows)}\n`);
  return wrong;
}

async function suggestAndCompare({ dist, roles, seed, drift, style }) {
  const cwd = mkdtempSync(join(tmpdir(), 'iamdrift-suggest-'));
  try {
    const expected = writeTemplateEstate({ roles, out: cwd, style, seed, drift });
    const sides = ['dev.json', 'dev', 'qa.json', 'qa'];
    const run = async (code, ...args) => {
      const result = await measured([resolve(dist, 'bin.js'), ...args], { cwd });
      if (result.code !== code) throw new Error(`${args.join(' ')}: exit code ${result.code}\n${result.err}`);
      return result;
    };
    const suggested = await run(0, 'equivalency', 'suggest', ...sides, '--write', '--yes');
    await run(2, 'diff', ...sides, '--no-git', '--no-items', '--output', 'run');
    const list = JSON.parse(readFileSync(join(cwd, 'equivalency_list.json'), 'utf8'));
    const report = JSON.parse(readFileSync(join(cwd, 'run', 'report.json'), 'utf8'));
    const pairs = score(expectedPairs(style), proposedPairs(list));
    const drifts = score(expected.map(told), reportedDrift(report));
    const kinds = new Map(expected.map((one) => [told(one), one.kind]));
    return {
      row: [
        style,
        String(seed),
        String(Object.keys(list).length),
        share(pairs.precision),
        share(pairs.recall),
        String(expected.length),
        share(drifts.precision),
        share(drifts.recall),
        ms(suggested.wallMs),
        ms(suggested.cpuMs),
        megabytes(suggested.peakBytes),
      ],
      wrong: [
        ...drifts.missed.map((names) => `${names} (${kinds.get(names)}) is not reported`),
        ...drifts.extra.map((names) => `${names}: a false alarm`),
        ...pairs.missed.map((pair) => `${pair} is not proposed`),
        ...pairs.extra.map((pair) => `${pair} is proposed`),
      ],
    };
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

const told = ({ dev, qa }) => `${dev ?? '(none)'} and ${qa ?? '(none)'}`;

function reportedDrift({ roles, policies }) {
  return [...roles, ...policies]
    .filter(({ status }) => !NO_DRIFT.has(status))
    .map(({ side1, side2 }) => told({ dev: side1?.name, qa: side2?.name }));
}

function proposedPairs(list) {
  return Object.values(list).map((entry) =>
    [...(Array.isArray(entry) ? entry : entry.values)].sort().join(' '),
  );
}

/** Names in camelCase or capitals have the words in their letters as well, where buckets have them in small ones. */
function expectedPairs(style) {
  const title = (word) => word.charAt(0).toUpperCase() + word.slice(1);
  const inNames = { camelCase: title, UPPER: (word) => word.toUpperCase() }[style];
  return DIFFERENT_WORDS.flatMap(({ words, isInNames }) =>
    [words, ...(inNames && isInNames ? [words.map(inNames)] : [])].map((pair) => [...pair].sort().join(' ')),
  );
}

function score(expected, found) {
  const wanted = new Set(expected);
  const hits = found.filter((one) => wanted.has(one));
  return {
    precision: found.length === 0 ? 1 : hits.length / found.length,
    recall: hits.length / wanted.size,
    missed: expected.filter((one) => !found.includes(one)),
    extra: found.filter((one) => !wanted.has(one)),
  };
}

const share = (value) => value.toFixed(3);
