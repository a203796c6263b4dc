import { createReadStream, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { measured } from '../commands.js';
import { count, megabytes, ms, table } from '../numbers.js';
import { wholeServices } from './estates.js';

/**
 * `harvest` of accounts that are small and mean much, with the file of all their items: one for about each of these
 * numbers of rows. Memory must not grow with the rows; it is told beside what the account needs without the file.
 */
export async function benchItems({ folder, dist, rows }) {
  const one = await harvestOf(1, { folder, dist });
  const costs = [];
  for (const wanted of rows) costs.push(await harvestOf(Math.ceil(wanted / one.rows), { folder, dist }));
  console.log('## The file of all items: harvest --no-git, one run each\n');
  const head = ['Rows', 'file', 'time', 'CPU', 'peak memory', 'with --no-items'];
  const cells = [one, ...costs].map((cost) => [
    count(cost.rows),
    megabytes(cost.bytes),
    ms(cost.wallMs),
    ms(cost.cpuMs),
    megabytes(cost.peakBytes),
    megabytes(cost.without),
  ]);
  console.log(`${table(head, cells)}\n`);
}

async function harvestOf(roles, { folder, dist }) {
  const cwd = mkdtempSync(join(folder, 'items-'));
  try {
    writeFileSync(join(cwd, 'dev.json'), JSON.stringify(wholeServices(roles)));
    const harvest = async (...options) => {
      const args = [resolve(dist, 'bin.js'), 'harvest', 'dev.json', 'dev', '--no-git', ...options];
      const result = await measured(args, { cwd });
      if (result.code !== 0) throw new Error(`harvest: exit code ${result.code}\n${result.err}`);
      return result;
    };
    const without = await harvest('--no-items', '--output', 'without');
    const cost = await harvest('--output', 'with');
    const [name] = readdirSync(join(cwd, 'with')).filter((file) => file.endsWith('_tuples.csv'));
    const file = join(cwd, 'with', name);
    const bytes = statSync(file).size;
    return { ...cost, without: without.peakBytes, rows: (await linesIn(file)) - 1, bytes };
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

async function linesIn(file) {
  let lines = 0;
  for await (const chunk of createReadStream(file)) {
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines++;
  }
  return lines;
}
