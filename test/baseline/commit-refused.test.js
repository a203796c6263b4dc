import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commitFiles, commitRun, headCommit, writeRun, } from '../../src/baseline/index.js';
import { Machine, put, tempFolder, tree } from './support.js';
const NOW = new Date('2026-01-02T03:04:05Z');
const RUN = 'baselines/runs/2026/01/02/03/04/05';
const FILES = [
    { name: 'summary.csv', content: 'a,b\n' },
    { name: 'run.json', content: '{}\n' },
];
/** Commits a run; checks that its files stand, and that none is left staged. */
async function refusedIn(folder, machine, env = machine.env) {
    const run = await writeRun({ root: join(folder, 'baselines/runs'), now: NOW, files: FILES });
    const outcome = await commitRun({ run, message: 'A run', env });
    expect(outcome.committed).toBe(false);
    expect(tree(join(folder, RUN))).toEqual({ 'run.json': '{}\n', 'summary.csv': 'a,b\n' });
    return outcome;
}
function staged(folder, machine) {
    return machine.git(folder, 'diff', '--cached', '--name-only');
}
describe('a commit that cannot be', () => {
    it('says that there is no repository', async () => {
        const machine = new Machine();
        const folder = tempFolder();
        expect(await headCommit(join(folder, 'baselines/runs'), machine.env)).toBeNull();
        expect(await refusedIn(folder, machine)).toEqual({
            committed: false,
            reason: 'the folder is in no git repository',
            mend: 'run "iamdrift init" or "git init"',
        });
    });
    it('says that git is not installed', async () => {
        const machine = new Machine();
        const folder = machine.repository();
        const env = { ...machine.env, PATH: tempFolder() };
        expect(await headCommit(folder, env)).toBeNull();
        expect(await refusedIn(folder, machine, env)).toMatchObject({
            reason: 'git is not installed or cannot be started',
        });
    });
    it.each([
        ['neither name nor address', {}],
        ['no address', { 'user.name': 'Ada' }],
        ['no name', { 'user.email': 'ada@example.com' }],
    ])('does not make up who commits: %s', async (_, config) => {
        const machine = new Machine('no identity');
        const folder = tempFolder();
        machine.git(folder, 'init');
        for (const [key, value] of Object.entries(config))
            machine.git(folder, 'config', key, value);
        const outcome = await refusedIn(folder, machine);
        expect(outcome).toMatchObject({
            reason: 'git does not know who you are (user.name and user.email are not both set)',
        });
        expect(outcome).toHaveProperty('mend', expect.stringContaining('git config --global user.email'));
        expect(staged(folder, machine)).toBe('');
    });
    it('does not make up an author, where only the committer is known', async () => {
        const machine = new Machine('no identity');
        const folder = tempFolder();
        machine.git(folder, 'init');
        const env = { ...machine.env, GIT_COMMITTER_NAME: 'CI', GIT_COMMITTER_EMAIL: 'ci@example.com' };
        expect(await refusedIn(folder, machine, env)).toMatchObject({
            reason: 'git does not know who you are (user.name and user.email are not both set)',
        });
        expect(staged(folder, machine)).toBe('');
    });
    it('says that HEAD is detached', async () => {
        const machine = new Machine();
        const folder = machine.repository();
        machine.git(folder, 'checkout', '--detach');
        const head = machine.head(folder);
        expect(await headCommit(folder, machine.env)).toBe(head);
        expect(await refusedIn(folder, machine)).toEqual({
            committed: false,
            reason: 'HEAD is detached, and a commit on no branch is soon lost',
            mend: 'git switch <branch>, then commit by hand',
        });
        expect(machine.head(folder)).toBe(head);
    });
    it('says that the repository is bare', async () => {
        const machine = new Machine();
        const folder = tempFolder();
        machine.git(folder, 'init', '--bare');
        expect(await refusedIn(folder, machine)).toMatchObject({
            reason: `${join(folder, RUN)} lies in a bare git repository`,
        });
    });
    it('says that the folder lies inside .git', async () => {
        const machine = new Machine();
        const folder = join(machine.repository(), '.git');
        expect(await refusedIn(folder, machine)).toMatchObject({
            reason: `${join(folder, RUN)} lies inside a .git folder, outside of any work tree`,
        });
    });
    it('tells a repository that is broken from one that is absent', async () => {
        const machine = new Machine();
        const folder = tempFolder();
        writeFileSync(join(folder, '.git'), 'gitdir: /nowhere/at/all\n');
        expect(await refusedIn(folder, machine)).toMatchObject({
            reason: 'git says: fatal: not a git repository: /nowhere/at/all',
        });
    });
    it('says that the index is locked', async () => {
        const machine = new Machine();
        const folder = machine.repository();
        writeFileSync(join(folder, '.git/index.lock'), '');
        expect(await refusedIn(folder, machine)).toEqual({
            committed: false,
            reason: 'another git process holds the index lock',
            mend: 'end it; if none is running, delete .git/index.lock',
        });
        rmSync(join(folder, '.git/index.lock'));
        expect(staged(folder, machine)).toBe('');
    });
    it('says that the branch is locked, and leaves nothing staged', async () => {
        const machine = new Machine();
        const folder = machine.repository();
        writeFileSync(join(folder, '.git/refs/heads/main.lock'), '');
        expect(await refusedIn(folder, machine)).toMatchObject({ reason: 'another git process holds a lock' });
        expect(staged(folder, machine)).toBe('');
    });
    it('says that the commit cannot be signed, and leaves nothing staged', async () => {
        const machine = new Machine();
        const folder = machine.repository();
        const program = join(machine.home, 'gpg');
        writeFileSync(program, '#!/bin/sh\necho "gpg: no pinentry" >&2\nexit 2\n');
        chmodSync(program, 0o755);
        machine.git(folder, 'config', 'gpg.program', program);
        machine.git(folder, 'config', 'commit.gpgSign', 'true');
        const outcome = await refusedIn(folder, machine);
        expect(outcome).toHaveProperty('reason', expect.stringMatching(/^git could not sign the commit \(.+\)$/));
        expect(staged(folder, machine)).toBe('');
    });
    it('says that the folder is ignored', async () => {
        const machine = new Machine();
        const folder = machine.repository();
        put(folder, { '.gitignore': '/baselines/\n' });
        expect(await refusedIn(folder, machine)).toMatchObject({
            reason: 'the ignore rules of the repository (.gitignore) keep the folder out',
        });
        expect(staged(folder, machine)).toBe('');
    });
    it('says that the folder lies outside of the sparse checkout', async () => {
        const machine = new Machine();
        const folder = machine.repository();
        put(folder, { 'app/a.txt': 'x' });
        machine.commitAll(folder, 'App');
        machine.git(folder, 'sparse-checkout', 'set', '--cone', 'app');
        const outcome = await refusedIn(folder, machine);
        expect(outcome).toEqual({
            committed: false,
            reason: 'the folder lies outside of the sparse checkout',
            mend: 'take it in (git sparse-checkout add), then commit by hand',
        });
        expect(staged(folder, machine)).toBe('');
    });
    it('says that a file lies outside of the work tree', async () => {
        const machine = new Machine();
        const folder = machine.repository();
        const other = tempFolder();
        put(folder, { 'a.txt': 'x' });
        put(other, { 'b.txt': 'x' });
        const paths = [join(folder, 'a.txt'), join(other, 'b.txt')];
        expect(await commitFiles({ folder, paths, message: 'x', env: machine.env })).toMatchObject({
            committed: false,
            reason: `${join(other, 'b.txt')} lies outside of the git work tree ${folder}`,
        });
        expect(staged(folder, machine)).toBe('');
    });
    it('says what git says where we know no better', async () => {
        const machine = new Machine();
        const folder = machine.repository();
        rmSync(join(folder, '.git/index'));
        mkdirSync(join(folder, '.git/index'));
        const outcome = await refusedIn(folder, machine);
        expect(outcome).toHaveProperty('reason', expect.stringMatching(/^git says: \S/));
        expect(outcome).toHaveProperty('mend', `run "git status" in ${join(folder, RUN)}`);
    });
    it('says that there is nothing for git', async () => {
        const machine = new Machine();
        const folder = machine.repository();
        const files = [{ name: 'dev_iam_tuples.csv', content: 'x', keepOutOfGit: true }];
        const run = await writeRun({ root: join(folder, 'baselines/runs'), now: NOW, files });
        expect(await commitRun({ run, message: 'A run', env: machine.env })).toEqual({
            committed: false,
            reason: 'no file of it belongs into git',
        });
    });
    it('runs a hook once, even if the hook itself meets a lock', async () => {
        const machine = new Machine();
        const folder = machine.repository();
        const log = join(machine.home, 'log');
        machine.hook(folder, 'pre-commit', `echo run >> '${log}'; unset GIT_INDEX_FILE; git add mine.txt || exit 1`);
        expect(await refusedIn(folder, machine)).toHaveProperty('reason', expect.stringMatching(/^a git hook refused the commit: fatal: Unable to create .*index\.lock/));
        expect(tree(machine.home).log).toBe('run\n');
        expect(staged(folder, machine)).toBe('');
    });
    it('says that git was killed', async () => {
        const machine = new Machine();
        const folder = machine.repository();
        machine.hook(folder, 'pre-commit', 'kill -9 $PPID');
        expect(await refusedIn(folder, machine)).toMatchObject({
            reason: expect.stringMatching(/^git was stopped by a signal/),
        });
    });
    it.runIf(process.getuid?.() === 0)('says that the repository belongs to somebody else', async () => {
        const machine = new Machine();
        const folder = machine.repository();
        machine.chown(folder, 12345);
        const outcome = await refusedIn(folder, machine);
        expect(outcome).toMatchObject({
            reason: 'the git repository belongs to another user, so git does not trust it',
        });
    });
});
