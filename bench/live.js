import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { measured } from './commands.js';
import { makeEstate } from './estate/make.js';
import { readReport, wrongReports } from './expected-drift.js';
import { motoAccount, startMoto } from './live-account.js';
import { callsOf } from './load/http.js';
import { median, megabytes, ms, table } from './numbers.js';

const MOTO = fileURLToPath(new URL('../.cache/moto/bin/moto_server', import.meta.url));
const DRIFT = 2;

/**
 * Compares two accounts of a local moto server through two profiles, and prints time and number of calls. Says so and
 * measures nothing where moto isn't installed (the tests install it). Returns what the comparison got wrong.
 */
export async function benchLive({ dist, runs, roles }) {
  if (!existsSync(MOTO)) {
    console.log('Live: left out, since there is no moto in .cache/moto: `npm test` installs it.\n');
    return [];
  }
  const folder = mkdtempSync(join(tmpdir(), 'iamdrift-live-'));
  const moto = await startMoto(MOTO);
  try {
    const { drift } = await fillAccounts(moto.url, { roles, folder });
    writeFileSync(join(folder, 'drift.json'), JSON.stringify(drift));
    return await compareLive({ folder, dist, runs, roles });
  } finally {
    moto.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Two accounts with the estate's roles, and an AWS configuration with a profile for each. */
async function fillAccounts(url, { roles, folder }) {
  const known = await (await motoAccount(url, '123456789012')).awsPolicies();
  const estate = makeEstate({ roles, seed: 1, drift: 0.02, isAvailable: ({ arn }) => known.has(arn) });
  for (const [tag, accountId] of [
    ['dev', '123456789012'],
    ['qa', '987654321098'],
  ]) {
    await (await motoAccount(url, accountId)).fill(estate[tag]);
  }
  const profile = (tag, accountId) =>
    `[profile ${tag}]\nrole_arn = arn:aws:iam::${accountId}:role/auditor\nsource_profile = source\nendpoint_url = ${url}\nregion = eu-west-1\n`;
  writeFileSync(
    join(folder, 'config'),
    `[profile source]\naws_access_key_id = test\naws_secret_access_key = test\nendpoint_url = ${url}\nregion = eu-west-1\n\n${profile('dev', '123456789012')}\n${profile('qa', '987654321098')}`,
  );
  writeFileSync(join(folder, 'equivalency_list.json'), JSON.stringify(estate.equivalencies));
  return estate;
}

async function compareLive({ folder, dist, runs, roles }) {
  const env = {
    AWS_CONFIG_FILE: join(folder, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, 'none'),
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  const results = [];
  const wrong = new Set();
  for (let i = 0; i < runs; i++) {
    const args = [resolve(dist, 'bin.js'), 'diff', 'dev', 'dev', 'qa', 'qa', '--no-git'];
    const result = await measured(args, { cwd: folder, env });
    if (result.code !== DRIFT)
      throw new Error(`live: exit code ${result.code} instead of ${DRIFT}:\n${result.err}`);
    for (const line of wrongReports(folder, readReport(join(folder, 'baselines', 'runs'))))
      wrong.add(`live: ${line}`);
    results.push({ ...result, calls: callsOf(join(folder, 'baselines', 'runs')) });
    rmSync(join(folder, 'baselines'), { recursive: true });
  }
  const middle = (field) => median(results.map((result) => result[field]));
  const head = [`Live, ${roles} roles a side`, 'first', 'median', 'CPU', 'peak memory', 'calls, both sides'];
  const row = [
    'diff --no-git',
    ms(results[0].wallMs),
    ms(middle('wallMs')),
    ms(middle('cpuMs')),
    megabytes(Math.max(...results.map(({ peakBytes }) => peakBytes))),
    String(middle('calls')),
  ];
  console.log(`${table(head, [row])}\n`);
  return [...wrong];
}
