import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type CommitOutcome, commitRun, writeRun } from '../../src/baseline/index.js';
import { Machine, put } from './support.js';

const NOW = new Date('2026-01-02T03:04:05Z');
const FILES = [
  { name: 'summary.csv', content: 'a,b\n' },
  { name: 'snapshots/dev.json', content: '{}\n' },
];

async function commitIn(folder: string, machine: Machine): Promise<CommitOutcome> {
  const run = await writeRun({ root: join(folder, 'baselines/runs'), now: NOW, files: FILES });
  return commitRun({ run, message: 'A run', env: machine.env });
}

/** A repository whose user has all kinds of work under way. */
function busyRepository(machine: Machine): string {
  const folder = machine.repository();
  put(folder, {
    'both.txt': 'one\n',
    'deleted.txt': 'x',
    'removed.txt': 'x',
    'renamed.txt': 'a rather long text, so that git sees the renaming\n',
    'changed.txt': 'x',
    'old/kept.txt': 'x',
  });
  machine.commitAll(folder, 'Second');
  put(folder, {
    'mine.txt': 'staged\n',
    'both.txt': 'staged\n',
    'added.txt': 'new\n',
    'intended.txt': 'intent to add\n',
    'added-and-changed.txt': 'staged\n',
    // The user's own work in the folder of the baselines.
    'baselines/notes.txt': 'staged\n',
  });
  machine.git(
    folder,
    'add',
    'mine.txt',
    'both.txt',
    'added.txt',
    'added-and-changed.txt',
    'baselines/notes.txt',
  );
  machine.git(folder, 'add', '--intent-to-add', 'intended.txt');
  machine.git(folder, 'rm', 'removed.txt');
  machine.git(folder, 'mv', 'renamed.txt', 'new-name.txt');
  put(folder, {
    'both.txt': 'unstaged\n',
    'changed.txt': 'unstaged\n',
    'added-and-changed.txt': 'unstaged\n',
    'untracked/file.txt': 'untracked\n',
    'baselines/other.txt': 'untracked\n',
  });
  rmSync(join(folder, 'deleted.txt'));
  return folder;
}

describe('what the user has under way', () => {
  it('is byte for byte the same after a commit of a run', async () => {
    const machine = new Machine();
    const folder = busyRepository(machine);
    const before = machine.state(folder);
    expect(before.status).toContain('intended.txt');
    expect(before.staged).toContain('baselines/notes.txt');

    expect(await commitIn(folder, machine)).toMatchObject({ committed: true });
    expect(machine.state(folder)).toEqual(before);
    expect(machine.changes(folder, 'HEAD')).toEqual([
      'A baselines/runs/2026/01/02/03/04/05/snapshots/dev.json',
      'A baselines/runs/2026/01/02/03/04/05/summary.csv',
    ]);
  });

  it.each(['pre-commit', 'commit-msg'])('and the same after a %s hook refused it', async (hook) => {
    const machine = new Machine();
    const folder = busyRepository(machine);
    machine.hook(
      folder,
      hook,
      'echo >&2; printf "No commits\\033[31m on Sunday\\nSecond line\\n" >&2; exit 1',
    );
    const head = machine.head(folder);
    const before = machine.state(folder);
    expect(await commitIn(folder, machine)).toEqual({
      committed: false,
      reason: 'a git hook refused the commit: No commits?[31m on Sunday',
      mend: 'do what the hook asks for, then commit by hand',
    });
    expect(machine.head(folder)).toBe(head);
    rmSync(join(folder, 'baselines/runs'), { recursive: true });
    expect(machine.state(folder)).toEqual(before);
  });

  it('and the same after a hook that says nothing, before the first commit', async () => {
    const machine = new Machine();
    const folder = machine.repository();
    machine.git(folder, 'checkout', '--orphan', 'fresh');
    machine.hook(folder, 'pre-commit', 'exit 1');
    const before = machine.state(folder);
    expect(await commitIn(folder, machine)).toMatchObject({
      committed: false,
      reason: 'a git hook refused the commit without a word',
    });
    rmSync(join(folder, 'baselines/runs'), { recursive: true });
    expect(machine.state(folder)).toEqual(before);
  });

  it('keeps the message that git prepared for the next commit', async () => {
    const machine = new Machine();
    const folder = machine.repository();
    machine.git(folder, 'checkout', '-b', 'side');
    put(folder, { 'side.txt': 'x' });
    machine.commitAll(folder, 'Side work');
    machine.git(folder, 'checkout', 'main');
    machine.git(folder, 'merge', '--squash', 'side');
    const prepared = readFileSync(join(folder, '.git/SQUASH_MSG'), 'utf8');
    const before = machine.state(folder);

    expect(await commitIn(folder, machine)).toMatchObject({ committed: true });
    expect(machine.git(folder, 'log', '-1', '--format=%B').trim()).toBe('A run');
    expect(readFileSync(join(folder, '.git/SQUASH_MSG'), 'utf8')).toBe(prepared);
    expect(existsSync(join(folder, '.git/MERGE_MSG'))).toBe(false);
    expect(machine.state(folder)).toEqual(before);
  });

  it.each<[string, (machine: Machine, folder: string) => void]>([
    ['merge', (machine, folder) => machine.tryGit(folder, 'merge', 'side')],
    ['rebase', (machine, folder) => machine.tryGit(folder, 'rebase', 'side')],
    ['rebase', (machine, folder) => machine.tryGit(folder, 'rebase', '--apply', 'side')],
    ['cherry-pick', (machine, folder) => machine.tryGit(folder, 'cherry-pick', 'side')],
    ['revert', (machine, folder) => machine.tryGit(folder, 'revert', '--no-edit', 'HEAD^')],
  ])('is not touched while a %s is in progress', async (name, begin) => {
    const machine = new Machine();
    const folder = machine.repository();
    machine.git(folder, 'checkout', '-b', 'side');
    put(folder, { 'mine.txt': 'theirs\n' });
    machine.commitAll(folder, 'Theirs');
    machine.git(folder, 'checkout', 'main');
    for (const text of ['ours\n', 'ours again\n']) {
      put(folder, { 'mine.txt': text });
      machine.commitAll(folder, text);
    }
    begin(machine, folder);
    const head = machine.head(folder);
    const before = machine.state(folder);
    expect(before.status).toMatch(/^u /);

    expect(await commitIn(folder, machine)).toEqual({
      committed: false,
      reason: `a ${name} is in progress`,
      mend: `end or abort the ${name}, then commit by hand`,
    });
    expect(machine.head(folder)).toBe(head);
    rmSync(join(folder, 'baselines'), { recursive: true });
    expect(machine.state(folder)).toEqual(before);
  });

  it('is the same where a stash left conflicts', async () => {
    const machine = new Machine();
    const folder = machine.repository();
    put(folder, { 'mine.txt': 'stashed\n' });
    machine.git(folder, 'stash');
    put(folder, { 'mine.txt': 'ours\n' });
    machine.commitAll(folder, 'Ours');
    machine.tryGit(folder, 'stash', 'pop');
    const before = machine.state(folder);
    expect(before.status).toMatch(/^u /);
    expect(await commitIn(folder, machine)).toMatchObject({ committed: true });
    expect(machine.state(folder)).toEqual(before);
  });
});
