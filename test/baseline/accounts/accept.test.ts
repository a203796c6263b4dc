import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { acceptFiles, type AcceptOutcome, findBaseline } from '../../../src/baseline/index.js';
import { UserError } from '../../../src/model/errors.js';
import { Machine, put, rejection, tempFolder, tree } from '../support.js';

type Files = Readonly<Record<string, string>>;

const ONE: Files = {
  'account.json': '1',
  'roles/a.json': 'a',
  'roles/b.json': 'b',
  'policies/aws/p.json': 'p',
};
const TWO: Files = { 'account.json': '1', 'roles/a.json': 'A!', 'roles/c.json': 'c', 'users/u.json': 'u' };

class Repository {
  readonly machine: Machine;
  readonly folder: string;

  constructor(
    readonly sub = '',
    identity: 'identity' | 'no identity' = 'identity',
  ) {
    this.machine = new Machine(identity);
    this.folder = identity === 'identity' ? this.machine.repository() : tempFolder();
    if (identity === 'no identity') this.machine.git(this.folder, 'init');
  }

  get baselines(): string {
    return join(this.folder, this.sub, 'baselines');
  }

  async accept(files: Files, tag = 'prod'): Promise<AcceptOutcome> {
    const { env } = this.machine;
    const found = await findBaseline(this.baselines, tag, env);
    return this.acceptOn(found?.tree ?? null, files, tag);
  }

  acceptOn(base: string | null, files: Files, tag = 'prod'): Promise<AcceptOutcome> {
    const { env } = this.machine;
    const map = new Map(Object.entries(files));
    return acceptFiles({ baselines: this.baselines, tag, files: map, base, message: 'Accept', env });
  }

  /** What is accepted, and what stands in the work tree. */
  async both(tag = 'prod'): Promise<{ head: Files; disk: Files }> {
    const found = await findBaseline(this.baselines, tag, this.machine.env);
    return { head: Object.fromEntries(found?.files ?? []), disk: this.disk(tag) };
  }

  disk(tag = 'prod'): Files {
    const folder = join(this.baselines, 'accounts', tag);
    return existsSync(folder) ? tree(folder) : {};
  }

  status(): string {
    return this.machine.git(this.folder, 'status', '--porcelain', '--untracked-files=all');
  }

  /** Names in .git that are none of git's own. */
  debris(): string[] {
    return readdirSync(join(this.folder, '.git')).filter((name) => name.startsWith('iamdrift'));
  }
}

async function refusal(promise: Promise<unknown>): Promise<string> {
  const error = await rejection(promise);
  if (!(error instanceof UserError)) throw error;
  return `${error.message} | ${error.mend ?? ''}`;
}

describe('acceptFiles', () => {
  it('writes and commits just what changed', async () => {
    const repo = new Repository();
    expect(await repo.accept(ONE)).toMatchObject({ kind: 'accepted', written: 4, removed: 0 });
    expect(await repo.accept(TWO)).toMatchObject({ kind: 'accepted', written: 3, removed: 2 });
    expect(await repo.both()).toEqual({ head: TWO, disk: TWO });
    expect(repo.machine.changes(repo.folder, 'HEAD')).toEqual([
      'A baselines/accounts/prod/roles/c.json',
      'A baselines/accounts/prod/users/u.json',
      'D baselines/accounts/prod/policies/aws/p.json',
      'D baselines/accounts/prod/roles/b.json',
      'M baselines/accounts/prod/roles/a.json',
    ]);
    expect(repo.status()).toBe('');
    expect(repo.debris()).toEqual([]);
    expect(readdirSync(join(repo.baselines, 'accounts/prod')).sort()).toEqual([
      'account.json',
      'roles',
      'users',
    ]);
  });

  it('makes no commit where nothing changed', async () => {
    const repo = new Repository();
    await repo.accept(ONE);
    const head = repo.machine.head(repo.folder);
    expect(await repo.accept(ONE)).toEqual({ kind: 'unchanged' });
    expect(repo.machine.head(repo.folder)).toBe(head);
  });

  it('leaves all that the user has under way as it is', async () => {
    const repo = new Repository('teams/iam');
    await repo.accept(ONE);
    put(repo.folder, { 'mine.txt': 'staged', 'new.txt': 'new' });
    repo.machine.git(repo.folder, 'add', '--all');
    put(repo.folder, { 'mine.txt': 'staged, then edited', 'untracked.txt': 'x' });
    const before = repo.machine.state(repo.folder);
    expect((await repo.accept(TWO)).kind).toBe('accepted');
    expect(repo.machine.state(repo.folder)).toEqual(before);
  });

  it('works in an empty repository and in a linked worktree', async () => {
    const machine = new Machine();
    const folder = tempFolder();
    machine.git(folder, 'init');
    const request = {
      tag: 'prod',
      files: new Map(Object.entries(ONE)),
      base: null,
      message: 'x',
      env: machine.env,
    };
    expect(await acceptFiles({ ...request, baselines: join(folder, 'baselines') })).toMatchObject({
      kind: 'accepted',
    });
    const linked = join(tempFolder(), 'linked');
    machine.git(folder, 'worktree', 'add', linked, '-b', 'other');
    expect(await acceptFiles({ ...request, tag: 'qa', baselines: join(linked, 'baselines') })).toMatchObject({
      kind: 'accepted',
      commit: { branch: 'other' },
    });
  });

  it('keeps files that are none of a baseline', async () => {
    const repo = new Repository();
    await repo.accept(ONE);
    put(repo.baselines, { 'accounts/prod/README.md': 'notes', 'accounts/prod/roles/note.txt': 'x' });
    repo.machine.commitAll(repo.folder, 'Notes');
    put(repo.baselines, { 'accounts/prod/README.md': 'being edited' });
    expect((await repo.accept(TWO)).kind).toBe('accepted');
    expect(repo.disk()).toMatchObject({ 'README.md': 'being edited', 'roles/note.txt': 'x' });
  });

  it('refuses to write over changes that are not committed', async () => {
    const repo = new Repository();
    await repo.accept(ONE);
    put(repo.baselines, { 'accounts/prod/roles/a.json': 'by hand' });
    expect(await refusal(repo.accept(TWO))).toContain(
      'baselines/accounts/prod/roles/a.json has changes that are not committed',
    );
    expect(repo.disk()['roles/a.json']).toBe('by hand');
    expect(repo.debris()).toEqual([]);
  });

  it('tells when another run was faster', async () => {
    const repo = new Repository();
    expect((await repo.acceptOn(null, ONE)).kind).toBe('accepted');
    expect(await repo.acceptOn(null, TWO)).toEqual({ kind: 'moved' });
    expect((await repo.both()).head).toEqual(ONE);
  });

  it('refuses tags that differ in case only, links, and names that leave the folder', async () => {
    const repo = new Repository();
    await repo.accept(ONE);
    expect(await refusal(repo.accept(ONE, 'Prod'))).toContain('There is a baseline prod');
    const outside = tempFolder();
    mkdirSync(join(repo.baselines, 'accounts'), { recursive: true });
    symlinkSync(outside, join(repo.baselines, 'accounts/qa'));
    expect(await refusal(repo.accept(ONE, 'qa'))).toContain('is a symbolic link');
    for (const name of ['../x.json', '/x.json', 'roles/../../x.json', 'a\0b', '.git/config'])
      expect(await refusal(repo.accept({ ...ONE, [name]: 'x' }))).toContain('cannot be the name');
    expect(readdirSync(outside)).toEqual([]);
  });

  it.each([
    [
      'a hook that fails',
      (repo: Repository) => repo.machine.hook(repo.folder, 'pre-commit', 'echo no >&2; exit 1'),
      'hook refused',
    ],
    [
      'a key that does not sign',
      (repo: Repository) => {
        repo.machine.git(repo.folder, 'config', 'commit.gpgSign', 'true');
        repo.machine.git(repo.folder, 'config', 'gpg.program', '/bin/false');
      },
      'could not sign',
    ],
    ['ignore rules', (repo: Repository) => put(repo.folder, { '.gitignore': '*.json\n' }), 'ignore rules'],
    [
      'a detached HEAD',
      (repo: Repository) => repo.machine.git(repo.folder, 'checkout', '--detach'),
      'detached',
    ],
    [
      'an index that is locked',
      (repo: Repository) => writeFileSync(join(repo.folder, '.git/index.lock'), ''),
      'index lock',
    ],
  ] as const)('puts everything back after %s', async (_, arrange, reason) => {
    const repo = new Repository();
    await repo.accept(ONE);
    arrange(repo);
    const before = repo.disk();
    const head = repo.machine.head(repo.folder);
    const outcome = await repo
      .accept(TWO)
      .catch((error: unknown) => ({ kind: 'refused', reason: (error as Error).message }));
    expect(outcome).toMatchObject({ kind: 'refused', reason: expect.stringContaining(reason) as string });
    rmSync(join(repo.folder, '.git/index.lock'), { force: true });
    expect(repo.machine.head(repo.folder)).toBe(head);
    expect(repo.disk()).toEqual(before);
    rmSync(join(repo.folder, '.gitignore'), { force: true });
    expect(repo.status()).toBe('');
  });

  it('refuses before it writes: no identity, a merge under way, no repository, no git', async () => {
    const stranger = new Repository('', 'no identity');
    expect(await stranger.accept(ONE)).toMatchObject({
      kind: 'refused',
      reason: expect.stringContaining('who you are') as string,
    });
    expect(stranger.disk()).toEqual({});
    const repo = new Repository();
    repo.machine.git(repo.folder, 'switch', '-c', 'side');
    put(repo.folder, { 'mine.txt': 'side' });
    repo.machine.commitAll(repo.folder, 'Side');
    repo.machine.git(repo.folder, 'switch', 'main');
    put(repo.folder, { 'mine.txt': 'main' });
    repo.machine.commitAll(repo.folder, 'Main');
    repo.machine.tryGit(repo.folder, 'merge', 'side');
    expect(await repo.accept(ONE)).toMatchObject({ kind: 'refused', reason: 'a merge is in progress' });
    expect(repo.disk()).toEqual({});
    const baselines = join(tempFolder(), 'baselines');
    expect(await refusal(findBaseline(baselines, 'prod', repo.machine.env))).toContain('no git repository');
    expect(await refusal(findBaseline(repo.baselines, 'prod', { PATH: repo.folder }))).toContain(
      'git is not installed',
    );
  });

  it('lets several runs at once each have its commit', async () => {
    const repo = new Repository();
    const tags = ['one', 'two', 'three'];
    const outcomes = await Promise.all(tags.map((tag) => repo.accept(ONE, tag)));
    expect(outcomes.map(({ kind }) => kind)).toEqual(['accepted', 'accepted', 'accepted']);
    for (const tag of tags) expect((await repo.both(tag)).head).toEqual(ONE);
    expect(repo.status()).toBe('');
  });

  it('takes many files', async () => {
    const repo = new Repository();
    const many = Object.fromEntries(
      Array.from({ length: 1500 }, (_, i) => [`roles/${'r'.repeat(100)}${i}.json`, String(i)]),
    );
    expect(await repo.accept({ ...ONE, ...many })).toMatchObject({ kind: 'accepted', written: 1504 });
    expect(await repo.accept(ONE)).toMatchObject({ kind: 'accepted', removed: 1500 });
  });
});

/** An accept in a process group of its own, with git in it, so that both can be killed at once. */
function start(repo: Repository, base: string | null, files: Files) {
  const index = pathToFileURL(join(import.meta.dirname, '../../../dist/baseline/index.js')).href;
  const script = `
    const { acceptFiles } = await import(${JSON.stringify(index)});
    const files = new Map(Object.entries(${JSON.stringify(files)}));
    const out = await acceptFiles({ baselines: ${JSON.stringify(repo.baselines)}, tag: 'prod', files,
      base: ${JSON.stringify(base)}, message: 'Accept', env: process.env });
    console.log(out.kind);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    env: repo.machine.env,
    detached: true,
    stdio: 'ignore',
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return { kill: () => process.kill(-child.pid!, 'SIGKILL'), ended };
}

describe('a run that is killed', () => {
  const files = (text: string): Files => ({
    'account.json': text,
    ...Object.fromEntries(
      Array.from({ length: 300 }, (_, i) => [`roles/${text}${i % 150}-${i}.json`, `${text}${i}`]),
    ),
  });

  it('leaves the old baseline or the new one, and the next run goes on from there', async () => {
    const repo = new Repository();
    await repo.accept(files('a'));
    const seen = new Set<string>();
    let now = 'a';
    for (let round = 0; round < 5; round++) {
      const next = now === 'a' ? 'b' : 'a';
      const found = await findBaseline(repo.baselines, 'prod', repo.machine.env);
      const run = start(repo, found!.tree, files(next));
      const end = await Promise.race([
        run.ended.then(() => 'ended'),
        untilWriting(repo).then(() => 'writing'),
      ]);
      // From the first write to beyond the commit.
      await wait(Math.floor((round * 277) % 400));
      if (end === 'writing') {
        try {
          run.kill();
        } catch {
          // it has just ended by itself
        }
      }
      await run.ended;
      // git's own lock, which only git or its user can judge.
      rmSync(join(repo.folder, '.git/index.lock'), { force: true });
      const { head } = await repo.both();
      seen.add(head['account.json'] === now ? 'old' : 'new');
      expect([files('a'), files('b')]).toContainEqual(head);

      now = head['account.json']!;
      const outcome = await repo.accept(files(now));
      expect(outcome).toEqual({ kind: 'unchanged' });
      expect((await repo.both()).disk).toEqual(files(now));
      expect(repo.status()).toBe('');
      expect(repo.debris().filter((name) => !name.startsWith('iamdrift-paths-'))).toEqual([]);
    }
    expect(seen).toContain('old');
  }, 180_000);

  /** Until the run has noted what it is about to write. */
  async function untilWriting(repo: Repository): Promise<void> {
    for (let tries = 0; tries < 2000 && !existsSync(join(repo.folder, '.git/iamdrift-accept.json')); tries++)
      await wait(5);
  }
});
