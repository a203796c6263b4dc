import '../support/fast-time.js';
import { expect, it } from 'vitest';
import { runCommand } from './command.js';
import { oneOfEachFault, runMatrix } from './matrix.js';

/** All cells take a quarter of an hour: with IAMDRIFT_FAULTS=all; else each fault once, where IAMDRIFT_FAULTS_SEED says. */
const isAll = process.env.IAMDRIFT_FAULTS === 'all';
const seed = Number(process.env.IAMDRIFT_FAULTS_SEED ?? 1);

it('the command itself, with two live accounts, ends in the true result, a gap, or one clear line', async () => {
  const { wrong, ...figures } = await runMatrix('details', {
    run: runCommand,
    atOnce: { waiting: 6, working: 2 },
    ...(!isAll && { choose: (all) => oneOfEachFault(all, seed) }),
  });
  console.log(JSON.stringify({ command: 'diff', ...figures, seed: isAll ? 'all' : seed }));
  expect(wrong).toEqual([]);
}, 3_600_000);
