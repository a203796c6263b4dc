import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { measured } from '../commands.js';
import { makeEstate } from '../estate/make.js';
import { readReport, wrongReports } from '../expected-drift.js';
import { count, megabytes, ms, table } from '../numbers.js';

const ENDPOINT = fileURLToPath(new URL('endpoint.js', import.meta.url));
const ACCOUNTS = { dev: '123456789012', qa: '987654321098' };
const DRIFT = 2;
const LATENCY_MS = 50;

/**
 * Calls per second and account that are let through, as token buckets of each API. AWS documents 600 a second for STS,
 * and for IAM that each API has buckets of its own, without their sizes. `taken` is our guess at them, on the low side of
 * what users report; `scarce` is far below, so that every run is throttled.
 */
const STS = { perSecond: 600, burst: 600 };
const RATES = {
  none: {},
  taken: {
    GetCallerIdentity: STS,
    AssumeRole: STS,
    GetAccountAuthorizationDetails: { perSecond: 5, burst: 5 },
    '*': { perSecond: 20, burst: 20 },
  },
  scarce: { GetCallerIdentity: STS, AssumeRole: STS, '*': { perSecond: 1, burst: 1 } },
};

/**
 * Live comparisons of two accounts over HTTP, each behind a role that a profile assumes, with 50 ms before each answer and
 * throttling. `roles` a side by account details, `byCall` a side where those are denied; with `smoke` once. Prints time, calls, repeated
 * calls and memory; returns what was reported wrongly.
 */
export async function benchHttp({ folder, dist, roles, byCall, smoke }) {
  const details = `account details, ${count(roles)} roles a side`;
  const cases = [
    { name: `${details}, no throttling`, roles, rates: 'none', denied: [] },
    { name: `${details}, rates as taken`, roles, rates: 'taken', denied: [] },
    { name: `${details}, one call a second`, roles, rates: 'scarce', denied: [] },
    {
      name: `call by call, ${count(byCall)} roles a side, rates as taken`,
      roles: byCall,
      rates: 'taken',
      denied: ['GetAccountAuthorizationDetails'],
    },
  ].filter((one) => !smoke || (one.rates === 'taken' && one.denied.length === 0));
  const rows = [];
  const wrong = [];
  for (const one of cases) {
    const place = join(folder, 'http');
    try {
      const cost = await compareOverHttp(one, { place, dist });
      wrong.push(...cost.wrong.map((line) => `${one.name}: ${line}`));
      rows.push([
        one.name,
        ms(cost.wallMs),
        ms(cost.cpuMs),
        megabytes(cost.peakBytes),
        count(cost.asked),
        count(cost.calls - cost.asked),
        count(cost.throttled),
      ]);
    } finally {
      rmSync(place, { recursive: true, force: true });
    }
  }
  console.log(`## Live over HTTP: diff --no-git, ${LATENCY_MS} ms before each answer; one run each\n`);
  const head = ['Reading by', 'time', 'CPU', 'peak memory', 'calls', 'repeated', 'throttled'];
  console.log(`${table(head, rows)}\n`);
  return wrong;
}

async function compareOverHttp({ roles, rates, denied }, { place, dist }) {
  mkdirSync(place, { recursive: true });
  const estate = makeEstate({ roles, seed: 1, drift: 0.02 });
  for (const name of ['dev', 'qa', 'drift']) {
    writeFileSync(join(place, `${name}.json`), JSON.stringify(estate[name]));
  }
  writeFileSync(join(place, 'equivalency_list.json'), JSON.stringify(estate.equivalencies));
  const options = { latencyMs: LATENCY_MS, rates: RATES[rates], denied };
  writeFileSync(join(place, 'options.json'), JSON.stringify(options));
  const endpoint = fork(ENDPOINT, [place]);
  try {
    const [{ url, keys }] = await once(endpoint, 'message');
    writeFileSync(join(place, 'config'), profiles(url, keys));
    const args = [resolve(dist, 'bin.js'), 'diff', 'dev', 'dev', 'qa', 'qa', '--no-git'];
    const result = await measured(args, { cwd: place, env: AWS_FILES(place) });
    if (result.code !== DRIFT)
      throw new Error(`exit code ${result.code} instead of ${DRIFT}:\n${result.err}`);
    endpoint.send('counts');
    const [counts] = await once(endpoint, 'message');
    const runs = join(place, 'baselines', 'runs');
    return { ...result, ...counts, asked: callsOf(runs), wrong: wrongReports(place, readReport(runs)) };
  } finally {
    endpoint.kill();
  }
}

const AWS_FILES = (place) => ({
  AWS_CONFIG_FILE: join(place, 'config'),
  AWS_SHARED_CREDENTIALS_FILE: join(place, 'none'),
  AWS_EC2_METADATA_DISABLED: 'true',
});

function profiles(url, keys) {
  const common = `endpoint_url = ${url}\nregion = eu-west-1\n`;
  return Object.entries(ACCOUNTS)
    .map(
      ([tag, id]) =>
        `[profile ${tag}-keys]\naws_access_key_id = ${keys[tag]}\naws_secret_access_key = secret\n${common}` +
        `[profile ${tag}]\nrole_arn = arn:aws:iam::${id}:role/auditor\nsource_profile = ${tag}-keys\n${common}`,
    )
    .join('\n');
}

/** Number of API calls of a run, repetitions left out, from the coverage in its run.json. */
export function callsOf(runs) {
  const file = readdirSync(runs, { recursive: true }).find((name) => /(^|[\\/])run\.json$/.test(name));
  const { sides } = JSON.parse(readFileSync(join(runs, file), 'utf8'));
  return sides.flatMap(({ coverage }) => coverage.calls).reduce((sum, call) => sum + call.count, 0);
}
