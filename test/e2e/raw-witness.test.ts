import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { snapshotToJson } from '../../src/snapshot/snapshot-json.js';
import { accountsEverywhere, DEV, LIST, QA } from '../report/support/placeholders-everywhere.js';
import { makeSandbox } from '../support/run-cli.js';

/** What a report says in the words of an account, put to that account's own documents by `policy evaluate`. */
const sandbox = makeSandbox();
afterAll(() => sandbox.remove());

interface Request {
  readonly principal: { readonly type: string; readonly value: string } | null;
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, readonly string[]>>;
}

interface Change {
  readonly direction: string;
  readonly witness: {
    readonly request: Request;
    readonly before: string;
    readonly after: string;
    readonly raw: { readonly side1: Request; readonly side2: Request };
  };
}

interface Half {
  readonly gained: readonly Change[];
  readonly lost: readonly Change[];
}

interface Entity {
  readonly name: string;
  readonly access: { readonly identity: Half | null; readonly trust: Half | null };
  readonly findings: readonly {
    readonly policyType?: string;
    readonly side1: { readonly rawDocument: string };
    readonly side2: { readonly rawDocument: string };
  }[];
}

interface ReportFile {
  readonly roles: readonly Entity[];
  readonly policies: readonly Entity[];
  readonly documents: Readonly<Record<string, unknown>>;
}

let report: ReportFile;
beforeAll(async () => {
  const file = (name: string): string => path.join(sandbox.cwd, name);
  const [dev, qa] = accountsEverywhere();
  writeFileSync(file('dev.json'), snapshotToJson(dev));
  writeFileSync(file('qa.json'), snapshotToJson(qa));
  writeFileSync(file('equivalency_list.json'), JSON.stringify(LIST));
  const { code } = await sandbox.run([
    'diff',
    'dev.json',
    'dev',
    'qa.json',
    'qa',
    '--output',
    'run',
    '--no-git',
  ]);
  expect(code).toBe(2);
  report = JSON.parse(readFileSync(file('run/report.json'), 'utf8')) as ReportFile;
});

async function evaluate(
  document: string,
  { principal, action, resource, context }: Request,
  account: string,
) {
  writeFileSync(path.join(sandbox.cwd, 'p.json'), JSON.stringify(report.documents[document]));
  const asked = [
    ...['--action', action, '--resource', resource, '--account-id', account],
    ...(principal ? ['--principal', `${principal.type}:${principal.value}`] : []),
    ...Object.entries(context).flatMap(([key, values]) =>
      values.flatMap((one) => ['--context', `${key}=${one}`]),
    ),
  ];
  const { stdout } = await sandbox.run(['policy', 'evaluate', 'p.json', ...asked]);
  return stdout.split(':')[0];
}

describe('the raw request of a witness', () => {
  it.each([
    ['policies', 'changed_<accountname>', 'identity', 'managed', 1],
    ['roles', 'crossing_<accountname>', 'trust', 'trust', 2],
    ['roles', 'app_<accountname>', 'trust', 'trust', 2],
  ] as const)('of %s %s is answered so by each account', async (list, name, half, policyType, count) => {
    const { access, findings } = report[list].find((entity) => entity.name === name)!;
    const { side1, side2 } = findings.find((finding) => finding.policyType === policyType)!;
    const changes = [...access[half]!.gained, ...access[half]!.lost];
    expect(changes).toHaveLength(count);
    for (const { witness } of changes) {
      const { request, raw, before, after } = witness;
      expect(JSON.stringify(request)).toMatch(/<[a-z-]+>/);
      expect(JSON.stringify(raw)).not.toMatch(/<[a-z-]+>/);
      expect(before).not.toBe(after);
      expect(await evaluate(side1.rawDocument, raw.side1, DEV.id)).toBe(before);
      expect(await evaluate(side2.rawDocument, raw.side2, QA.id)).toBe(after);
    }
  });
});
