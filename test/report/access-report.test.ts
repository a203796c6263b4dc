import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.js';
import { csvChunks } from '../../src/report/csv/cells.js';
import { ACCESS_COLUMNS, accessRows } from '../../src/report/csv/access-differences.js';
import { commitMessage, reportJson, terminalReport, verdictLine } from '../../src/report/index.js';
import { metricsOf } from '../../src/report/metrics.js';
import { inline, reportOf } from './support/role-pairs.js';
import { allow, type RoleSource, trust } from './support/snapshots.js';

const ELSEWHERE = '111111111111';

function csvOf(report: Report): Record<string, string>[] {
  return parse([...csvChunks(ACCESS_COLUMNS, accessRows(report))].join(''), { columns: true });
}

function metric(report: Report, id: string): readonly [number, number] {
  return metricsOf(report).find((one) => one.id === id)!.values;
}

describe('roles that are written differently', () => {
  const statement = allow('s3:GetObject', 'arn:aws:s3:::b/*');
  const moved = [{ inline: { p: statement } }, { attached: ['m'] }] as const;
  const terminal = (report: Report, full: boolean): string =>
    terminalReport(report, { color: false, full, width: 100 });

  it('are counted in a line, named with full, and are no drift', async () => {
    const report = await reportOf({ a: moved, b: moved, c: moved }, { m: statement });
    expect(report.outcome).toBe('in-sync');
    const short = terminal(report, false);
    expect(short).toContain('\n3 roles are written differently and allow the same\n');
    expect(short).not.toContain('inline policy');
    const full = terminal(report, true);
    expect(full).toContain('\nRoles that are written differently and allow the same (3)\n  a\n');
    expect(full).toContain('- dev has s3:GetObject on arn:aws:s3:::b/* (inline policy p)');
    expect(verdictLine(report)).toBe(
      'No drift: 3 roles compared, 3 of them written differently with the same access',
    );
    expect(metric(report, 'reorganisedRoles')).toEqual([3, 3]);
    expect(csvOf(report)).toEqual([]);
  });

  it('are one role, in the singular', async () => {
    const report = await reportOf({ a: moved }, { m: statement });
    expect(terminal(report, false)).toContain('\n1 role is written differently and allows the same\n');
  });
});

describe('the counts of verdicts', () => {
  const wide = inline(allow(['s3:GetObject', 's3:PutObject'], '*'));
  const narrow = inline(allow('s3:GetObject', '*'));
  const root = trust({ AWS: `arn:aws:iam::${ELSEWHERE}:root`, Service: 'ec2.amazonaws.com' });
  const unreadable = (one: RoleSource): RoleSource => ({ inline: { ...one.inline, bad: 'no' } });

  it('count a role once, by both halves of its access', async () => {
    const report = await reportOf({
      broader: [narrow, wide],
      narrower: [wide, narrow],
      both: [narrow, { ...wide, trust: root }],
      across: [wide, { ...narrow, trust: root }],
      unread: [unreadable(narrow), unreadable(wide)],
      tagged: [{ tags: { a: '1' } }, { tags: { a: '2' } }],
      same: [wide, wide],
    });
    const counts = ['Broader', 'Narrower', 'Incomparable', 'Unknown'].map((word) =>
      metric(report, `rolesWith${word}Access`),
    );
    expect(counts).toEqual([
      [2, 2],
      [1, 1],
      [1, 1],
      [1, 1],
    ]);
    const line = '6 of 7 common roles differ (2 broader, 1 narrower, 1 incomparable, 1 unknown)';
    expect(verdictLine(report)).toMatch(new RegExp(`^Drift: ${line.replace(/[()]/g, '\\$&')}(;|$)`));
    expect(commitMessage(report, 'diff dev qa').split('\n')[0]).toBe(`diff dev qa: ${line}`);
  });

  it('are left out where only attributes differ', async () => {
    const report = await reportOf({ tagged: [{ tags: { a: '1' } }, { tags: { a: '2' } }] });
    expect(verdictLine(report)).toBe('Drift: 1 of 1 common role differs');
    expect(csvOf(report)).toEqual([]);
  });
});

describe('access_differences.csv', () => {
  it('has a row per change, with the request that proves it', async () => {
    const condition = { Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } } };
    const report = await reportOf({ a: [{}, inline(allow('s3:PutObject', 'arn:aws:s3:::b/*', condition))] });
    expect(csvOf(report)).toEqual([
      {
        kind: 'role',
        name: 'a',
        policytype: 'identity',
        verdict: 'broader',
        today: 'broader',
        direction: 'gained',
        actions: '["s3:PutObject"]',
        resources: '["arn:aws:s3:::b/*"]',
        principals: '',
        conditions: '["StringEquals aws:RequestedRegion eu-west-1"]',
        cause: 'allow added',
        witness_action: 's3:PutObject',
        witness_resource: 'arn:aws:s3:::b/x',
        witness_principal: '',
        witness_context: '{"aws:RequestedRegion":["eu-west-1"]}',
        before: 'not-allowed',
        after: 'allowed',
        witness_today: 'true',
        reasons: '',
        raw_name_1: 'a',
        raw_name_2: 'a',
        raw_resources: '["arn:aws:s3:::b/*"]',
        raw_principals: '',
        raw_conditions: '["StringEquals aws:RequestedRegion eu-west-1"]',
        raw_witness_resource_1: 'arn:aws:s3:::b/x',
        raw_witness_principal_1: '',
        raw_witness_context_1: '{"aws:RequestedRegion":["eu-west-1"]}',
        raw_witness_resource_2: 'arn:aws:s3:::b/x',
        raw_witness_principal_2: '',
        raw_witness_context_2: '{"aws:RequestedRegion":["eu-west-1"]}',
        raw_reasons: '',
        fingerprint: expect.stringMatching(/^[0-9a-f]{20}$/) as string,
        waived: '',
      },
    ]);
  });

  it('has a row with the reason where nothing can be said', async () => {
    const unread = (action: string): RoleSource => ({ inline: { bad: 'no', p: allow(action, '*') } });
    const less = (value: string): RoleSource =>
      inline(allow('s3:GetObject', '*', { Condition: { NumericLessThan: { 'made:up': value } } }));
    const role = inline(allow('s3:GetObject', '*'));
    const report = await reportOf(
      {
        bounded: [
          { ...role, boundary: 'narrow' },
          { ...role, boundary: 'wide' },
        ],
        opaque: [less('${a:b}1'), less('${a:c}1')],
        unread: [unread('s3:GetObject'), unread('s3:PutObject')],
      },
      { narrow: allow('s3:*', '*'), wide: allow('*', '*') },
    );
    const rows = csvOf(report);
    expect(
      rows.map(({ name, policytype, verdict, direction }) => [name, policytype, verdict, direction]),
    ).toEqual([
      ['bounded', 'identity', 'equivalent', ''],
      ['opaque', 'identity', 'unknown', ''],
      ['unread', '', 'unknown', ''],
    ]);
    for (const { reasons } of rows) expect((JSON.parse(reasons!) as string[])[0]).not.toBe('');
  });

  it('agrees with report.json on what was gained and lost', async () => {
    const report = await reportOf({
      a: [inline(allow('s3:GetObject', '*')), inline(allow('s3:PutObject', '*'))],
      b: [{}, { trust: trust({ Service: 'lambda.amazonaws.com' }) }],
    });
    interface Json {
      readonly complete: boolean;
      readonly roles: readonly {
        readonly attributesDiffer: boolean;
        readonly access: Record<string, { readonly gained: []; readonly lost: [] } | null>;
      }[];
    }
    const json = JSON.parse(reportJson(report)) as Json;
    const changes = json.roles.flatMap(({ access }) =>
      Object.values(access).flatMap((part) => (part ? [...part.gained, ...part.lost] : [])),
    );
    expect(changes).toHaveLength(4);
    expect(csvOf(report)).toHaveLength(4);
    expect(json.complete).toBe(true);
    expect(json.roles.map(({ attributesDiffer }) => attributesDiffer)).toEqual([false, false]);
  });
});
