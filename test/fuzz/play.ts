import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'vitest';
import { exitCodeOf } from '../../src/cli/exit-codes.js';
import { reportError } from '../../src/cli/errors.js';
import { UserError } from '../../src/model/errors.js';
import { terminalReport } from '../../src/report/index.js';
import { compareTwo } from '../../src/workflow/compare.js';

/** What would act on a terminal. */
// eslint-disable-next-line no-control-regex
const ACTS = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

/** What one hostile input came to. */
export interface Played {
  readonly exitCode: number;
  readonly said: string;
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

/** Compares two texts as files, in a folder of its own; looks at what was written, and where. */
export async function playDiff(one: string, two: string, list?: string): Promise<Played> {
  const root = mkdtempSync(path.join(tmpdir(), 'iamdrift-fuzz-'));
  const cwd = path.join(root, 'work');
  mkdirSync(cwd);
  const inputs = {
    'one.json': one,
    'two.json': two,
    ...(list !== undefined && { 'equivalency_list.json': list }),
  };
  for (const [name, text] of Object.entries(inputs)) writeFileSync(path.join(cwd, name), text);
  try {
    const result = await withstands(one.length + two.length + (list?.length ?? 0), () =>
      compareTwo(
        {
          sides: [
            { source: 'one.json', tag: 'one', accountId: undefined },
            { source: 'two.json', tag: 'two', accountId: undefined },
          ],
          scope: { users: true, groups: true },
          includeItems: false,
          commit: false,
          exitCodeOf: (report) => exitCodeOf(report, { gate: 'drift', today: false }),
        },
        { cwd, env: {}, now: () => new Date(0), version: '0', commandLine: [] },
      ),
    );
    const written = readdirSync(root, { recursive: true, encoding: 'utf8' });
    const outside = written.filter((name) => !/^work(\/baselines(\/|$)|$)/.test(name));
    expect(outside.sort()).toEqual(
      Object.keys(inputs)
        .map((name) => `work/${name}`)
        .sort(),
    );
    if (result instanceof Error) {
      expect(written.filter((name) => /baselines\/.*\./.test(name))).toEqual([]);
      return { exitCode: 1, said: result.message };
    }
    for (const name of written.filter((file) => file.endsWith('.json'))) {
      if (name.includes('baselines')) JSON.parse(readFileSync(path.join(root, name), 'utf8'));
    }
    const shown = terminalReport(result.report, { color: false, full: true, width: 100 });
    expect(shown.replaceAll('\n', ' ')).not.toMatch(ACTS);
    return { exitCode: result.report.exitCode, said: shown };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
