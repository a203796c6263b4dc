import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readBaseline } from '../../../src/baseline/index.js';
import { UserError } from '../../../src/model/errors.js';
import { Machine, put, rejection, tempFolder, tree } from '../support.js';

const NOW = new Date('2026-11-24T12:00:00Z');

/** A repository whose baseline `prod` was accepted three times; `texts` of account.json tell them apart. */
class History {
  readonly machine = new Machine();
  readonly folder: string;

  constructor(readonly sub = '') {
    this.folder = this.machine.repository();
    this.accept('one', '2026-10-01T10:00:00Z');
    this.accept('two', '2026-11-01T00:00:00Z');
    this.accept('three', '2026-11-03T10:00:00Z');
  }

  accept(text: string, date: string): void {
    put(join(this.folder, this.sub), {
      'baselines/accounts/prod/account.json': text,
      'baselines/accounts/prod/roles/app ü.json': `${text} é`,
    });
    this.commit(`Accept ${text}`, date);
  }

  commit(message: string, date: string): void {
    this.machine.env.GIT_COMMITTER_DATE = date;
    this.machine.commitAll(this.folder, message);
  }

  async read(moment: string | null, dayEdge: 'start' | 'end' = 'end', tag = 'prod') {
    const baselines = join(this.folder, this.sub, 'baselines');
    return readBaseline({ baselines, tag, moment, dayEdge, now: NOW, env: this.machine.env });
  }

  async text(moment: string | null, dayEdge: 'start' | 'end' = 'end'): Promise<string | undefined> {
    return (await this.read(moment, dayEdge)).files.get('account.json');
  }

  async refusal(moment: string | null, tag = 'prod'): Promise<string> {
    const error = await rejection(this.read(moment, 'end', tag));
    if (!(error instanceof UserError)) throw error;
    return `${error.message} | ${error.mend ?? ''}`;
  }
}

describe('readBaseline', () => {
  it('reads what HEAD holds, and says of which commit it is', async () => {
    const history = new History();
    put(history.folder, { 'mine.txt': 'later' });
    history.commit('Something else', '2026-11-10T10:00:00Z');
    const { files, commit, warnings } = await history.read(null);
    expect([...files]).toEqual([
      ['account.json', 'three'],
      ['roles/app ü.json', 'three é'],
    ]);
    expect(commit).toMatchObject({ date: '2026-11-03T10:00:00Z', author: 'Ada', subject: 'Accept three' });
    expect(warnings).toEqual([]);
  });

  it.each([
    ['2026-10-31', 'end', 'one'],
    ['2026-11-01', 'end', 'two'],
    ['2026-11-01', 'start', 'one'],
    ['2026-11-02', 'start', 'two'],
    ['2026-11-03T09:59:59Z', 'end', 'two'],
    ['2026-11-03T10:00:00Z', 'end', 'three'],
    ['3 weeks ago', 'end', 'three'],
    ['HEAD', 'end', 'three'],
    ['HEAD~1', 'end', 'two'],
    ['main', 'end', 'three'],
  ] as const)('reads %s (%s of a day)', async (moment, edge, expected) => {
    expect(await new History().text(moment, edge)).toBe(expected);
  });

  it('reads in a sub-directory of a larger repository, and in a linked worktree', async () => {
    const history = new History('iam/prod');
    expect(await history.text('HEAD~2')).toBe('one');
    const other = join(tempFolder(), 'linked');
    history.machine.git(history.folder, 'worktree', 'add', other, '-b', 'other', 'HEAD~1');
    const { files } = await readBaseline({
      baselines: join(other, 'iam/prod/baselines'),
      ...{ tag: 'prod', moment: null, dayEdge: 'end', now: NOW, env: history.machine.env },
    });
    expect(files.get('account.json')).toBe('two');
  });

  it('counts what was merged from its merge on', async () => {
    const history = new History();
    const { machine, folder } = history;
    machine.git(folder, 'switch', '-c', 'side');
    history.accept('four', '2026-11-04T10:00:00Z');
    machine.git(folder, 'switch', 'main');
    machine.env.GIT_COMMITTER_DATE = '2026-11-06T10:00:00Z';
    machine.git(folder, 'merge', '--no-ff', '--message', 'Merge', 'side');
    expect(await history.text('2026-11-05')).toBe('three');
    expect((await history.read('2026-11-06')).commit.subject).toBe('Merge');
    expect(await history.text('2026-11-06')).toBe('four');
  });

  it('touches nothing, and needs no work tree files', async () => {
    const history = new History();
    rmSync(join(history.folder, 'baselines'), { recursive: true });
    put(history.folder, { 'mine.txt': 'being edited' });
    history.machine.git(history.folder, 'add', 'mine.txt');
    const before = [history.machine.state(history.folder), tree(history.folder)];
    expect(await history.text('2026-10-31')).toBe('one');
    expect(await history.text(null)).toBe('three');
    expect([history.machine.state(history.folder), tree(history.folder)]).toEqual(before);
  });

  it('says so where the work tree differs, and still reads what was accepted', async () => {
    const history = new History();
    put(history.folder, {
      'baselines/accounts/prod/account.json': 'by hand',
      'baselines/accounts/prod/roles/new.json': '{}',
      'baselines/accounts/other/account.json': '{}',
    });
    const { files, warnings } = await history.read(null);
    expect(files.get('account.json')).toBe('three');
    expect(warnings).toEqual([
      expect.stringMatching(
        /^baselines\/accounts\/prod has changes that are not committed \(account\.json, roles\/new\.json\): what counts is what was accepted in commit [0-9a-f]{12}$/,
      ),
    ]);
  });

  it('refuses what is not there, and says what is', async () => {
    const history = new History();
    const first = history.machine.git(history.folder, 'rev-parse', 'HEAD~2').slice(0, 12);
    expect(await history.refusal('2026-09-30')).toContain(
      `There is no baseline prod at "2026-09-30": it was first accepted on 2026-10-01T10:00:00Z (commit ${first})`,
    );
    expect(await history.refusal(null, 'qa')).toContain(
      'There is no accepted baseline "qa" (there are prod)',
    );
    expect(await history.refusal('2026-11-01', 'qa')).toContain('There is no accepted baseline "qa"');
    expect(await history.refusal('nonsense')).toContain('neither a ref of this repository nor a date');
    expect(await history.refusal('--all')).toContain('neither a ref of this repository nor a date');
    rmSync(join(history.folder, 'baselines'), { recursive: true });
    history.commit('Remove', '2026-11-05T10:00:00Z');
    expect(await history.refusal('2026-11-06')).toContain('was removed in commit');
    expect(await history.text('2026-11-04')).toBe('three');
  });

  it('says what a shallow clone lacks', async () => {
    const history = new History();
    const clone = join(tempFolder(), 'clone');
    history.machine.git(history.folder, 'clone', '--depth', '1', `file://${history.folder}`, clone);
    const error = await rejection(
      readBaseline({
        baselines: join(clone, 'baselines'),
        ...{ tag: 'prod', moment: '2026-11-01', dayEdge: 'end', now: NOW, env: history.machine.env },
      }),
    );
    expect((error as UserError).message).toContain('holds only a part of the history');
  });

  it('refuses a folder in no repository, an empty repository, and a machine without git', async () => {
    const machine = new Machine();
    const folder = tempFolder();
    const read = (env = machine.env): Promise<unknown> =>
      rejection(
        readBaseline({
          baselines: join(folder, 'baselines'),
          ...{ tag: 'prod', moment: null, dayEdge: 'end', now: NOW, env },
        }),
      );
    expect(await read()).toMatchObject({ message: expect.stringContaining('no git repository') as string });
    machine.git(folder, 'init');
    expect(await read()).toMatchObject({
      message: expect.stringContaining('none has been accepted') as string,
    });
    expect(await read({ ...machine.env, PATH: folder })).toMatchObject({
      message: expect.stringContaining('git is not installed') as string,
    });
  });

  it('refuses a link in the place of a file, and what is not UTF-8', async () => {
    const history = new History();
    const file = join(history.folder, 'baselines/accounts/prod/roles/bytes.json');
    writeFileSync(file, Buffer.from([0x22, 0xff, 0xfe, 0x22]));
    history.commit('Bytes', '2026-11-05T10:00:00Z');
    expect(await history.refusal(null)).toContain('not UTF-8');
    rmSync(file);
    symlinkSync('/etc/passwd', file);
    history.commit('Link', '2026-11-06T10:00:00Z');
    expect(await history.refusal(null)).toContain('roles/bytes.json is no plain file');
  });
});
