import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSnapshot } from '../../src/snapshot/parse-snapshot.js';
import { snapshotToJson } from '../../src/snapshot/snapshot-json.js';
import { reportJson } from '../../src/report/index.js';
import { runJson } from '../../src/report/json/run-json.js';
import type { Report } from '../../src/model/report.js';
import type { Snapshot } from '../../src/model/snapshot.js';
import { account } from './support/arbitraries.js';
import { compare } from './support/compare.js';
import { EVIDENCE } from './support/evidence.js';
import { placeholdersEverywhere } from './support/placeholders-everywhere.js';
import { everything, walkthrough } from './support/scenarios.js';
import { snapshotOf } from './support/snapshots.js';

const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true });
const validator = (name: string): ((json: string) => void) => {
  const file = new URL(`../../schema/${name}.schema.json`, import.meta.url);
  const validate = ajv.compile(JSON.parse(readFileSync(file, 'utf8')) as object);
  return (json) => {
    validate(JSON.parse(json));
    expect(validate.errors ?? []).toEqual([]);
  };
};
const expectReport = validator('report');
const expectRun = validator('run');

interface ReportFile {
  readonly roles: readonly {
    readonly name: string;
    readonly status: string;
    readonly side1: { readonly name: string } | null;
    readonly findings: readonly { readonly type: string; readonly side2: { readonly document: string } }[];
  }[];
  readonly documents: Readonly<Record<string, unknown>>;
}

describe('report.json', () => {
  it('is as its schema says', async () => {
    for (const { report } of [
      await everything(),
      await placeholdersEverywhere(),
      await walkthrough(),
      await walkthrough(['s3:PutObject']),
    ]) {
      expectReport(reportJson(report));
    }
  });

  it('is as its schema says, whatever the accounts', async () => {
    await fc.assert(
      fc.asyncProperty(account('123456789012'), account('987654321098'), async (one, two) => {
        expectReport(reportJson((await compare(snapshotOf(one), snapshotOf(two))).report));
      }),
      { numRuns: 30 },
    );
  });

  it('tells of a role that was created anew', async () => {
    const one = snapshotOf({ id: '123456789012', roles: { a: { id: 'AROA1' } } });
    const two = snapshotOf({ id: '123456789012', roles: { a: { id: 'AROA2' } } });
    const text = reportJson((await compare(one, two)).report);
    expectReport(text);
    expect(text).toContain('"entity-recreated"');
  });

  it('has the names of both sides and each document once', async () => {
    const { report } = await everything();
    const json = JSON.parse(reportJson(report)) as ReportFile;
    expect(json.roles.map(({ name }) => name)).toEqual(report.roles.map(({ name }) => name));
    expect(json.roles.find(({ name }) => name === 'app1_<accountname>')?.side1?.name).toBe('app1_dev');
    const [inRole1, inRole2] = json.roles
      .flatMap(({ findings }) => findings)
      .filter(({ type }) => type === 'attached-policy-changed');
    expect(inRole1?.side2.document).toBe(inRole2?.side2.document);
    expect(json.documents[inRole1!.side2.document]).toMatchObject({ Version: '2012-10-17' });
    const texts = Object.values(json.documents).map((document) => JSON.stringify(document));
    expect(new Set(texts).size).toBe(texts.length);
  });

  it('is the same for replayed snapshots, but for where they came from', async () => {
    await fc.assert(
      fc.asyncProperty(account('123456789012'), account('987654321098'), async (one, two) => {
        const equivalencies = { accountname: ['dev', 'qa'] };
        const live = await compare(snapshotOf(one), snapshotOf(two), { equivalencies });
        const calls = [{ api: 'iam:ListRoles', count: 3 }];
        const withCalls = live.captures.map(({ snapshot }): Snapshot => ({
          ...snapshot,
          coverage: { ...snapshot.coverage, calls },
        })) as [Snapshot, Snapshot];
        const replayed = await compare(...(withCalls.map(replay) as [Snapshot, Snapshot]), {
          equivalencies,
          info: { source: 'snapshots/x.json', kind: 'snapshot', callerArn: null, capturedAt: null },
        });
        const again = reportJson(replayed.report);
        expect(again).not.toBe(reportJson(live.report));
        const before = await compare(...withCalls, { equivalencies });
        expect(withoutSides(again)).toBe(withoutSides(reportJson(before.report)));
      }),
      { numRuns: 15 },
    );
  });

  it('escapes what acts on a terminal, and means the same', async () => {
    const evil = 'a\u001b[31m\u009b\u202e\u200b\ufeff\u{e0041}z';
    const one = snapshotOf({ id: '123456789012', roles: { a: { description: evil } } });
    const two = snapshotOf({ id: '123456789012', roles: { a: {} } });
    const text = reportJson((await compare(one, two)).report);
    expect(text).toMatch(/^[\x20-\x7e\n]*$/);
    const [finding] = (JSON.parse(text) as { roles: { findings: { side1: { raw: string } }[] }[] }).roles[0]!
      .findings;
    expect(finding!.side1.raw).toBe(evil);
  });
});

function replay(snapshot: Snapshot): Snapshot {
  return parseSnapshot(JSON.parse(snapshotToJson(snapshot)), 'snapshot.json');
}

function withoutSides(text: string): string {
  return text.replace(/^ {2}"sides": \[[\s\S]*?^ {2}\],\n/m, '');
}

describe('run.json', () => {
  const input = async (report: Report | null): Promise<string> => {
    const { captures } = await everything();
    return runJson({
      command: report ? 'diff' : 'harvest',
      evidence: EVIDENCE,
      captures: report ? captures : [captures[0]],
      snapshotFiles: ['snapshots/dev.json', 'snapshots/qa.json'],
      files: [{ name: 'run.json', inGit: true }],
      result: report,
    });
  };

  it('is as its schema says', async () => {
    expectRun(await input((await everything()).report));
    expectRun(await input(null));
  });

  it('refuses to be evidence without the hash of a snapshot', async () => {
    const { captures } = await everything();
    const evidence = { ...EVIDENCE, snapshotSha256: [] };
    expect(() =>
      runJson({ command: 'diff', evidence, captures, snapshotFiles: ['a', 'b'], files: [], result: null }),
    ).toThrow('dev');
  });
});
