import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareSnapshots } from '../../src/diff/index.js';
import { parseEquivalencyList } from '../../src/equivalency/list/index.js';
import { normaliseSides } from '../../src/equivalency/index.js';
import type { EntityComparison } from '../../src/model/report.js';
import { compareText } from '../../src/model/text.js';
import { loadCatalogue } from '../../src/policy/catalogue.js';
import { takeSnapshot } from '../../src/snapshot/index.js';
import { execute } from '../support/run-cli.js';

const ESTATE = fileURLToPath(new URL('../../bench/estate.js', import.meta.url));
const FILES = ['dev.json', 'qa.json', 'equivalency_list.json', 'drift.json'] as const;

interface ExpectedDrift {
  readonly roles: readonly { readonly kind: string; readonly name: string; readonly status: string }[];
  readonly policies: readonly { readonly name: string; readonly status: string }[];
}

/** Many drifts on few roles, so that every kind is there at least once. */
const OPTIONS = ['--roles', '80', '--drift', '0.4', '--seed', '7'];

describe('bench/estate.js', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'iamdrift-estate-'));
  const read = (folder: string, file: string): string => readFileSync(path.join(root, folder, file), 'utf8');
  const make = async (folder: string, options: readonly string[]): Promise<void> => {
    const args = [ESTATE, ...options, '--out', path.join(root, folder)];
    const { code, stderr } = await execute(process.execPath, args, { cwd: root, env: process.env });
    expect(stderr).toBe('');
    expect(code).toBe(0);
  };

  beforeAll(async () => {
    await make('first', OPTIONS);
    await make('again', OPTIONS);
    await make('other', [...OPTIONS.slice(0, -1), '8']);
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it('writes the same bytes for the same options, and others for another seed', () => {
    for (const file of FILES) expect(read('again', file)).toBe(read('first', file));
    expect(read('other', 'dev.json')).not.toBe(read('first', 'dev.json'));
  });

  it('makes whole exports: nothing in them is a gap', async () => {
    for (const { snapshot } of await snapshots()) expect(snapshot.coverage.gaps).toEqual([]);
  });

  it('holds exactly the drift that drift.json tells', async () => {
    const sides = await snapshots();
    const entries = parseEquivalencyList(read('first', 'equivalency_list.json'), 'list');
    const compared = sides.map(({ snapshot }, at) => ({ tag: ['dev', 'qa'][at]!, snapshot }));
    const scope = { users: false, groups: false };
    const [one, two] = normaliseSides(compared, entries, scope).sides;
    const catalogue = await loadCatalogue();
    const { roles, policies } = compareSnapshots(one!, two!, catalogue, scope);

    const expected = JSON.parse(read('first', 'drift.json')) as ExpectedDrift;
    expect(drifted(roles)).toEqual(texts(expected.roles));
    expect(drifted(policies)).toEqual(texts(expected.policies));
    expect(new Set(expected.roles.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(16);
    expect(roles.some(({ status }) => status === 'reorganised')).toBe(true);
    expect(roles.some(({ side1 }) => side1?.serviceLinked)).toBe(true);
  });

  function snapshots(): ReturnType<typeof takeBoth> {
    return takeBoth(path.join(root, 'first'));
  }
});

async function takeBoth(folder: string): Promise<readonly Awaited<ReturnType<typeof takeSnapshot>>[]> {
  return Promise.all(
    ['dev.json', 'qa.json'].map((file) =>
      takeSnapshot({ source: path.join(folder, file), now: () => new Date(0), env: {} }),
    ),
  );
}

function drifted(entities: readonly EntityComparison[]): string[] {
  return texts(entities.filter(({ status }) => status !== 'same' && status !== 'reorganised'));
}

function texts(entities: readonly { readonly name: string; readonly status: string }[]): string[] {
  return entities.map(({ name, status }) => `${name}: ${status}`).sort(compareText);
}
