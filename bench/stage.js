/**
 * Runs one stage of the pipeline in this process, several times, and prints what it cost as JSON. `bench/run.js`
 * starts it once per stage, so that no stage profits from another's warm code or pays for its garbage.
 *
 *   node bench/stage.js <stage> <estate folder> <dist folder> <iterations>
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { wrongReports } from './expected-drift.js';
import { median } from './numbers.js';
import { peakBytes } from './usage.js';

const [stage, folder, dist, iterations] = process.argv.slice(2);
const FILES = ['dev', 'qa'].map((tag) => ({ tag, path: join(folder, `${tag}.json`) }));
const SCOPE = { users: false, groups: false };
const NOW = new Date('2026-01-01T00:00:00Z');

const load = (module) => import(pathToFileURL(resolve(dist, module)).href);

/** What a stage needs, made before the clock starts; then the stage itself, which may be run again and again. */
const STAGES = {
  json: () => {
    const texts = FILES.map(({ path }) => readFileSync(path, 'utf8'));
    return () => texts.map((text) => JSON.parse(text));
  },
  parse: async () => {
    await load('snapshot/file/index.js');
    return takeBoth;
  },
  normalise: async () => {
    const { normalise } = await normaliser(await takeBoth());
    return normalise;
  },
  diff: async () => {
    const { compareSnapshots } = await load('diff/index.js');
    const captures = await takeBoth();
    const sides = (await normaliser(captures)).normalise();
    const catalogue = await catalogueOf();
    return () => compareSnapshots(...sides, catalogue, SCOPE);
  },
  report: () => reporter({ includeItems: false }),
  'report with items': () => reporter({ includeItems: true }),
};

async function takeBoth() {
  const { takeSnapshot } = await load('snapshot/index.js');
  return Promise.all(
    FILES.map(async ({ tag, path }) => ({
      tag,
      ...(await takeSnapshot({ source: path, now: () => NOW, env: {} })),
    })),
  );
}

async function catalogueOf() {
  const { loadCatalogue } = await load('policy/catalogue.js');
  return loadCatalogue();
}

async function equivalencyList() {
  const { readEquivalencyFile } = await load('workflow/equivalency-file.js');
  return readEquivalencyFile(folder, undefined);
}

async function normaliser(captures) {
  const { normaliseSides } = await load('equivalency/index.js');
  const { entries } = await equivalencyList();
  const normalise = () => {
    const { sides } = normaliseSides(captures, entries, SCOPE);
    // All of them: what is not looked at is not made.
    for (const { roles, managedPolicies } of sides) {
      for (const { value } of [...roles, ...managedPolicies]) if (!value) throw new Error('not normalised');
    }
    return sides;
  };
  return { normalise };
}

async function compareBoth(captures, catalogue) {
  const { compareCaptures } = await load('workflow/compare.js');
  return compareCaptures(
    { captures, list: await equivalencyList(), waivers: null, startedAt: NOW },
    catalogue,
    { scope: SCOPE, exitCodeOf: () => 2 },
  );
}

/** Every file of a run as text, thrown away: what is left out is the disk. */
async function reporter({ includeItems }) {
  const { diffFiles } = await load('report/index.js');
  const { snapshotToJson } = await load('snapshot/snapshot-json.js');
  const captures = await takeBoth();
  const catalogue = await catalogueOf();
  const report = await compareBoth(captures, catalogue);
  const evidence = {
    iamdriftVersion: '0.0.0',
    catalogueVersion: '0.0.0',
    commandLine: [],
    startedAt: NOW.toISOString(),
    baselineCommit: null,
    equivalencyListSha256: null,
    waiversSha256: null,
    snapshotSha256: FILES.map(({ tag }) => ({ tag, sha256: '' })),
  };
  return async () => {
    const snapshotTexts = captures.map(({ snapshot }) => snapshotToJson(snapshot));
    let characters = 0;
    for (const { content } of diffFiles({
      report,
      captures,
      snapshotTexts,
      catalogue,
      includeItems,
      evidence,
    })) {
      if (typeof content === 'string') characters += content.length;
      else for await (const piece of content) characters += piece.length;
    }
    return characters;
  };
}

/** Rows of both accounts with their wildcards expanded, and what the comparison got wrong. Not timed. */
async function facts() {
  const captures = await takeBoth();
  const report = await compareBoth(captures, await catalogueOf());
  return {
    items: report.sides.map(({ items }) => items.harvested),
    wrong: wrongReports(folder, report),
  };
}

async function measure() {
  const run = await STAGES[stage]();
  const walls = [];
  const cpus = [];
  for (let i = 0; i < Number(iterations); i++) {
    const cpu = process.cpuUsage();
    const start = performance.now();
    await run();
    walls.push(performance.now() - start);
    const { user, system } = process.cpuUsage(cpu);
    cpus.push((user + system) / 1000);
  }
  return { firstMs: walls[0], wallMs: median(walls), cpuMs: median(cpus), peakBytes: peakBytes() };
}

console.log(JSON.stringify(stage === 'facts' ? await facts() : await measure()));
