import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pLimit from 'p-limit';
import { startAccountsEndpoint, type AccountsEndpoint } from '../support/iam-endpoint/index.js';
import { takeSnapshot } from '../../src/snapshot/index.js';
import { snapshotToJson } from '../../src/snapshot/snapshot-json.js';
import { BASE, drifted, DRIFTS } from './account.js';
import { FAULTS, type Place, type Way } from './faults.js';
import { differsAt, listening, pageSize, placeName, placesOf, scriptFor, type Answers } from './places.js';
import { type Ending, judge, type Outcome, TOO_LONG_MS } from './judge.js';
import { runDiff, type Runner } from './run.js';

/** One fault at one call, with the account as it should be or with one drift in what the call reads. */
export interface Cell {
  readonly fault: string;
  readonly place: Place;
  /** A name of `DRIFTS`; null: both sides are the same account. */
  readonly drift: string | null;
}

export interface MatrixResult {
  readonly way: Way;
  readonly faults: number;
  readonly calls: number;
  readonly cells: number;
  /** How many there are in all. */
  readonly ofCells: number;
  readonly endings: Readonly<Record<Ending, number>>;
  readonly slowestMs: number;
  /** One line for each cell whose end is none of the three. */
  readonly wrong: readonly string[];
  /** Drifts that no call of this way shows; there must be none. */
  readonly unseenDrifts: readonly string[];
}

/** Runs at once: those that wait, and those that work. */
const AT_ONCE = { waiting: 64, working: 4 };

export interface MatrixOptions {
  /** Which of all cells are run; all of them by default. */
  readonly choose?: (all: readonly Cell[]) => readonly Cell[];
  /** What is run in a cell. */
  readonly run?: Runner;
  readonly atOnce?: typeof AT_ONCE;
}

/**
 * Runs every fault at every call that reading the account this way makes, without drift and with each that could hide
 * there.
 */
export async function runMatrix(
  way: Way,
  { choose = (all) => all, run = runDiff, atOnce = AT_ONCE }: MatrixOptions = {},
): Promise<MatrixResult> {
  const endpoint = await startAccountsEndpoint({ pageSize });
  const folder = mkdtempSync(join(tmpdir(), 'iamdrift-matrix-'));
  const { TMPDIR } = process.env;
  // The system's temporary folder of all runs: nothing may be left in it.
  const temp = join(folder, 'tmp');
  mkdirSync(temp);
  process.env.TMPDIR = temp;
  try {
    const snapshot1 = join(folder, 'one.json');
    writeFileSync(snapshot1, await healthySnapshot(endpoint, way, folder));
    const side1 = endpoint.add(BASE, scriptFor(way));
    const sides = (accessKeyId: string) => ({
      url: endpoint.url,
      healthy: { snapshot: snapshot1, accessKeyId: side1.accessKeyId },
      faulty: { accessKeyId },
    });
    const healthy = async (drift: string | null) => {
      const { key, answers } = listening(endpoint, drift === null ? BASE : drifted(drift), way);
      const outcome = await runDiff(sides(key.accessKeyId));
      key.remove();
      return { outcome, answers };
    };
    const base = await healthy(null);
    if (base.outcome.code !== 0) throw new Error(`healthy, and yet: ${base.outcome.said}`);
    const truths = new Map<string, { readonly outcome: Outcome; readonly answers: Answers }>();
    for (const name of Object.keys(DRIFTS)) truths.set(name, await healthy(name));

    const places = placesOf(base.answers);
    const all = places.flatMap((place, row) => {
      const hidden = [...truths].filter(([, { answers }]) => differsAt(place, answers)).map(([name]) => name);
      return cellsAt(place, hidden.length > 0 ? hidden : Object.keys(DRIFTS), row);
    });
    const cells = choose(all);
    const waiting = pLimit(atOnce.waiting);
    const working = pLimit(atOnce.working);
    const endings: Record<Ending, number> = { true: 0, gap: 0, error: 0 };
    const wrong: string[] = [];
    let slowestMs = 0;
    await Promise.all(
      cells.map((cell) =>
        (FAULTS[cell.fault]!.waits ? waiting : working)(async () => {
          const { fault, place, drift } = cell;
          const key = endpoint.add(
            drift === null ? BASE : drifted(drift),
            scriptFor(way, place, FAULTS[fault]!.script()),
          );
          const outcome = await inTime(run(sides(key.accessKeyId)));
          key.remove();
          if (outcome === 'never') {
            wrong.push(`${nameOf(cell)}: never ends`);
            return;
          }
          slowestMs = Math.max(slowestMs, outcome.ms);
          const truth = drift === null ? base.outcome : truths.get(drift)!.outcome;
          const judged = judge(outcome, truth, FAULTS[fault]!.mustPass === true);
          if (judged.ending) endings[judged.ending]++;
          for (const problem of judged.problems) wrong.push(`${nameOf(cell)}: ${problem}`);
        }),
      ),
    );
    for (const name of readdirSync(temp)) wrong.push(`left in the temporary folder: ${name}`);
    const unseenDrifts = [...truths].filter(([, { outcome }]) => outcome.code !== 2).map(([name]) => name);
    return {
      way,
      faults: Object.keys(FAULTS).length,
      calls: places.length,
      cells: cells.length,
      ofCells: all.length,
      endings,
      slowestMs,
      wrong,
      unseenDrifts,
    };
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
    rmSync(folder, { recursive: true, force: true });
    await endpoint.stop();
  }
}

/**
 * Where nothing of an answer gets through, one run shows what becomes of it, with a drift that it hides, and a later
 * page is no other call than the first. Where parts do, there is a run without any drift as well. The drifts take
 * their turns.
 */
function cellsAt(place: Place, hidden: readonly string[], row: number): Cell[] {
  const isLater = place.params.has('Marker');
  const names = Object.keys(FAULTS).filter((name) => FAULTS[name]!.appliesTo(place));
  return names.flatMap((fault, column): Cell[] => {
    const drift = hidden[(row + column) % hidden.length]!;
    if (FAULTS[fault]!.meets === 'parts of it')
      return [null, drift].map((one) => ({ fault, place, drift: one }));
    return isLater && place.action !== 'GetAccountAuthorizationDetails' ? [] : [{ fault, place, drift }];
  });
}

/**
 * `size` of them, each from a stretch of its own, so that every call and most faults are met; `seed` moves where they
 * begin.
 */
export function spread<T>(
  all: readonly T[],
  { size, seed }: { readonly size: number; readonly seed: number },
): readonly T[] {
  const step = Math.max(1, all.length / size);
  const start = (seed * 0.618033988749895) % 1;
  return Array.from(
    { length: Math.min(size, all.length) },
    (_, index) => all[Math.floor((index + start) * step)]!,
  );
}

/** One cell of each fault, at the calls in turn; `seed` moves where they begin. */
export function oneOfEachFault(all: readonly Cell[], seed: number): readonly Cell[] {
  return Object.keys(FAULTS).map((fault, index) => {
    const own = all.filter((cell) => cell.fault === fault);
    if (own.length === 0) throw new Error(`${fault} is met nowhere`);
    return own[(seed + index * 7) % own.length]!;
  });
}

function nameOf({ fault, place, drift }: Cell): string {
  return `${fault} at ${placeName(place)}${drift === null ? '' : `, ${drift}`}`;
}

/** A run that never ends must not keep the other cells from being judged. */
function inTime(run: Promise<Outcome>): Promise<Outcome | 'never'> {
  return Promise.race([run, sleep(TOO_LONG_MS, 'never' as const)]);
}

async function healthySnapshot(endpoint: AccountsEndpoint, way: Way, folder: string): Promise<string> {
  const key = endpoint.add(BASE, scriptFor(way));
  const config = join(folder, 'config');
  writeFileSync(
    config,
    `[profile live]\naws_access_key_id = ${key.accessKeyId}\naws_secret_access_key = s\nendpoint_url = ${endpoint.url}\n`,
  );
  const { snapshot } = await takeSnapshot({
    source: 'live',
    cwd: folder,
    env: { AWS_CONFIG_FILE: config, AWS_SHARED_CREDENTIALS_FILE: join(folder, 'none') },
    now: () => new Date(0),
  });
  key.remove();
  if (snapshot.coverage.gaps.length > 0) throw new Error(JSON.stringify(snapshot.coverage.gaps));
  return snapshotToJson(snapshot);
}
