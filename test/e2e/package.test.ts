import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { execute, makeSandbox, type Sandbox } from '../support/run-cli.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = makeSandbox();
});
afterAll(() => sandbox.remove());

/** npm needs the machine's own settings to reach its registry. */
const npm = (args: readonly string[], cwd: string) => execute('npm', args, { cwd, env: process.env });

it('is packed with what it needs and nothing else, installs into an empty folder, and runs there', async () => {
  // The build stands already; packing must not empty it under the tests that run beside this one.
  const packed = await npm(['pack', '--ignore-scripts', '--json', '--pack-destination', sandbox.cwd], ROOT);
  expect(packed.code, packed.stderr).toBe(0);
  const [{ files }] = JSON.parse(packed.stdout) as [{ files: { path: string }[] }];
  const tops = [...new Set(files.map((file) => file.path.split('/')[0]!))].sort();
  expect(tops).toEqual([
    'CHANGELOG.md',
    'LICENSE',
    'NOTICE',
    'README.md',
    'dist',
    'examples',
    'package.json',
    'schema',
  ]);

  // Without one, npm would look for a project in the folders above.
  writeFileSync(path.join(sandbox.cwd, 'package.json'), '{}');
  const tarball = readdirSync(sandbox.cwd).find((file) => file.endsWith('.tgz'))!;
  const installed = await npm(
    ['install', '--no-audit', '--no-fund', '--prefer-offline', `./${tarball}`],
    sandbox.cwd,
  );
  expect(installed.code, installed.stderr).toBe(0);
  const bundle = path.join(sandbox.cwd, 'node_modules', 'iamdrift', 'dist', 'bundle');
  const licences = readFileSync(path.join(bundle, 'LICENSES.txt'), 'utf8');
  expect(licences).toMatch(/^yargs [\d.]+\n\nMIT License\n/m);
  expect(licences).toMatch(/^cliui [\d.]+\n\nCopyright .*\n\nPermission to use, copy, modify/m);
  const bin = path.join(sandbox.cwd, 'node_modules', '.bin', 'iamdrift');
  const demo = await execute(bin, ['demo'], { cwd: sandbox.cwd, env: sandbox.env });
  expect(demo.stderr).toBe('');
  expect(demo.code).toBe(0);
  expect(demo.stdout).toContain('PutObject');
}, 300_000);
