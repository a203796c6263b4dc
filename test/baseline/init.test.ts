import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ensureGitignore, initFolder, type InitOutcome } from '../../src/baseline/index.js';
import { UserError } from '../../src/model/errors.js';
import { sortedUnique } from '../../src/model/text.js';
import { listing, Machine, put, rejection, tempFolder, tree } from './support.js';

const NAMES = ['equivalency_list.json', 'baselines/.gitignore', 'baselines/README.md'];
const CHANGES = ['A baselines/.gitignore', 'A baselines/README.md', 'A equivalency_list.json'];

function init(folder: string, machine: Machine, env = machine.env): Promise<InitOutcome> {
  return initFolder({ folder, equivalencyList: '{}\n', readme: '# Baselines\n', message: 'Start', env });
}

describe('initFolder', () => {
  it('makes the folder, its files, a repository and the first commit', async () => {
    const machine = new Machine();
    const folder = join(tempFolder(), 'new', 'iam');
    expect(await init(folder, machine)).toEqual({
      folder,
      made: NAMES,
      found: [],
      repository: 'made',
      commit: { committed: true, commit: machine.head(folder), branch: 'main', ignored: [] },
    });
    expect(machine.changes(folder, 'HEAD')).toEqual(CHANGES);
    expect(machine.git(folder, 'log', '--format=%B').trim()).toBe('Start');
    expect(machine.git(folder, 'status', '--porcelain')).toBe('');
    const files = tree(folder);
    expect(files['equivalency_list.json']).toBe('{}\n');
    expect(files['baselines/README.md']).toBe('# Baselines\n');
    expect(files['baselines/.gitignore']).toMatch(/^\*_iam_tuples\.csv$/m);
    expect(files['baselines/.gitignore']).toMatch(/^\.tmp-\*$/m);
  });

  it('changes nothing when called again', async () => {
    const machine = new Machine();
    const folder = tempFolder();
    await init(folder, machine);
    put(folder, { 'equivalency_list.json': '{"mine":["a","b"]}\n', 'baselines/.gitignore': '# mine\n' });
    const head = machine.head(folder);
    const before = machine.state(folder);
    expect(await init(folder, machine)).toEqual({
      folder,
      made: [],
      found: NAMES,
      repository: 'found',
      commit: null,
    });
    expect(machine.head(folder)).toBe(head);
    expect(machine.state(folder)).toEqual(before);
    expect(tree(folder)['equivalency_list.json']).toBe('{"mine":["a","b"]}\n');
  });

  it("commits exactly what it made, in a sub-folder of a repository with the user's own work under way", async () => {
    const machine = new Machine();
    const folder = machine.repository();
    put(folder, { 'iam/equivalency_list.json': 'mine', 'mine.txt': 'changed', 'staged.txt': 'x' });
    machine.git(folder, 'add', 'staged.txt');
    const before = machine.state(folder);
    const outcome = await init(join(folder, 'iam'), machine);
    expect(outcome).toMatchObject({
      made: ['baselines/.gitignore', 'baselines/README.md'],
      found: ['equivalency_list.json'],
      repository: 'found',
      commit: { committed: true },
    });
    expect(machine.changes(folder, 'HEAD')).toEqual([
      'A iam/baselines/.gitignore',
      'A iam/baselines/README.md',
    ]);
    expect(machine.state(folder)).toEqual(before);
    expect(listing(join(folder, 'iam'))).toEqual(['baselines', 'equivalency_list.json']);
  });

  it('makes the files where git does not know who commits, and says so', async () => {
    const machine = new Machine('no identity');
    const folder = tempFolder();
    const outcome = await init(folder, machine);
    expect(outcome).toMatchObject({ made: NAMES, repository: 'made', commit: { committed: false } });
    expect(outcome.commit).toHaveProperty('reason', expect.stringContaining('git does not know who you are'));
    expect(Object.keys(tree(folder))).toEqual(sortedUnique(NAMES));
    expect(machine.git(folder, 'diff', '--cached', '--name-only')).toBe('');
  });

  it('makes the files where there is no git, and the repository once there is', async () => {
    const machine = new Machine();
    const folder = tempFolder();
    const without = { ...machine.env, PATH: tempFolder() };
    expect(await init(folder, machine, without)).toMatchObject({
      made: NAMES,
      repository: 'none',
      commit: { committed: false, reason: 'git is not installed or cannot be started' },
    });
    expect(await init(folder, machine)).toMatchObject({
      made: [],
      found: NAMES,
      repository: 'made',
      commit: { committed: true },
    });
    expect(machine.changes(folder, 'HEAD')).toEqual(CHANGES);
  });

  it('says why there is no repository where git cannot make one', async () => {
    const machine = new Machine();
    const folder = tempFolder();
    // No repository, and nothing that could become one.
    put(folder, { '.git/objects': 'a file' });
    const outcome = await init(folder, machine);
    expect(outcome).toMatchObject({ made: NAMES, repository: 'none', commit: { committed: false } });
    expect(outcome.commit).toHaveProperty('reason', expect.stringMatching(/\S/));
  });

  it('finds the repository that a link leads into', async () => {
    const machine = new Machine();
    const folder = machine.repository();
    put(folder, { 'iam/mine.txt': 'mine' });
    const link = join(tempFolder(), 'link');
    symlinkSync(join(folder, 'iam'), link);
    expect(await init(link, machine)).toMatchObject({ repository: 'found', commit: { committed: true } });
  });

  it('makes no repository inside a bare one', async () => {
    const machine = new Machine();
    const folder = tempFolder();
    machine.git(folder, 'init', '--bare');
    const outcome = await init(join(folder, 'iam'), machine);
    expect(outcome).toMatchObject({ made: NAMES, repository: 'found', commit: { committed: false } });
    expect(listing(join(folder, 'iam'))).toEqual(['baselines', 'equivalency_list.json']);
  });

  it('says what stands where a folder is needed', async () => {
    const machine = new Machine();
    const folder = tempFolder();
    put(folder, { file: 'mine', 'iam/baselines': 'mine' });
    for (const name of ['file', 'file/below', 'iam']) {
      const error = await rejection(init(join(folder, name), machine));
      expect(error).toBeInstanceOf(UserError);
      expect((error as UserError).message).toContain('a file stands where a folder is needed');
    }
    expect(tree(folder)).toMatchObject({ file: 'mine', 'iam/baselines': 'mine' });
  });
});

describe('ensureGitignore', () => {
  it('makes the file once, and returns its path then', async () => {
    const folder = join(tempFolder(), 'baselines');
    expect(await ensureGitignore(folder)).toBe(join(folder, '.gitignore'));
    expect(await ensureGitignore(folder)).toBeNull();
  });

  it("never touches a user's own", async () => {
    const folder = tempFolder();
    put(folder, { '.gitignore': '# mine\n' });
    expect(await ensureGitignore(folder)).toBeNull();
    expect(tree(folder)).toEqual({ '.gitignore': '# mine\n' });
    const other = tempFolder();
    mkdirSync(join(other, '.gitignore'));
    expect(await ensureGitignore(other)).toBeNull();
  });
});
