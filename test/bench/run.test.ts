import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { execute } from '../support/run-cli.js';

const RUN = fileURLToPath(new URL('../../bench/run.js', import.meta.url));

it('benches a tiny estate, and finds every report right', async () => {
  const { code, stdout, stderr } = await execute(process.execPath, [RUN, '--smoke'], {
    cwd: process.cwd(),
    env: process.env,
  });
  expect(stderr).toBe('');
  expect(code).toBe(0);
  for (const row of [
    'JSON.parse',
    'parse',
    'normalise',
    'diff',
    'report',
    'diff --no-items --no-git',
    'baseline accept, unchanged',
    '--help',
    'every role has drift: roles a side',
    'entries of the equivalency list',
    'account details, 20 roles a side, rates as taken',
    'equivalency',
  ]) {
    expect(stdout).toContain(`\n| ${row}`);
  }
  expect(stdout).toContain('exactly the drift that was put in');
}, 240_000);

it('refuses sizes that are no numbers', async () => {
  const { code, stderr } = await execute(process.execPath, [RUN, '--sizes', 'many'], {
    cwd: process.cwd(),
    env: process.env,
  });
  expect(code).toBe(1);
  expect(stderr).toContain('--sizes');
});

it('refuses sections that there are not', async () => {
  const { code, stderr } = await execute(process.execPath, [RUN, '--only', 'speed'], {
    cwd: process.cwd(),
    env: process.env,
  });
  expect(code).toBe(1);
  expect(stderr).toContain('--only start,sizes,');
});
