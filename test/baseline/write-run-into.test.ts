import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type RunFile, writeRunInto } from '../../src/baseline/index.js';
import { UserError } from '../../src/model/errors.js';
import { sortedUnique } from '../../src/model/text.js';
import { listing, put, rejection, tempFolder, tree } from './support.js';

const OURS = '{"tool":"iamdrift"}';
const NEW_RUN = '{"tool":"iamdrift","n":2}';
const FILES: readonly RunFile[] = [
  { name: 'run.json', content: NEW_RUN },
  { name: 'summary.csv', content: 'new' },
  { name: 'snapshots/dev.json', content: 'new' },
  { name: 'dev_iam_tuples.csv', content: 'new', keepOutOfGit: true },
];
const NEW_TREE = {
  'dev_iam_tuples.csv': 'new',
  'run.json': NEW_RUN,
  'snapshots/dev.json': 'new',
  'summary.csv': 'new',
};
const EARLIER = { 'run.json': OURS, 'old.csv': 'old', 'summary.csv': 'old', 'snapshots/old.json': 'old' };

const here = process.cwd();
afterEach(() => {
  process.chdir(here);
});

describe('writeRunInto', () => {
  it('makes a folder that is absent, with those above it', async () => {
    const outer = tempFolder();
    const run = await writeRunInto({ folder: join(outer, 'a', 'b'), files: FILES });
    expect(run.folder).toBe(join(outer, 'a', 'b'));
    expect(run.gone).toEqual([]);
    expect(run.files.filter((file) => file.keepOutOfGit).map((file) => file.name)).toEqual([
      'dev_iam_tuples.csv',
    ]);
    expect(tree(outer)).toEqual(
      Object.fromEntries(Object.entries(NEW_TREE).map(([name, text]) => [`a/b/${name}`, text])),
    );
    expect(listing(join(outer, 'a'))).toEqual(['b']);
    expect(statSync(run.folder).mode & 0o777).toBe(0o700);
  });

  it('fills an empty folder', async () => {
    const outer = tempFolder();
    mkdirSync(join(outer, 'out'));
    await writeRunInto({ folder: join(outer, 'out'), files: FILES });
    expect(tree(join(outer, 'out'))).toEqual(NEW_TREE);
    expect(listing(outer)).toEqual(['out']);
  });

  it('replaces an earlier run as a whole, and names what is gone', async () => {
    const outer = tempFolder();
    put(join(outer, 'out'), EARLIER);
    const run = await writeRunInto({ folder: join(outer, 'out'), files: FILES });
    expect(tree(run.folder)).toEqual(NEW_TREE);
    expect(sortedUnique(run.gone)).toEqual(['old.csv', 'snapshots/old.json']);
    expect(listing(outer)).toEqual(['out']);
  });

  it('replaces exactly the files that run.json lists, of whatever kind', async () => {
    const folder = join(tempFolder(), 'out');
    const files = ['report.html', 'pages/a.txt'];
    put(folder, {
      'run.json': JSON.stringify({ tool: 'iamdrift', files }),
      'report.html': '',
      'pages/a.txt': '',
    });
    const run = await writeRunInto({ folder, files: FILES });
    expect(sortedUnique(run.gone)).toEqual(['pages/a.txt', 'report.html']);
    expect(tree(folder)).toEqual(NEW_TREE);
  });

  it.each<[string, Readonly<Record<string, string>>, string]>([
    ['files and no run.json', { 'notes.txt': 'mine' }, 'notes.txt'],
    ['a repository', { '.git/HEAD': 'ref: refs/heads/main' }, '.git'],
    ["somebody else's run.json", { 'run.json': '{"tool":"other"}' }, 'run.json'],
    ['a run.json that is no JSON', { 'run.json': '{"tool":"iamdrift"' }, 'run.json'],
    ['a run.json that is a list', { 'run.json': '["iamdrift"]' }, 'run.json'],
    ['our run and a note', { ...EARLIER, 'notes.txt': 'mine' }, 'notes.txt'],
    ['our run and a repository', { ...EARLIER, '.git/HEAD': 'x' }, '.git/HEAD'],
    ['our run and a hidden file', { ...EARLIER, '.hidden.json': 'x' }, '.hidden.json'],
    ['our run and a folder', { ...EARLIER, 'mine/a.csv': 'x' }, 'mine/a.csv'],
    ['our run and a deep folder', { ...EARLIER, 'snapshots/mine/a.json': 'x' }, 'snapshots/mine'],
    [
      'a file that run.json does not list',
      { 'run.json': '{"tool":"iamdrift","files":[]}', 'a.csv': 'x' },
      'a.csv',
    ],
  ])('refuses a folder with %s, and leaves it as it is', async (_, files, named) => {
    const outer = tempFolder();
    const folder = join(outer, 'out');
    put(folder, files);
    const error = await rejection(writeRunInto({ folder, files: FILES }));
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).message).toBe(
      `The output folder ${folder} holds ${named}, which no run of iamdrift wrote`,
    );
    expect((error as UserError).mend).toMatch(/empty or new folder/);
    for (const [name, text] of Object.entries(files))
      expect(readFileSync(join(folder, name), 'utf8')).toBe(text);
    expect(listing(outer)).toEqual(['out']);
  });

  it('sees what came into the folder while the run was written', async () => {
    const outer = tempFolder();
    const folder = join(outer, 'out');
    put(folder, EARLIER);
    function* late(): Iterable<string> {
      put(folder, { 'notes.txt': 'mine' });
      yield 'new';
    }
    const files = [...FILES, { name: 'late.csv', content: late() }];
    expect(await rejection(writeRunInto({ folder, files }))).toBeInstanceOf(UserError);
    expect(tree(outer)).toEqual({
      ...Object.fromEntries(Object.entries(EARLIER).map(([name, text]) => [`out/${name}`, text])),
      'out/notes.txt': 'mine',
    });
  });

  it('keeps the earlier run when the new one fails or is aborted', async () => {
    const outer = tempFolder();
    const folder = join(outer, 'out');
    put(folder, EARLIER);
    const broken = new Error('the content broke');
    const controller = new AbortController();
    // eslint-disable-next-line require-yield
    function* breaking(): Iterable<string> {
      throw broken;
    }
    function* aborting(): Iterable<string> {
      yield 'a';
      controller.abort(broken);
    }
    const failing = { folder, files: [...FILES, { name: 'a.csv', content: breaking() }] };
    expect(await rejection(writeRunInto(failing))).toBe(broken);
    const aborted = {
      folder,
      files: [...FILES, { name: 'a.csv', content: aborting() }],
      signal: controller.signal,
    };
    expect(await rejection(writeRunInto(aborted))).toBe(broken);
    expect(tree(folder)).toEqual(EARLIER);
    expect(listing(outer)).toEqual(['out']);
  });

  it('never mixes two runs that write into one folder at once', async () => {
    const outer = tempFolder();
    const folder = join(outer, 'out');
    const names = ['run.json', 'a.csv', 'b.csv'];
    await Promise.all(
      Array.from({ length: 8 }, (_, i) => {
        const content = JSON.stringify({ tool: 'iamdrift', i });
        return writeRunInto({ folder, files: names.map((name) => ({ name, content })) });
      }),
    );
    const written = tree(folder);
    expect(Object.keys(written)).toEqual(['a.csv', 'b.csv', 'run.json']);
    expect(new Set(Object.values(written)).size).toBe(1);
    expect(listing(outer)).toEqual(['out']);
  });

  it('follows a symbolic link to a folder, and leaves the link', async () => {
    const outer = tempFolder();
    put(join(outer, 'real'), EARLIER);
    symlinkSync('real', join(outer, 'link'));
    const run = await writeRunInto({ folder: join(outer, 'link'), files: FILES });
    expect(run.folder).toBe(join(outer, 'real'));
    expect(tree(join(outer, 'link'))).toEqual(NEW_TREE);
    expect(listing(outer)).toEqual(['link', 'real']);
  });

  it('says where a link leads to nothing, and where a file stands', async () => {
    const outer = tempFolder();
    symlinkSync('nowhere', join(outer, 'link'));
    put(outer, { file: 'mine' });
    const atLink = await rejection(writeRunInto({ folder: join(outer, 'link'), files: FILES }));
    expect((atLink as UserError).message).toBe(`${join(outer, 'link')} is a symbolic link to nothing`);
    for (const folder of [join(outer, 'file'), join(outer, 'file', 'below')]) {
      const error = await rejection(writeRunInto({ folder, files: FILES }));
      expect(error).toBeInstanceOf(UserError);
      expect((error as UserError).message).toBe(
        `Cannot write in ${folder}: a file stands where a folder is needed (ENOTDIR)`,
      );
    }
    expect(listing(outer)).toEqual(['file', 'link']);
  });
});

describe('a folder that cannot be renamed', () => {
  it('is filled from inside where it is the working directory', async () => {
    const folder = tempFolder();
    process.chdir(folder);
    const inode = statSync(folder).ino;
    await writeRunInto({ folder: '.', files: FILES });
    expect(tree(folder)).toEqual(NEW_TREE);
    expect(listing(folder)).toEqual(['dev_iam_tuples.csv', 'run.json', 'snapshots', 'summary.csv']);
    expect(statSync(folder).ino).toBe(inode);
    expect(existsSync(process.cwd())).toBe(true);
  });

  it('has its earlier run replaced from inside', async () => {
    const folder = tempFolder();
    put(folder, EARLIER);
    process.chdir(folder);
    const run = await writeRunInto({ folder, files: FILES });
    expect(sortedUnique(run.gone)).toEqual(['old.csv', 'snapshots/old.json']);
    expect(tree(folder)).toEqual(NEW_TREE);
    expect(listing(folder)).toEqual(['dev_iam_tuples.csv', 'run.json', 'snapshots', 'summary.csv']);
  });

  it('gets its earlier run back when an entry of the new one cannot be moved in', async () => {
    const folder = tempFolder();
    put(folder, { ...EARLIER, '.tmp-iamdrift-bbbbbb/x': 'of another run' });
    process.chdir(folder);
    const files = [...FILES, { name: '.tmp-iamdrift-bbbbbb', content: 'a file cannot replace a folder' }];
    const error = await rejection(writeRunInto({ folder, files }));
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).message).toContain('EISDIR');
    expect(tree(folder)).toEqual({ ...EARLIER, '.tmp-iamdrift-bbbbbb/x': 'of another run' });
    expect(listing(folder)).toEqual([
      '.tmp-iamdrift-bbbbbb',
      'old.csv',
      'run.json',
      'snapshots',
      'summary.csv',
    ]);
  });

  it('is never a mix of two runs at once', async () => {
    const folder = tempFolder();
    process.chdir(folder);
    await Promise.all(
      Array.from({ length: 6 }, (_, i) => {
        const content = JSON.stringify({ tool: 'iamdrift', i });
        const names = ['run.json', 'a.csv', i % 2 === 0 ? 'even.csv' : 'odd.csv'];
        return writeRunInto({ folder, files: names.map((name) => ({ name, content })) });
      }),
    );
    const written = tree(folder);
    expect(Object.keys(written)).toHaveLength(3);
    expect(new Set(Object.values(written)).size).toBe(1);
  });

  it('says so when another run never ends', async () => {
    const folder = tempFolder();
    put(folder, { ...EARLIER, '.tmp-iamdrift-000000-old/x': '' });
    process.chdir(folder);
    const error = await rejection(writeRunInto({ folder, files: FILES }));
    expect((error as UserError).message).toBe(`The output folder ${folder} is being written by another run`);
    expect((error as UserError).mend).toContain(join(folder, '.tmp-iamdrift-000000-old'));
    expect(tree(folder)).toEqual({ ...EARLIER, '.tmp-iamdrift-000000-old/x': '' });
  });

  it('still keeps the earlier run when writing fails', async () => {
    const folder = tempFolder();
    put(folder, EARLIER);
    process.chdir(folder);
    const error = await rejection(writeRunInto({ folder, files: [...FILES, { name: '../a', content: '' }] }));
    expect(error).toBeInstanceOf(UserError);
    expect(tree(folder)).toEqual(EARLIER);
    expect(listing(folder)).toEqual(['old.csv', 'run.json', 'snapshots', 'summary.csv']);
  });

  it('is filled from inside where the folder above is read-only', async () => {
    const outer = tempFolder();
    mkdirSync(join(outer, 'out'));
    chmodSync(outer, 0o500);
    try {
      await writeRunInto({ folder: join(outer, 'out'), files: FILES });
    } finally {
      chmodSync(outer, 0o700);
    }
    expect(tree(join(outer, 'out'))).toEqual(NEW_TREE);
  });
});
