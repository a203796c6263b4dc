import { execFileSync, spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readReport, wrongReports } from './expected-drift.js';
import { median } from './numbers.js';

const STAGE = fileURLToPath(new URL('stage.js', import.meta.url));
const USAGE = new URL('usage.js', import.meta.url).href;
const DRIFT = 2;

/** The whole command, as a user runs it. `git`: in a repository, with the commit. */
export const COMMANDS = [
  { name: 'diff --no-items --no-git', options: ['--no-items', '--no-git'], git: false },
  { name: 'diff --no-items', options: ['--no-items'], git: true },
  { name: 'diff --no-git', options: ['--no-git'], git: false },
  { name: 'diff', options: [], git: true },
];

/** Runs a script of Node's and waits for it. Wall time is the whole process, from its start to its end. */
export function runNode(args, { cwd = process.cwd(), env = {} } = {}) {
  return new Promise((done, fail) => {
    const start = performance.now();
    const child = spawn(process.execPath, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (data) => (out += data));
    child.stderr.on('data', (data) => (err += data));
    child.on('error', fail);
    child.on('close', (code) => done({ code, out, err, wallMs: performance.now() - start }));
  });
}

/** One stage of the pipeline in a process of its own: what `bench/stage.js` prints. */
export async function runStage(stage, { estate, dist, iterations }) {
  const { code, out, err } = await runNode([
    STAGE,
    stage,
    resolve(estate),
    resolve(dist),
    String(iterations),
  ]);
  if (code !== 0) throw new Error(`the stage ${stage} failed:\n${err}`);
  return JSON.parse(out);
}

/** Node's start with reading and `JSON.parse` of both exports: what no command can be faster than. */
export async function runFloor({ estate, runs }) {
  const script = `for (const tag of ['dev', 'qa']) JSON.parse(require('fs').readFileSync(tag + '.json', 'utf8'))`;
  return measureRuns(runs, () => measured(['-e', script], { cwd: estate }));
}

/**
 * The command in a folder of its own, several times: medians. Throws for another exit code than drift's; `wrong` tells
 * what was reported wrongly.
 */
export async function runCommand({ options, git }, { estate, dist, runs }) {
  const wrong = new Set();
  const cost = await measureRuns(runs, async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'iamdrift-bench-'));
    try {
      copyFileSync(join(estate, 'equivalency_list.json'), join(cwd, 'equivalency_list.json'));
      if (git) execFileSync('git', ['init', '--quiet'], { cwd });
      const sources = ['dev', 'qa'].flatMap((tag) => [resolve(estate, `${tag}.json`), tag]);
      const result = await measured([resolve(dist, 'bin.js'), 'diff', ...sources, ...options], {
        cwd,
        env: GIT_IDENTITY,
      });
      if (result.code !== DRIFT)
        throw new Error(`exit code ${result.code} instead of ${DRIFT}:\n${result.err}`);
      for (const line of wrongReports(estate, readReport(join(cwd, 'baselines', 'runs')))) wrong.add(line);
      return result;
    } finally {
      rmSync(cwd, { recursive: true, force: true });
    }
  });
  return { ...cost, wrong: [...wrong] };
}

/** Commands about an accepted baseline of an account that has not changed since. */
export const BASELINE_COMMANDS = [
  { name: 'baseline accept, unchanged', args: ['baseline', 'accept'] },
  { name: 'drift --no-items --no-git', args: ['drift'], options: ['--no-items', '--no-git'] },
];

/** Each of them several times in one repository with one commit: medians, in their order. */
export async function runBaselineCommands({ estate, dist, runs }) {
  const cwd = mkdtempSync(join(tmpdir(), 'iamdrift-bench-'));
  const run = async (args) => {
    const result = await measured([resolve(dist, 'bin.js'), ...args], { cwd, env: GIT_IDENTITY });
    if (result.code !== 0) throw new Error(`exit code ${result.code} instead of 0:\n${result.err}`);
    return result;
  };
  try {
    execFileSync('git', ['init', '--quiet'], { cwd });
    const account = [resolve(estate, 'dev.json'), 'dev'];
    await run(['baseline', 'accept', ...account, '--yes']);
    const costs = [];
    for (const { args, options = [] } of BASELINE_COMMANDS)
      costs.push(await measureRuns(runs, () => run([...args, ...account, ...options])));
    return costs;
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

const GIT_IDENTITY = {
  GIT_AUTHOR_NAME: 'bench',
  GIT_AUTHOR_EMAIL: 'bench@example.com',
  GIT_COMMITTER_NAME: 'bench',
  GIT_COMMITTER_EMAIL: 'bench@example.com',
};

/** A process with its CPU time and peak memory. */
export async function measured(args, { cwd, env = {} }) {
  const folder = mkdtempSync(join(tmpdir(), 'iamdrift-usage-'));
  const file = join(folder, 'usage.json');
  try {
    const result = await runNode(['--import', USAGE, ...args], { cwd, env: { ...env, BENCH_USAGE: file } });
    return { ...result, ...JSON.parse(readFileSync(file, 'utf8')) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureRuns(runs, once) {
  const results = [];
  for (let i = 0; i < runs; i++) results.push(await once());
  const middle = (field) => median(results.map((result) => result[field]));
  return {
    firstMs: results[0].wallMs,
    wallMs: middle('wallMs'),
    cpuMs: middle('cpuMs'),
    peakBytes: Math.max(...results.map(({ peakBytes }) => peakBytes)),
  };
}
