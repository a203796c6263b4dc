import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type * as FileThread from '../../src/workflow/file-thread.js';
import type * as WaitingThread from '../../src/workflow/waiting-thread.js';
import { snapshotToJson } from '../../src/snapshot/snapshot-json.js';
import { takeSnapshot } from '../../src/snapshot/index.js';
import type { TakenSnapshot } from '../../src/snapshot/snapshotter.js';
import type { RowCounts, SnapshotText } from '../../src/model/run.js';
import { loadCatalogue } from '../../src/policy/catalogue.js';
import { DocumentRows } from '../../src/report/tuples/document-rows.js';
import { EXAMPLES, makeSandbox, type Sandbox } from '../support/run-cli.js';

// Threads are started from the build: they load JavaScript.
const built = (module: string): string => new URL(`../../dist/workflow/${module}.js`, import.meta.url).href;
const { withFileThread } = (await import(built('file-thread'))) as typeof FileThread;
const { startFileThread } = (await import(built('waiting-thread'))) as typeof WaitingThread;

interface Export {
  RoleDetailList: { RoleName: string; RoleId: string; Arn: string }[];
}

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = makeSandbox();
});
afterEach(() => sandbox.remove());

/** An example account with so many copies of its roles that a thread is worth it. */
function largeExport(example: string): string {
  const account = JSON.parse(readFileSync(path.join(EXAMPLES, example), 'utf8')) as Export;
  const copies = Array.from({ length: 800 }, (_, copy) =>
    account.RoleDetailList.map((role) => ({
      ...role,
      RoleName: `${role.RoleName}_${copy}`,
      RoleId: `${role.RoleId}${copy}`,
      Arn: `${role.Arn}_${copy}`,
    })),
  );
  return JSON.stringify({ ...account, RoleDetailList: [...account.RoleDetailList, ...copies.flat()] });
}

function put(name: string, content: string): void {
  writeFileSync(path.join(sandbox.cwd, name), content);
}

interface Read {
  readonly taken: TakenSnapshot | null;
  readonly text: SnapshotText | null;
  /** Rows of each document. */
  readonly rows: RowCounts | null;
}

/** What a thread makes of a file; null: none was started. */
function readIn(threads: number, source: string, accountId?: string): Promise<Read | null> {
  const side = { source, tag: 'dev', accountId };
  const world = { cwd: sandbox.cwd, env: sandbox.env, now: () => new Date(), version: '', commandLine: [] };
  return withFileThread(
    side,
    { ...world, threads },
    async (aside) => aside && { taken: await aside.taken, text: await aside.text, rows: await aside.rows },
  );
}

describe('a file read in a thread', () => {
  it('is the snapshot, and the text of it, that this thread makes of it', async () => {
    put('dev.json', largeExport('dev.json'));
    const here = await takeSnapshot({
      source: 'dev.json',
      cwd: sandbox.cwd,
      now: () => new Date(),
      env: sandbox.env,
    });
    const bytes = new TextEncoder().encode(snapshotToJson(here.snapshot));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(here.snapshot.roles.length).toBeGreaterThan(1000);
    const { taken, text, rows } = (await readIn(1, 'dev.json'))!;
    expect(taken).toEqual(here);
    expect(text!.sha256).toBe(sha256);
    expect(Buffer.compare(text!.bytes, bytes)).toBe(0);
    expect(rows!.has(taken!.snapshot.roles[0]!.trustPolicy)).toBe(true);
    const counted = new DocumentRows(await loadCatalogue());
    const wrong = [...rows!].filter(([document, count]) => count !== counted.countOne(document));
    expect(wrong).toEqual([]);
  });

  it('is read as well by a thread that was started before it was asked', async () => {
    put('dev.json', largeExport('dev.json'));
    const summary = async (): Promise<unknown> => {
      const { text, rows } = (await readIn(1, 'dev.json'))!;
      return { sha256: text!.sha256, rows: [...rows!.values()] };
    };
    const read = await summary();
    startFileThread();
    startFileThread();
    expect(await summary()).toEqual(read);
    // That one is used up.
    expect(await summary()).toEqual(read);
  });

  it('gives a file of no account the account id that it is told', async () => {
    put('none.json', JSON.stringify({ RoleDetailList: [], Policies: [], padding: ' '.repeat(3e6) }));
    expect(await readIn(1, 'none.json')).toEqual(NOTHING);
    const told = await readIn(1, 'none.json', '123456789012');
    expect(told?.taken?.snapshot.account.id).toBe('123456789012');
  });

  it.each(['{"RoleDetailList": [', '[]'])('is nothing where it is broken: %s', async (start) => {
    put('broken.json', start + ' '.repeat(3e6));
    expect(await readIn(1, 'broken.json')).toEqual(NOTHING);
  });

  it('is not begun for what is small, absent, a folder, a pipe, or may be a profile', async () => {
    put('small.json', '{}');
    put('profile', ' '.repeat(3e6));
    mkdirSync(path.join(sandbox.cwd, 'folder.json'));
    execFileSync('mkfifo', [path.join(sandbox.cwd, 'pipe.json')]);
    for (const source of ['small.json', 'absent.json', 'folder.json', 'pipe.json', 'profile', '/dev/stdin']) {
      expect(await readIn(1, source), source).toBeNull();
    }
  });

  it('is not begun where there is no thread to have', async () => {
    put('dev.json', largeExport('dev.json'));
    expect(await readIn(0, 'dev.json')).toBeNull();
  });
});

const NOTHING: Read = { taken: null, text: null, rows: null };

describe('diff of large files', () => {
  it('tells of the second what it tells of the first, whichever is broken', async () => {
    put('good.json', largeExport('dev.json'));
    put('bad.json', largeExport('qa.json').slice(0, -2));
    const told = [];
    for (const sources of [
      ['bad.json', 'a', 'good.json', 'b'],
      ['good.json', 'a', 'bad.json', 'b'],
    ]) {
      const { code, stdout, stderr } = await sandbox.run(['diff', ...sources]);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      told.push(stderr);
    }
    expect(told[0]).toMatch(
      /^iamdrift: bad\.json:1:\d+: the JSON ends early: is the file cut off\? Write it with: aws /,
    );
    expect(told[1]).toBe(told[0]);
  });

  it('ends at once where the command line is wrong, whatever was started by then', async () => {
    put('dev.json', largeExport('dev.json'));
    const { code, stderr } = await sandbox.run(['diff', 'dev.json', 'dev', './dev.json', 'qa', '--nonsense']);
    expect(code).toBe(1);
    expect(stderr).toContain('--nonsense');
  });

  it('finds in each copy of a role what it finds in the role', async () => {
    put('dev.json', largeExport('dev.json'));
    put('qa.json', largeExport('qa-drifted.json'));
    put('equivalency_list.json', '{"accountname": ["dev", "qa"]}');
    const large = ['diff', 'dev.json', 'dev', 'qa.json', 'qa', '--json', '--no-git', '--no-items'];
    const small = large.map((word) => word.replace(/^(dev|qa)\.json$/, EXAMPLES + '$1.json'));
    const changed = (await sandbox.run(small.with(3, path.join(EXAMPLES, 'qa-drifted.json')))).stdout;
    const [one, ...none] = drifted(changed);
    const copies = drifted((await sandbox.run(large)).stdout);
    expect(none).toEqual([]);
    expect(copies).toHaveLength(801);
    expect(new Set(copies)).toEqual(new Set([one]));
  });
});

/** The findings of each drifted role of a report; their fingerprints tell whose they are. */
function drifted(json: string): string[] {
  const { roles } = JSON.parse(json) as { roles: { status: string; findings: unknown }[] };
  return roles
    .filter(({ status }) => status === 'drifted')
    .map(({ findings }) =>
      JSON.stringify(findings, (key, value: unknown) => (key === 'fingerprint' ? undefined : value)),
    );
}
