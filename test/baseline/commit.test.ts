import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type CommitOutcome,
  commitFiles,
  commitRun,
  ensureGitignore,
  headCommit,
  writeRun,
  writeRunInto,
} from '../../src/baseline/index.js';
import { Machine, put, tempFolder, tree } from './support.js';

const NOW = new Date('2026-01-02T03:04:05Z');
const RUN = 'baselines/runs/2026/01/02/03/04/05';
const FILES = [
  { name: 'summary.csv', content: 'a,b\n' },
  { name: 'snapshots/dev.json', content: '{}\n' },
  { name: 'dev_iam_tuples.csv', content: 'large', keepOutOfGit: true },
  { name: 'run.json', content: '{"tool":"iamdrift"}\n' },
];
const RUN_CHANGES = ['run.json', 'snapshots/dev.json', 'summary.csv'].map((name) => `A ${RUN}/${name}`);

async function runIn(folder: string, machine: Machine, message = 'A run'): Promise<CommitOutcome> {
  const run = await writeRun({ root: join(folder, 'baselines', 'runs'), now: NOW, files: FILES });
  return commitRun({ run, message, env: machine.env });
}

function committed(outcome: CommitOutcome): CommitOutcome & { committed: true } {
  expect(outcome).toMatchObject({ committed: true });
  return outcome as CommitOutcome & { committed: true };
}

describe('a commit of a run', () => {
  it('holds exactly the files that belong into git', async () => {
    const machine = new Machine();
    const folder = machine.repository();
    const before = machine.head(folder);
    expect(await headCommit(join(folder, 'baselines/runs'), machine.env)).toBe(before);

    const outcome = await runIn(folder, machine);
    expect(outcome).toEqual({ committed: true, commit: machine.head(folder), branch: 'main', ignored: [] });
    expect(machine.head(folder)).not.toBe(before);
    expect(machine.changes(folder, 'HEAD')).toEqual(RUN_CHANGES);
    expect(machine.git(folder, 'rev-parse', 'HEAD^').trim()).toBe(before);
    expect(machine.git(folder, 'log', '-1', '--format=%an <%ae>|%cn').trim()).toBe(
      'Ada <ada@example.com>|Ada',
    );
    expect(machine.git(folder, 'status', '--porcelain', '-uall')).toBe(`?? ${RUN}/dev_iam_tuples.csv\n`);
    expect(await headCommit(folder, machine.env)).toBe(machine.head(folder));
  });

  it('takes a new .gitignore with it, and leaves the tuples out of the status', async () => {
    const machine = new Machine();
    const folder = machine.repository();
    const run = await writeRun({ root: join(folder, 'baselines/runs'), now: NOW, files: FILES });
    const gitignore = await ensureGitignore(join(folder, 'baselines'));
    committed(await commitRun({ run, gitignore, message: 'A run', env: machine.env }));
    expect(machine.changes(folder, 'HEAD')).toEqual(['A baselines/.gitignore', ...RUN_CHANGES]);
    expect(machine.git(folder, 'status', '--porcelain')).toBe('');
    expect(await ensureGitignore(join(folder, 'baselines'))).toBeNull();
  });

  it('can be the first of a repository', async () => {
    const machine = new Machine();
    const folder = tempFolder();
    machine.git(folder, 'init');
    expect(await headCommit(folder, machine.env)).toBeNull();
    put(folder, { 'staged.txt': 'staged', 'untracked.txt': 'untracked' });
    machine.git(folder, 'add', 'staged.txt');
    committed(await runIn(folder, machine));
    expect(machine.changes(folder, 'HEAD')).toEqual(RUN_CHANGES);
    expect(machine.git(folder, 'status', '--porcelain', '--', '*.txt')).toBe(
      'A  staged.txt\n?? untracked.txt\n',
    );
  });

  it('goes to the repository above, from a sub-folder', async () => {
    const machine = new Machine();
    const folder = machine.repository();
    put(folder, { 'team/iam/readme.txt': 'x' });
    committed(await runIn(join(folder, 'team/iam'), machine));
    expect(machine.changes(folder, 'HEAD')).toEqual(
      RUN_CHANGES.map((line) => line.replace('A ', 'A team/iam/')),
    );
  });

  it('goes to the branch of a linked work tree', async () => {
    const machine = new Machine();
    const folder = machine.repository();
    const linked = join(tempFolder(), 'linked');
    machine.git(folder, 'worktree', 'add', '-b', 'side', linked);
    const before = machine.head(folder);
    expect(committed(await runIn(linked, machine)).branch).toBe('side');
    expect(machine.changes(linked, 'HEAD')).toEqual(RUN_CHANGES);
    expect(machine.head(folder)).toBe(before);
  });

  it('goes to the submodule that the folder lies in', async () => {
    const machine = new Machine();
    const folder = machine.repository();
    const other = machine.repository();
    machine.git(folder, '-c', 'protocol.file.allow=always', 'submodule', 'add', other, 'sub');
    machine.commitAll(folder, 'Submodule');
    const before = machine.head(folder);
    committed(await runIn(join(folder, 'sub'), machine));
    expect(machine.changes(join(folder, 'sub'), 'HEAD')).toEqual(RUN_CHANGES);
    expect(machine.head(folder)).toBe(before);
  });

  it('goes to the repository of the real folder, through a symbolic link', async () => {
    const machine = new Machine();
    const folder = machine.repository();
    const store = machine.repository();
    mkdirSync(join(store, 'iam'));
    symlinkSync(join(store, 'iam'), join(folder, 'baselines'));
    committed(await runIn(folder, machine));
    expect(machine.changes(store, 'HEAD')).toEqual(
      RUN_CHANGES.map((line) => line.replace('baselines', 'iam')),
    );
  });

  it('removes what an earlier run in the same output folder had in git', async () => {
    const machine = new Machine();
    const folder = machine.repository();
    const out = join(folder, 'out');
    const env = machine.env;
    const runJson = { name: 'run.json', content: '{"tool":"iamdrift"}' };
    const first = await writeRunInto({
      folder: out,
      files: [
        runJson,
        { name: 'old.csv', content: 'old' },
        { name: 'old_iam_tuples.csv', content: 'never in git', keepOutOfGit: true },
      ],
    });
    committed(await commitRun({ run: first, message: 'One', env }));
    const second = await writeRunInto({ folder: out, files: [runJson, { name: 'new.csv', content: 'new' }] });
    expect(second.gone).toEqual(expect.arrayContaining(['old.csv', 'old_iam_tuples.csv']));
    const outcome = committed(await commitRun({ run: second, message: 'Two', env }));
    expect(outcome.commit).toBe(machine.head(folder));
    expect(machine.changes(folder, 'HEAD')).toEqual(['A out/new.csv', 'D out/old.csv']);
    expect(machine.git(folder, 'status', '--porcelain')).toBe('');

    const again = await writeRunInto({ folder: out, files: [runJson, { name: 'new.csv', content: 'new' }] });
    expect(await commitRun({ run: again, message: 'Three', env })).toEqual({
      committed: false,
      reason: 'the last commit already holds these files',
    });
    expect(machine.head(folder)).toBe(outcome.commit);
  });

  it('takes file names as they are, not as patterns', async () => {
    const machine = new Machine();
    const folder = machine.repository();
    put(folder, { 'out/ab.csv': 'mine', 'out/-x': 'mine' });
    put(folder, { 'out/*.csv': 'ours', 'out/:(top)a': 'ours', 'out/-n': 'ours', 'out/ä "q".csv': 'ours' });
    const names = ['*.csv', ':(top)a', '-n', 'ä "q".csv'];
    const paths = names.map((name) => join(folder, 'out', name));
    committed(await commitFiles({ folder: join(folder, 'out'), paths, message: 'Odd', env: machine.env }));
    expect(machine.changes(folder, 'HEAD')).toEqual([
      'A out/*.csv',
      'A out/-n',
      'A out/:(top)a',
      'A out/ä "q".csv',
    ]);
    expect(machine.git(folder, 'status', '--porcelain', '-uall')).toBe('?? out/-x\n?? out/ab.csv\n');
  });

  it.each([
    ['--amend', '--amend\n'],
    ['# a heading\n\n#2 more', '# a heading\n\n#2 more\n'],
    [
      'Drift: 2 roles\r\n\r\n\u001b[31mred\u001b[0m\u0000\u0007 end  \n\n',
      'Drift: 2 roles\n\n[31mred[0m end\n',
    ],
    ['übergroß 😀 "quoted" $HOME `x` %s', 'übergroß 😀 "quoted" $HOME `x` %s\n'],
    ['x'.repeat(300_000), `${'x'.repeat(300_000)}\n`],
  ])('carries the message %#', async (message, expected) => {
    const machine = new Machine();
    const folder = machine.repository();
    machine.git(folder, 'config', 'commit.cleanup', 'strip');
    machine.git(folder, 'config', 'i18n.commitEncoding', 'ISO-8859-1');
    committed(await runIn(folder, machine, message));
    const raw = machine.git(folder, 'cat-file', 'commit', 'HEAD');
    expect(raw.slice(raw.indexOf('\n\n') + 2)).toBe(expected);
  });

  it('takes a blank message for a bug', async () => {
    const machine = new Machine();
    await expect(runIn(machine.repository(), machine, ' \n\u0000')).rejects.toThrow(
      'a commit needs a message',
    );
  });

  it('takes who commits from the environment, too', async () => {
    const machine = new Machine('no identity');
    const folder = tempFolder();
    machine.git(folder, 'init');
    Object.assign(machine.env, {
      GIT_AUTHOR_NAME: 'CI',
      GIT_AUTHOR_EMAIL: 'ci@example.com',
      GIT_COMMITTER_NAME: 'CI',
      GIT_COMMITTER_EMAIL: 'ci@example.com',
    });
    committed(await runIn(folder, machine));
    expect(machine.git(folder, 'log', '-1', '--format=%an <%ae>').trim()).toBe('CI <ci@example.com>');
  });

  it('takes configuration from the environment, also such as simple-git guards', async () => {
    const machine = new Machine('no identity');
    const folder = tempFolder();
    machine.git(folder, 'init');
    const pairs = { 'user.name': 'CI', 'user.email': 'ci@example.com', 'url.https://x/.insteadOf': 'git@x:' };
    machine.env.GIT_CONFIG_COUNT = '3';
    for (const [i, [key, value]] of Object.entries(pairs).entries()) {
      Object.assign(machine.env, { [`GIT_CONFIG_KEY_${i}`]: key, [`GIT_CONFIG_VALUE_${i}`]: value });
    }
    Object.assign(machine.env, { EDITOR: 'false', PAGER: 'false', SSH_ASKPASS: 'false' });
    committed(await runIn(folder, machine));
  });

  it('is not led to another repository by the variables of a hook that it runs in', async () => {
    const machine = new Machine();
    const folder = machine.repository();
    const other = machine.repository();
    const before = machine.head(other);
    const env = {
      ...machine.env,
      GIT_DIR: join(other, '.git'),
      GIT_WORK_TREE: other,
      GIT_INDEX_FILE: join(other, '.git/index'),
      GIT_PREFIX: 'x/',
    };
    const run = await writeRun({ root: join(folder, 'baselines/runs'), now: NOW, files: FILES });
    expect(await headCommit(folder, env)).toBe(machine.head(folder));
    committed(await commitRun({ run, message: 'A run', env }));
    expect(machine.changes(folder, 'HEAD')).toEqual(RUN_CHANGES);
    expect(machine.head(other)).toBe(before);
    expect(machine.git(other, 'status', '--porcelain')).toBe('');
  });

  it('names the commit of its own files where runs are committed at once', async () => {
    const machine = new Machine();
    const folder = machine.repository();
    const outcomes = await Promise.all([0, 1, 2].map(() => runIn(folder, machine)));
    const commits = outcomes.map((outcome) => committed(outcome).commit);
    expect(new Set(commits).size).toBe(3);
    for (const commit of commits) {
      const folders = machine.changes(folder, commit).map((line) => /04\/(05[^/]*)/.exec(line)![1]);
      expect(folders).toHaveLength(3);
      expect(new Set(folders).size).toBe(1);
    }
    expect(machine.git(folder, 'rev-list', '--count', 'HEAD').trim()).toBe('4');
  });

  it.each([
    ['is no longer staged, as another git wrote the index', '"$git" reset --quiet'],
    [
      'follows another commit by a moment',
      `echo "fatal: cannot lock ref 'HEAD': is at ${'a'.repeat(40)} but expected ${'b'.repeat(40)}" >&2; exit 128`,
    ],
  ])('is made again where it %s', async (_, interference) => {
    const machine = new Machine();
    const folder = machine.repository();
    const bin = tempFolder();
    const git = execFileSync('/bin/sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
    const script = [
      '#!/bin/sh',
      `git='${git}'`,
      `case " $* " in *' commit '*)`,
      `  if [ ! -e '${bin}/once' ]; then : > '${bin}/once'; ${interference}; fi`,
      'esac',
      'exec "$git" "$@"',
      '',
    ];
    writeFileSync(join(bin, 'git'), script.join('\n'), { mode: 0o755 });
    const run = await writeRun({ root: join(folder, 'baselines', 'runs'), now: NOW, files: FILES });
    const env = { ...machine.env, PATH: `${bin}:${machine.env.PATH ?? ''}` };
    const { commit } = committed(await commitRun({ run, message: 'A run', env }));
    expect(existsSync(join(bin, 'once'))).toBe(true);
    expect(machine.changes(folder, commit)).toEqual(RUN_CHANGES);
  });

  it('waits for a lock that is soon gone', async () => {
    const machine = new Machine();
    const folder = machine.repository();
    const lock = join(folder, '.git/index.lock');
    writeFileSync(lock, '');
    const outcome = runIn(folder, machine);
    setTimeout(() => rmSync(lock), 150);
    committed(await outcome);
  });

  it('runs the hooks of the repository', async () => {
    const machine = new Machine();
    const folder = machine.repository();
    const log = join(machine.home, 'log');
    machine.hook(folder, 'pre-commit', `git diff --cached --name-only >> '${log}'`);
    machine.hook(folder, 'commit-msg', `echo 'Checked: yes' >> "$1"`);
    committed(await runIn(folder, machine, 'Subject'));
    expect(tree(machine.home).log?.trim().split('\n')).toEqual(RUN_CHANGES.map((line) => line.slice(2)));
    expect(machine.git(folder, 'log', '-1', '--format=%B').trim()).toBe('Subject\nChecked: yes');
  });

  it('leaves out what the user ignores, and says so', async () => {
    const machine = new Machine();
    const folder = machine.repository();
    put(folder, { '.gitignore': '*.csv\n' });
    const outcome = committed(await runIn(folder, machine));
    expect(outcome.ignored).toEqual([join(folder, RUN, 'summary.csv')]);
    expect(machine.changes(folder, 'HEAD')).toEqual(RUN_CHANGES.filter((line) => !line.endsWith('.csv')));
  });
});
