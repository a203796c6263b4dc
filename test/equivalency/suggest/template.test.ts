import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { execute, makeSandbox } from '../../support/run-cli.js';

const ESTATE = fileURLToPath(new URL('../../../bench/template-estate.js', import.meta.url));

interface Names {
  readonly kind?: string;
  readonly dev: string | null;
  readonly qa: string | null;
}

interface Compared {
  readonly status: string;
  readonly side1: { readonly name: string } | null;
  readonly side2: { readonly name: string } | null;
}

/**
 * Two accounts of one template, with drift of every kind, without a list: after `suggest --write --yes` the next `diff`
 * reports each drift and nothing else.
 */
describe('a list that was suggested hides no drift and makes no noise', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'iamdrift-template-'));
  const sandbox = makeSandbox();
  afterAll(() => {
    rmSync(root, { recursive: true, force: true });
    sandbox.remove();
  });

  it.each([
    ['prefix', 1],
    ['suffix', 2],
    ['infix', 3],
    ['camelCase', 4],
    ['UPPER', 5],
  ])('%s, seed %i', async (style, seed) => {
    const folder = path.join(root, style);
    const options = [
      '--roles',
      '90',
      '--drift',
      '0.35',
      '--style',
      style,
      '--seed',
      String(seed),
      '--out',
      folder,
    ];
    const made = await execute(process.execPath, [ESTATE, ...options], { cwd: root, env: process.env });
    expect(made.stderr).toBe('');
    const files = [path.join(folder, 'dev.json'), 'dev', path.join(folder, 'qa.json'), 'qa'];
    const list = ['--equivalency', `${style}.json`];

    expect((await sandbox.run(['equivalency', 'suggest', ...files, ...list, '--write', '--yes'])).code).toBe(
      0,
    );
    const { code, stdout } = await sandbox.run([
      'diff',
      ...files,
      ...list,
      '--no-git',
      '--no-items',
      '--json',
    ]);

    const report = JSON.parse(stdout) as { roles: Compared[]; policies: Compared[] };
    const reported = [...report.roles, ...report.policies]
      .filter(({ status }) => status !== 'same' && status !== 'reorganised')
      .map(({ side1, side2 }) => told({ dev: side1?.name ?? null, qa: side2?.name ?? null }));
    const expected = JSON.parse(readFileSync(path.join(folder, 'drift.json'), 'utf8')) as Names[];
    expect(new Set(expected.map(({ kind }) => kind)).size).toBeGreaterThan(25);
    expect(reported.sort()).toEqual(expected.map(told).sort());
    expect(code).toBe(2);
  });
});

function told({ dev, qa }: Names): string {
  return `${dev ?? '(none)'} and ${qa ?? '(none)'}`;
}
