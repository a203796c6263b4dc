import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { expect } from 'vitest';
import { exitCodeOf } from '../../src/cli/exit-codes.js';
import { reportError } from '../../src/cli/errors.js';
import { UserError } from '../../src/model/errors.js';
import type { Marker } from '../../src/model/marker.js';
import { terminalReport } from '../../src/report/index.js';
import type { CompareResult, UnratedReport } from '../../src/workflow/compare.js';
import { compareTwo } from '../../src/workflow/diff.js';
import { driftFromBaseline } from '../../src/workflow/drift.js';
import type { World } from '../../src/workflow/world.js';

/** What would act on a terminal. */
// eslint-disable-next-line no-control-regex
const ACTS = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

/** What one hostile input came to. */
export interface Played {
  readonly exitCode: number;
  readonly said: string;
  /** What was marked after an incident; none where the comparison was refused. */
  readonly markers: readonly Marker[];
}

/** Objects that everything inherits from: as they are, they must stay. */
const SHARED: readonly object[] = [
  ...[Object, Array, Function, String, Number, Boolean, RegExp, Map, Set, Promise, Error, Date].flatMap(
    (one) => [one, one.prototype as object],
  ),
];

type Held = readonly [object: object, key: PropertyKey, value: unknown];

function sharedState(): Held[] {
  return SHARED.flatMap((object) =>
    Reflect.ownKeys(object)
      // What RegExp remembers of the last match is no pollution.
      .filter((key) => object !== RegExp || !/^(\$|input|last|left|right)/.test(String(key)))
      .map((key): Held => [object, key, Object.getOwnPropertyDescriptor(object, key)?.value]),
  );
}

/** Names of what differs; none: nothing was touched. */
function touched(before: readonly Held[], after: readonly Held[]): string[] {
  const same = (one: Held, other: Held | undefined): boolean =>
    other !== undefined && one.every((part, index) => Object.is(part, other[index]));
  if (before.length === after.length && before.every((one, index) => same(one, after[index]))) return [];
  const known = new Set(before.map(([, key]) => key));
  return after
    .filter(([, key]) => !known.has(key))
    .map(([, key]) => String(key))
    .concat('(or changed)');
}

/** Milliseconds for so many characters: one second per kilobyte, and what a busy machine needs to wake up. */
function patience(characters: number): number {
  return 20_000 + characters;
}

/**
 * Does work on hostile input of so many characters. It may succeed, or end with UserErrors that are one line each:
 * no crash, no hang, and nothing that all objects share is touched.
 */
export async function withstands<T>(characters: number, work: () => Promise<T> | T): Promise<T | Error> {
  const before = sharedState();
  const started = performance.now();
  let outcome: T | Error;
  try {
    outcome = await work();
  } catch (error) {
    const errors = (error instanceof AggregateError ? error.errors : [error]) as Error[];
    for (const one of errors) if (!(one instanceof UserError)) throw one;
    outcome = error as Error;
    expect(linesSaid(error)).toHaveLength(errors.length);
  }
  expect(performance.now() - started).toBeLessThan(patience(characters));
  expect(touched(before, sharedState())).toEqual([]);
  return outcome;
}

function linesSaid(error: unknown): string[] {
  const lines: string[] = [];
  const plain = (text: string): string => text;
  reportError(error, { warn: (text) => lines.push(...text.split('\n')), colors: { red: plain } as never });
  for (const line of lines) expect(line).not.toMatch(ACTS);
  return lines;
}

const OPTIONS = {
  scope: { users: true, groups: true },
  includeItems: false,
  commit: false,
  exitCodeOf: (report: UnratedReport) => exitCodeOf(report, { gate: 'drift', today: false }),
} as const;

/** Compares two texts as files, in a folder of its own; looks at what was written, and where. */
export function playDiff(one: string, two: string, list?: string): Promise<Played> {
  const inputs = {
    'one.json': one,
    'two.json': two,
    ...(list !== undefined && { 'equivalency_list.json': list }),
  };
  const sides = [
    { source: 'one.json', tag: 'one', accountId: undefined },
    { source: 'two.json', tag: 'two', accountId: undefined },
  ] as const;
  return play(inputs, (world) => compareTwo({ sides, ...OPTIONS }, world));
}

/** Compares a file with a baseline that is committed just as it is given, by names of files and their texts. */
export function playDrift(now: string, baseline: Readonly<Record<string, string>>): Promise<Played> {
  const accepted = Object.entries(baseline).map(([name, text]): [string, string] => [
    `baselines/accounts/prod/${name}`,
    text,
  ]);
  const side = { source: 'now.json', tag: 'prod', accountId: undefined };
  return play({ ...Object.fromEntries(accepted), 'now.json': now }, (world) => {
    commitAll(world.cwd);
    return driftFromBaseline({ side, against: null, ...OPTIONS }, world);
  });
}

async function play(
  inputs: Readonly<Record<string, string>>,
  compare: (world: World) => Promise<CompareResult>,
): Promise<Played> {
  const root = mkdtempSync(path.join(tmpdir(), 'iamdrift-fuzz-'));
  const cwd = path.join(root, 'work');
  for (const [name, text] of Object.entries(inputs)) {
    mkdirSync(path.dirname(path.join(cwd, name)), { recursive: true });
    writeFileSync(path.join(cwd, name), text);
  }
  const given = filesIn(root);
  const size = Object.values(inputs).reduce((sum, text) => sum + text.length, 0);
  try {
    const world = { cwd, env: GIT, now: () => new Date(0), version: '0', commandLine: [] };
    const result = await withstands(size, () => compare(world));
    const left = filesIn(root);
    for (const [name, text] of given) expect(left.get(name), name).toBe(text);
    const made = [...left.keys()].filter((name) => !given.has(name));
    expect(made.filter((name) => !/^work\/baselines\/(\.gitignore$|runs\/[^/]+\/)/.test(name))).toEqual([]);
    if (result instanceof Error) {
      expect(made).toEqual([]);
      return { exitCode: 1, said: result.message, markers: [] };
    }
    for (const name of made.filter((file) => file.endsWith('.json'))) JSON.parse(left.get(name)!);
    for (const name of made.filter((file) => file.endsWith('.csv'))) isHarmless(left.get(name)!);
    const shown = terminalReport(result.report, { color: false, full: true, width: 100 });
    expect(shown.replaceAll('\n', ' ')).not.toMatch(ACTS);
    return { exitCode: result.report.exitCode, said: shown, markers: result.report.markers };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** No cell of a CSV file is a formula to a spreadsheet. */
function isHarmless(csv: string): void {
  const cells = parse(csv, { relaxColumnCount: true }).flat();
  const signs = '=+\\-@\\uff1d\\uff0b\\uff0d\\uff20';
  const formula = new RegExp(`^[${signs}\\t\\r\\n]|[;\\t\\r\\n][${signs}]`);
  expect(cells.filter((cell) => formula.test(cell))).toEqual([]);
}

const GIT = {
  PATH: process.env.PATH,
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  ...Object.fromEntries(
    ['AUTHOR', 'COMMITTER'].flatMap((who) => [
      [`GIT_${who}_NAME`, 'fuzz'],
      [`GIT_${who}_EMAIL`, 'fuzz@example.invalid'],
    ]),
  ),
};

function commitAll(cwd: string): void {
  const git = (...args: string[]) => execFileSync('git', args, { cwd, env: GIT, stdio: 'pipe' });
  git('init', '--quiet');
  git('add', '--all', '--force');
  git('commit', '--quiet', '--no-verify', '--message', 'as it is');
}

/** Texts of all files below a folder, git's own left out, by their path from there. */
function filesIn(root: string): Map<string, string> {
  const names = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((name) => !name.includes(`${path.sep}.git${path.sep}`));
  return new Map(
    names.map((name) => [path.relative(root, name).split(path.sep).join('/'), readFileSync(name, 'utf8')]),
  );
}
