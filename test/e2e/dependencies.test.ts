import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { execute } from '../support/run-cli.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const read = (name: string): string => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');

const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<
  'dependencies' | 'devDependencies',
  Record<string, string>
>;
const section = /^## Dependencies\n(.*?)^## /ms.exec(read('README.md'))![1]!;

describe('the README', () => {
  it('says of each dependency why it is there, and of no other package', () => {
    const rows = section.split('\n').filter((line) => line.startsWith('| `'));
    const told = rows.flatMap((row) =>
      [...row.split('|')[1]!.matchAll(/`([^`]+)`/g)].map(([, name]) => name),
    );
    expect([...told].sort()).toEqual(Object.keys(dependencies).sort());
    for (const row of rows) expect(row.split('|')[2]!.trim(), row).not.toBe('');
  });

  it('names each tool of development but types and plugins', () => {
    const isPlugin = (name: string): boolean => /^@(types|eslint|vitest)\//.test(name);
    for (const name of Object.keys(devDependencies).filter((one) => !isPlugin(one)))
      expect(section, name).toContain(`\`${name}\``);
  });
});

it('installs what the lock file says, from whatever registry the user has', () => {
  const lock = JSON.parse(read('package-lock.json')) as {
    packages: Record<string, { dependencies?: unknown; integrity?: string; resolved?: string }>;
  };
  const { '': own, ...packages } = lock.packages;
  expect(own!.dependencies).toEqual(dependencies);
  for (const [path, entry] of Object.entries(packages)) {
    expect(entry.integrity, path).toMatch(/^sha512-/);
    expect(entry.resolved, path).toBeUndefined();
  }
});

describe('npm run licences', () => {
  it('finds nothing that is not permissive', async () => {
    const { code, stdout, stderr } = await execute(process.execPath, ['scripts/check-licences.js'], {
      cwd: ROOT,
      env: { PATH: process.env.PATH },
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^\d+ packages: \d+ MIT/);
  });

  it.each([
    ['MIT', true],
    ['(MIT OR GPL-3.0)', true],
    ['MIT AND BSD-3-Clause', true],
    ['MIT AND GPL-3.0', false],
    ['GPL-3.0-only', false],
    ['SEE LICENSE IN LICENSE', false],
    [null, false],
  ])('takes %s: %s', async (licence, allowed) => {
    const { isAllowed } = (await import(
      new URL('../../scripts/check-licences.js', import.meta.url).href
    )) as {
      isAllowed: (licence: string | null) => boolean;
    };
    expect(isAllowed(licence)).toBe(allowed);
  });
});
