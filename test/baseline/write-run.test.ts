import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { type RunFile, writeRun } from '../../src/baseline/index.js';
import { UserError } from '../../src/model/errors.js';
import { sortedUnique } from '../../src/model/text.js';
import { listing, put, rejection, stageScript, tempFolder, tree } from './support.js';

const NOW = new Date('2026-01-02T03:04:05.678Z');
const FILES: readonly RunFile[] = [
  { name: 'run.json', content: '{"tool":"iamdrift"}\n' },
  { name: 'snapshots/dev.json', content: ['{', '}\n'] },
];

describe('writeRun', () => {
  it('writes into a folder of the second in UTC, and returns what it wrote', async () => {
    const root = join(tempFolder(), 'baselines', 'runs');
    const run = await writeRun({ root, now: new Date('2026-01-02T03:04:05.678+09:00'), files: FILES });
    expect(run).toEqual({
      folder: join(root, '2026/01/01/18/04/05'),
      files: [
        { name: 'run.json', keepOutOfGit: false },
        { name: 'snapshots/dev.json', keepOutOfGit: false },
      ],
      gone: [],
    });
    expect(tree(run.folder)).toEqual({ 'run.json': '{"tool":"iamdrift"}\n', 'snapshots/dev.json': '{}\n' });
    expect(listing(root)).toEqual(['2026']);
  });

  it('gives folders mode 0700 and files 0600', async () => {
    const root = tempFolder();
    const { folder } = await writeRun({ root, now: NOW, files: FILES });
    const mode = (path: string): number => statSync(path).mode & 0o777;
    expect(mode(join(root, '2026'))).toBe(0o700);
    expect(mode(folder)).toBe(0o700);
    expect(mode(join(folder, 'snapshots'))).toBe(0o700);
    expect(mode(join(folder, 'run.json'))).toBe(0o600);
  });

  it.each<[string, RunFile['content'], string]>([
    ['an empty text', '', ''],
    ['an empty list', [], ''],
    ['a long text', 'äöü€😀'.repeat(300_000), 'äöü€😀'.repeat(300_000)],
    ['many small pieces', pieces(200_000), [...pieces(200_000)].join('')],
    ['asynchronous pieces', slowly(pieces(20_000)), [...pieces(20_000)].join('')],
    ['bytes', new TextEncoder().encode('äöü€😀'.repeat(300_000)), 'äöü€😀'.repeat(300_000)],
    ['no bytes', new Uint8Array(), ''],
    ['one piece larger than a batch', ['x'.repeat(1_000_001), 'y'], `${'x'.repeat(1_000_001)}y`],
  ])('writes %s', async (_, content, expected) => {
    const { folder } = await writeRun({ root: tempFolder(), now: NOW, files: [{ name: 'a.csv', content }] });
    expect(readFileSync(join(folder, 'a.csv'), 'utf8') === expected).toBe(true);
  });

  it('keeps a character whole wherever the pieces and batches split it', async () => {
    const halves = Array.from({ length: 300_000 }, (_, i) => '😀'.charAt(i % 2));
    const files = [
      { name: 'even.txt', content: halves },
      { name: 'odd.txt', content: ['x', ...halves] },
      { name: 'whole.txt', content: `x${'😀'.repeat(150_000)}` },
    ];
    const { folder } = await writeRun({ root: tempFolder(), now: NOW, files });
    expect(readFileSync(join(folder, 'even.txt'), 'utf8') === '😀'.repeat(150_000)).toBe(true);
    expect(readFileSync(join(folder, 'odd.txt'), 'utf8') === `x${'😀'.repeat(150_000)}`).toBe(true);
    expect(readFileSync(join(folder, 'whole.txt'), 'utf8') === `x${'😀'.repeat(150_000)}`).toBe(true);
  });

  it('asks for each file when its turn comes', async () => {
    const asked: string[] = [];
    function* files(): Iterable<RunFile> {
      for (const name of ['a.csv', 'b.csv']) {
        asked.push(name);
        yield { name, content: [asked.join()] };
      }
    }
    const { folder } = await writeRun({ root: tempFolder(), now: NOW, files: files() });
    expect(tree(folder)).toEqual({ 'a.csv': 'a.csv', 'b.csv': 'a.csv,b.csv' });
  });

  it('gives each of several runs in one second its own folder, never a mix', async () => {
    const root = tempFolder();
    const runs = await Promise.all(
      Array.from({ length: 12 }, (_, i) => writeRun({ root, now: NOW, files: marked(String(i)) })),
    );
    expect(new Set(runs.map((run) => run.folder)).size).toBe(12);
    for (const [i, run] of runs.entries())
      expect(new Set(Object.values(tree(run.folder)))).toEqual(new Set([String(i)]));
    expect(listing(join(root, '2026/01/02/03/04'))).toEqual(
      sortedUnique(['05', ...Array.from({ length: 11 }, (_, i) => `05-${i + 2}`)]),
    );
    expect(listing(root)).toEqual(['2026']);
  });

  it('never collides with another process', async () => {
    const root = tempFolder();
    const script = stageScript(`
      import { writeRun } from './baseline/write-run.js';
      const [root, now, mark] = process.argv.slice(2);
      const names = ['run.json', 'a.csv', 'snapshots/dev.json'];
      const write = (i) =>
        writeRun({ root, now: new Date(now), files: names.map((name) => ({ name, content: [mark + i] })) });
      await Promise.all(Array.from({ length: 20 }, (_, i) => write(i)));
    `);
    const processes = ['p', 'q'].map((mark) =>
      promisify(execFile)(process.execPath, [script, root, NOW.toISOString(), mark]),
    );
    await Promise.all(processes);
    const second = join(root, '2026/01/02/03/04');
    const contents = listing(second).map((name) => [...new Set(Object.values(tree(join(second, name))))]);
    expect(contents).toHaveLength(40);
    expect(contents.every((marks) => marks.length === 1)).toBe(true);
    expect(new Set(contents.flat()).size).toBe(40);
  });

  it('leaves what stands under the wanted name, whatever it is', async () => {
    const root = tempFolder();
    put(root, { '2026/01/02/03/04/05': 'a file', '2026/01/02/03/04/05-2/mine.txt': 'a folder' });
    symlinkSync('nowhere', join(root, '2026/01/02/03/04/05-3'));
    const { folder } = await writeRun({ root, now: NOW, files: FILES });
    expect(folder).toBe(join(root, '2026/01/02/03/04/05-4'));
    expect(readFileSync(join(root, '2026/01/02/03/04/05'), 'utf8')).toBe('a file');
    expect(listing(join(root, '2026/01/02/03/04/05-2'))).toEqual(['mine.txt']);
  });
});

describe('a run that fails', () => {
  const broken = new Error('the content broke');
  function* breaking(): Iterable<string> {
    yield 'x'.repeat(200_000);
    yield 'y'.repeat(200_000);
    throw broken;
  }

  it.each<[string, RunFile['content']]>([
    ['iterable', breaking()],
    ['asynchronous iterable', slowly(breaking())],
  ])('leaves nothing behind when an %s throws, and rethrows as it is', async (_, content) => {
    const root = tempFolder();
    const bytes = { name: 'b.json', content: new Uint8Array(20_000_000) };
    const files = [...FILES, bytes, { name: 'a.csv', content }];
    expect(await rejection(writeRun({ root, now: NOW, files }))).toBe(broken);
    expect(listing(root)).toEqual([]);
  });

  it('leaves nothing behind when the list of files throws', async () => {
    const root = tempFolder();
    function* files(): Iterable<RunFile> {
      yield FILES[0]!;
      throw broken;
    }
    expect(await rejection(writeRun({ root, now: NOW, files: files() }))).toBe(broken);
    expect(listing(root)).toEqual([]);
  });

  it('stops in the middle of a file when its signal aborts, and leaves nothing behind', async () => {
    const root = tempFolder();
    const controller = new AbortController();
    const reason = new Error('interrupted');
    let given = 0;
    let closed = false;
    function* endless(): Iterable<string> {
      try {
        for (;;) {
          if (++given === 1000) controller.abort(reason);
          yield 'x'.repeat(1000);
        }
      } finally {
        closed = true;
      }
    }
    const files = [...FILES, { name: 'a.csv', content: endless() }];
    expect(await rejection(writeRun({ root, now: NOW, files, signal: controller.signal }))).toBe(reason);
    expect(closed).toBe(true);
    expect(given).toBeLessThan(2000);
    expect(listing(root)).toEqual([]);
  });

  it('stops in the middle of a file when bytes beside it fail, and tells why', async () => {
    const root = tempFolder();
    let given = 0;
    async function* long(): AsyncIterable<string> {
      for (; given < 2000; given++) {
        await new Promise((done) => setImmediate(done));
        yield 'x'.repeat(20_000);
      }
    }
    const twice = { name: FILES[0]!.name, content: new Uint8Array(10) };
    const files = [...FILES, twice, { name: 'a.csv', content: long() }];
    const error = await rejection(writeRun({ root, now: NOW, files }));
    expect((error as UserError).message).toMatch(/Two files of the run would be named .*run\.json/);
    expect(given).toBeLessThan(2000);
    expect(listing(root)).toEqual([]);
  });

  it('does nothing when its signal aborted before', async () => {
    const root = tempFolder();
    const reason = new Error('interrupted');
    const signal = AbortSignal.abort(reason);
    expect(await rejection(writeRun({ root, now: NOW, files: FILES, signal }))).toBe(reason);
    expect(listing(root)).toEqual([]);
  });

  it.each([
    '../out.csv',
    '/out.csv',
    'a/../../out.csv',
    'a//b.csv',
    './a.csv',
    'a/',
    '',
    '..',
    'a\0.csv',
    'a\n.csv',
    'a\\b.csv',
    'C:out.csv',
    '.git/config',
    '.GIT/config',
  ])('refuses the name %j', async (name) => {
    const outer = tempFolder();
    const root = join(outer, 'runs');
    const error = await rejection(writeRun({ root, now: NOW, files: [...FILES, { name, content: 'x' }] }));
    expect(error).toBeInstanceOf(UserError);
    expect(listing(outer)).toEqual(['runs']);
    expect(listing(root)).toEqual([]);
  });

  it('refuses two files of one name', async () => {
    const root = tempFolder();
    const error = await rejection(writeRun({ root, now: NOW, files: [...FILES, FILES[0]!] }));
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).message).toMatch(/Two files of the run would be named .*run\.json/);
    expect(listing(root)).toEqual([]);
  });

  it('says what stands where a folder is needed', async () => {
    const folder = tempFolder();
    put(folder, { baselines: 'a file' });
    const root = join(folder, 'baselines', 'runs');
    const error = await rejection(writeRun({ root, now: NOW, files: FILES }));
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).message).toBe(
      `Cannot make ${root}: a file stands where a folder is needed (ENOTDIR)`,
    );
    expect((error as UserError).mend).toBe('move the file away, or name another folder');
  });

  it('says that the root is a file, and that a day is one', async () => {
    const folder = tempFolder();
    put(folder, { runs: 'a file', 'other/2026/01/02': 'a file' });
    for (const root of ['runs', 'other']) {
      const error = await rejection(writeRun({ root: join(folder, root), now: NOW, files: FILES }));
      expect(error).toBeInstanceOf(UserError);
      expect((error as UserError).message).toContain('a file stands where a folder is needed');
    }
    expect(listing(join(folder, 'other'))).toEqual(['2026']);
  });

  it.each([
    ['pieces', `Array.from({ length: 1000 }, () => 'x'.repeat(10_000))`],
    ['bytes', 'new Uint8Array(10_000_000)'],
  ])('leaves nothing behind when the disk refuses the middle of a file: %s', async (_, content) => {
    const root = tempFolder();
    const script = stageScript(`
      import { writeRun } from './baseline/write-run.js';
      const content = ${content};
      const others = ['x.csv', 'y.csv'].map((name) => ({ name, content: 'x' }));
      const files = [others[0], { name: 'a.csv', content }, others[1]];
      await writeRun({ root: process.argv[2], now: new Date(), files }).catch((error) =>
        console.log(JSON.stringify({ name: error.name, message: error.message, mend: error.mend })),
      );
    `);
    // No file of this process may grow beyond 1,000 blocks.
    const command = `ulimit -f 1000; exec "${process.execPath}" "${script}" "${root}"`;
    const { stdout } = await promisify(execFile)('sh', ['-c', command]);
    expect(JSON.parse(stdout)).toEqual({
      name: 'UserError',
      message: expect.stringMatching(
        /^Cannot write .*a\.csv: the file is larger than allowed here \(EFBIG\)$/,
      ) as string,
      mend: 'raise the file size limit (ulimit -f)',
    });
    expect(listing(root)).toEqual([]);
  });

  it('tells a name that is too long', async () => {
    const root = tempFolder();
    const files = [{ name: `${'x'.repeat(300)}.csv`, content: '' }];
    const error = await rejection(writeRun({ root, now: NOW, files }));
    expect((error as UserError).message).toContain('the name is too long');
    expect(listing(root)).toEqual([]);
  });

  it('takes a run without files for a bug', async () => {
    const error = await rejection(writeRun({ root: tempFolder(), now: NOW, files: [] }));
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(UserError);
  });
});

describe('temporary folders of killed runs', () => {
  it('go when they are older than a day; nothing else does', async () => {
    const root = tempFolder();
    const names = [
      '.tmp-iamdrift-aB3xY9',
      '.tmp-iamdrift-aB3xY8',
      '.tmp-iamdrift-aB3xY7',
      '.tmp-other',
      'mine',
    ];
    for (const name of names) {
      mkdirSync(join(root, name));
      writeFileSync(join(root, name, 'a.csv'), 'half');
    }
    writeFileSync(join(root, '.tmp-iamdrift-aB3xY6'), 'a file');
    const age = (name: string, hours: number): void => {
      const time = new Date(Date.now() - hours * 3_600_000);
      utimesSync(join(root, name), time, time);
    };
    for (const name of [...names, '.tmp-iamdrift-aB3xY6']) age(name, 100);
    age('.tmp-iamdrift-aB3xY8', 23);
    age('.tmp-iamdrift-aB3xY7', 25);

    // The clock of the run is not the clock of the disk.
    await writeRun({ root, now: new Date('2099-01-01T00:00:00Z'), files: FILES });
    expect(listing(root)).toEqual([
      '.tmp-iamdrift-aB3xY6',
      '.tmp-iamdrift-aB3xY8',
      '.tmp-other',
      '2099',
      'mine',
    ]);
  });
});

function* pieces(count: number): Iterable<string> {
  for (let i = 0; i < count; i++) yield `role-${i},/,é\n`;
}

async function* slowly(content: Iterable<string>): AsyncIterable<string> {
  for (const piece of content) {
    await Promise.resolve();
    yield piece;
  }
}

function marked(mark: string): RunFile[] {
  return ['run.json', 'a.csv', 'snapshots/dev.json'].map((name) => ({ name, content: [mark] }));
}
