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
  ]) {
    expect(stdout).toContain(`\n| ${row} `);
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
