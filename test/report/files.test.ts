import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SourceInfo } from '../../src/model/run.js';
import type { Snapshot } from '../../src/model/snapshot.js';
import { snapshotToJson } from '../../src/snapshot/snapshot-json.js';
import { csvName } from '../../src/report/csv/registry.js';
import { distinctNames, safeName, sourceName } from '../../src/report/file-names.js';
import { diffFiles, REPORT_CSVS, type RunFile, terminalReport } from '../../src/report/index.js';
import { metricsOf } from '../../src/report/metrics.js';
import { account } from './support/arbitraries.js';
import { CATALOGUE, compare, type Compared } from './support/compare.js';
import { EVIDENCE, textOfFile } from './support/evidence.js';
import { everything, walkthrough } from './support/scenarios.js';
import { allow, policy, snapshotOf, trust } from './support/snapshots.js';

function filesOf({ report, captures }: Compared, includeItems = true): RunFile[] {
  return diffFiles({
    command: 'diff',
    report,
    captures,
    snapshotTexts: captures.map(({ snapshot }) => snapshotToJson(snapshot)) as [string, string],
    catalogue: CATALOGUE,
    includeItems,
    evidence: {
      ...EVIDENCE,
      snapshotSha256: captures.map(({ tag }) => ({ tag, sha256: '0'.repeat(64) })),
    },
  });
}

function textOf(files: readonly RunFile[], name: string): string {
  const file = files.find((one) => one.name === name);
  if (!file) throw new Error(`no file ${name} among ${files.map((one) => one.name).join(', ')}`);
  return textOfFile(file);
}

function rowsOf(files: readonly RunFile[], name: string): Record<string, string>[] {
  return parse(textOf(files, name), { columns: true });
}

describe('the files of a comparison', () => {
  it('are IAMCTL’s and ours', async () => {
    expect(filesOf(await walkthrough()).map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'dev_dev-profile_iam_tuples.csv',
        'qa_qa-profile_iam_tuples.csv',
        'dev_roles.csv',
        'qa_service_linked_roles.csv',
        'qa_non_service_linked_roles.csv',
        'common_roles.csv',
        'common_service_linked_roles.csv',
        'common_non_service_linked_roles.csv',
        'roles_in_qa_but_not_in_dev.csv',
        'service_linked_roles_in_dev_but_not_in_qa.csv',
        'non_service_linked_roles_in_qa_but_not_in_dev.csv',
        'common_roles_in_dev_with_differences.csv',
        'dev_to_qa_common_role_difference_items.csv',
        'summary.csv',
        'access_differences.csv',
        'attribute_differences.csv',
        'policy_differences.csv',
        'report.json',
        'run.json',
        'snapshots/dev.json',
        'snapshots/qa.json',
      ]),
    );
  });

  it('name the one action that qa has more, on qa’s side alone', async () => {
    const files = filesOf(await walkthrough(['s3:PutObject']));
    const rows = rowsOf(files, 'qa_to_dev_common_role_difference_items.csv');
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      rolename: 'app1_<accountname>',
      policyname: 's3_inline_policy',
      policytype: 'inline',
      effect: 'Allow',
      service: 's3',
      action: 'PutObject',
      arn: 'arn:aws:s3:::app1-<accountname>/shared/*',
      raw_rolename: 'app1_qa',
      raw_arn: 'arn:aws:s3:::app1-qa/shared/*',
    });
    expect(rowsOf(files, 'dev_to_qa_common_role_difference_items.csv')).toEqual([]);
    expect(rowsOf(files, 'common_roles_in_qa_with_differences.csv')).toHaveLength(1);
    expect(rowsOf(files, 'common_roles_in_dev_with_differences.csv')).toEqual([]);
  });

  it('leave out the items when told, and keep them out of git else', async () => {
    const outOfGit = filesOf(await walkthrough()).filter(({ keepOutOfGit }) => keepOutOfGit);
    expect(outOfGit.map(({ name }) => name)).toEqual([
      'dev_dev-profile_iam_tuples.csv',
      'qa_qa-profile_iam_tuples.csv',
    ]);
    expect(filesOf(await walkthrough(), false).filter(({ keepOutOfGit }) => keepOutOfGit)).toEqual([]);
  });

  it('have the header alone where nothing is to be told, and rows as wide as the header', async () => {
    for (const { report } of [await everything(), await walkthrough()]) {
      for (const csv of REPORT_CSVS) {
        const columns = csv.columns(report);
        for (const row of csv.rows(report)) expect(row).toHaveLength(columns.length);
      }
    }
  });

  it('agree with the summary, whatever the accounts', async () => {
    await fc.assert(
      fc.asyncProperty(account('123456789012'), account('987654321098'), async (one, two) => {
        const compared = await compare(snapshotOf(one), snapshotOf(two), {});
        const files = filesOf(compared);
        const count = (name: string): number => rowsOf(files, name).length;
        const expected: Record<string, [number, number]> = {
          'Harvested Items': [count('dev_dev-profile_iam_tuples.csv'), count('qa_qa-profile_iam_tuples.csv')],
          Roles: [count('dev_roles.csv'), count('qa_roles.csv')],
          'Service Linked Roles': [
            count('dev_service_linked_roles.csv'),
            count('qa_service_linked_roles.csv'),
          ],
          'Non-Service Linked Roles': [
            count('dev_non_service_linked_roles.csv'),
            count('qa_non_service_linked_roles.csv'),
          ],
          'Common Roles': [count('common_roles.csv'), count('common_roles.csv')],
          'Common Service Linked Roles': [
            count('common_service_linked_roles.csv'),
            count('common_service_linked_roles.csv'),
          ],
          'Common Non-Service Linked Roles': [
            count('common_non_service_linked_roles.csv'),
            count('common_non_service_linked_roles.csv'),
          ],
          'Unique Roles': [count('roles_in_dev_but_not_in_qa.csv'), count('roles_in_qa_but_not_in_dev.csv')],
          'Unique Service Linked Roles': [
            count('service_linked_roles_in_dev_but_not_in_qa.csv'),
            count('service_linked_roles_in_qa_but_not_in_dev.csv'),
          ],
          'Unique Non-Service Linked Roles': [
            count('non_service_linked_roles_in_dev_but_not_in_qa.csv'),
            count('non_service_linked_roles_in_qa_but_not_in_dev.csv'),
          ],
          'Common Roles with Differences': [
            count('common_roles_in_dev_with_differences.csv'),
            count('common_roles_in_qa_with_differences.csv'),
          ],
          'Differences among Common Roles': [
            count('dev_to_qa_common_role_difference_items.csv'),
            count('qa_to_dev_common_role_difference_items.csv'),
          ],
          'Attribute Differences': [count('attribute_differences.csv'), count('attribute_differences.csv')],
        };
        const metrics = metricsOf(compared.report).map(({ name, values }) => [name, values] as const);
        expect(Object.fromEntries(metrics)).toMatchObject(expected);
        expect(textOf(filesOf(compared), 'summary.csv')).toBe(textOf(files, 'summary.csv'));
      }),
      { numRuns: 25 },
    );
  });

  it('list every drifted role on at least one side, and no other but reorganised ones', async () => {
    await fc.assert(
      fc.asyncProperty(account('123456789012'), account('123456789012'), async (one, two) => {
        const { report } = await compare(snapshotOf(one), snapshotOf(two));
        const listed = new Set(
          REPORT_CSVS.filter(({ template }) => template.endsWith('_with_differences.csv'))
            .flatMap((csv) => [...csv.rows(report)])
            .map(([name]) => name),
        );
        const drifted = report.roles.filter(({ status }) => status === 'drifted').map(({ name }) => name);
        const reorganised = report.roles.filter(({ status }) => status === 'reorganised');
        expect([...listed]).toEqual(expect.arrayContaining(drifted));
        expect([...drifted, ...reorganised.map(({ name }) => name)]).toEqual(
          expect.arrayContaining([...listed]),
        );
      }),
      { numRuns: 40 },
    );
  });

  it('name differing managed policies with what differs', async () => {
    const one = snapshotOf({
      id: '123456789012',
      policies: {
        p: policy({ Effect: 'Allow', Action: 's3:GetObject', Resource: '${aws:username}' }),
        bad: 'no',
      },
    });
    const two = snapshotOf({
      id: '123456789012',
      policies: {
        p: {
          Version: '2008-10-17',
          Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '${aws:username}' }],
        },
        bad: allow('s3:GetObject', '*'),
      },
    });
    const rows = rowsOf(filesOf(await compare(one, two)), 'policy_differences.csv');
    expect(rows.some(({ type, note }) => type === 'document-unreadable' && note !== '')).toBe(true);
    expect(
      rows.some(({ type, note }) => type === 'managed-policy-changed' && note!.includes('2008-10-17')),
    ).toBe(true);
  });

  it('tell of a role that was created anew, on both sides', async () => {
    const one = snapshotOf({ id: '123456789012', roles: { a: { id: 'AROA1' } } });
    const two = snapshotOf({ id: '123456789012', roles: { a: { id: 'AROA2' } } });
    const compared = await compare(one, two);
    const files = filesOf(compared);
    expect(rowsOf(files, 'attribute_differences.csv')).toMatchObject([
      { type: 'entity-recreated', attribute: 'id', side1: 'AROA1', side2: 'AROA2' },
    ]);
    for (const tag of ['dev', 'qa']) {
      expect(rowsOf(files, `common_roles_in_${tag}_with_differences.csv`)).toHaveLength(1);
    }
    expect(terminalReport(compared.report, { color: false, full: false, width: 100 })).toContain(
      '~ deleted and created anew: its unique id is AROA1 in dev, AROA2 in qa',
    );
  });

  it('name a managed policy of which a tag alone differs', async () => {
    const side = (value: string): Snapshot => {
      const snapshot = snapshotOf({ id: '123456789012', policies: { p: allow('s3:GetObject', '*') } });
      const managedPolicies = snapshot.managedPolicies.map((one) => ({
        ...one,
        tags: [{ key: 'team', value }],
      }));
      return { ...snapshot, managedPolicies };
    };
    const rows = rowsOf(filesOf(await compare(side('a'), side('b'))), 'policy_differences.csv');
    expect(rows).toMatchObject([
      { policyname: 'p', type: 'tag-changed', tag: 'dev', note: 'team: a', effect: '' },
      { policyname: 'p', type: 'tag-changed', tag: 'qa', note: 'team: b', effect: '' },
    ]);
  });

  it('list a role whose attached policy has no row on the side that has it', async () => {
    const one = snapshotOf({
      id: '123456789012',
      roles: { a: { attached: ['p'] } },
      policies: { p: policy() },
    });
    const two = snapshotOf({ id: '987654321098', roles: { a: {} }, policies: { p: policy() } });
    const files = filesOf(await compare(one, two));
    expect(rowsOf(files, 'common_roles_in_dev_with_differences.csv')).toHaveLength(1);
    expect(rowsOf(files, 'common_roles_in_qa_with_differences.csv')).toEqual([]);
  });

  it('say of a policy that only one side has and that cannot be read that it is there', async () => {
    const one = snapshotOf({ id: '123456789012', roles: { a: { inline: { bad: 'no' } } } });
    const two = snapshotOf({ id: '987654321098', roles: { a: {} } });
    const rows = rowsOf(filesOf(await compare(one, two)), 'dev_to_qa_common_role_difference_items.csv');
    expect(rows).toMatchObject([{ rolename: 'a', policyname: 'bad', effect: 'Unreadable', action: '' }]);
  });

  it('never show a trust policy’s negated principals as principals', async () => {
    const one = snapshotOf({ id: '123456789012', roles: { a: { trust: trust({ AWS: '987654321098' }) } } });
    const notPrincipal = { Effect: 'Allow', Action: 'sts:AssumeRole', NotPrincipal: { AWS: '987654321098' } };
    const two = snapshotOf({ id: '123456789012', roles: { a: { trust: policy(notPrincipal) } } });
    const files = filesOf(await compare(one, two));
    const [row] = rowsOf(files, 'qa_to_dev_common_role_difference_items.csv');
    expect(row).toMatchObject({
      principal: '',
      notprincipal: '["AWS:arn:aws:iam::<accountid-other>:root"]'.replace(
        '<accountid-other>',
        '987654321098',
      ),
    });
  });
});

describe('file names', () => {
  const info = (source: string, kind: SourceInfo['kind']): SourceInfo => ({
    source,
    kind,
    callerArn: null,
    capturedAt: null,
  });

  it('hold safe characters alone', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => /^[A-Za-z0-9._-]{1,80}$/.test(safeName(text))),
    );
  });

  it('take a profile as it is and a file’s base name', () => {
    expect(sourceName(info('team/dev.json', 'profile'))).toBe('team_dev.json');
    expect(sourceName(info('exports/dev account.json', 'export'))).toBe('dev_account');
    expect(sourceName(info('C:\\exports\\dev.JSON', 'export'))).toBe('dev');
    expect(sourceName(info('../runs/', 'snapshot'))).toBe('_');
  });

  it('never meet, whatever the tags', async () => {
    const tag = fc.constantFrom(
      'common',
      'x',
      'x_to_x',
      'x_service_linked',
      'X',
      'non',
      '..',
      'a b',
      'a_b',
      'summary',
      'x_but_not_in_x',
      'x_p',
    );
    await fc.assert(
      fc.asyncProperty(tag, tag, async (tag1, tag2) => {
        fc.pre(tag1 !== tag2);
        const one = snapshotOf({ id: '123456789012' });
        const two = snapshotOf({ id: '987654321098' });
        const names = filesOf(await compare(one, two, { tags: [tag1, tag2] })).map(({ name }) =>
          name.toLowerCase(),
        );
        expect(new Set(names).size).toBe(names.length);
      }),
      { numRuns: 60 },
    );
  });

  it('leave the common lists theirs', async () => {
    const one = snapshotOf({ id: '123456789012' });
    const two = snapshotOf({ id: '987654321098' });
    const names = filesOf(await compare(one, two, { tags: ['common', 'x'] })).map(({ name }) => name);
    expect(names).toContain('common_roles.csv');
    expect(names).toContain('common_roles_2.csv');
    expect(distinctNames(['a_b_iam_tuples.csv', 'A_b_iam_tuples.csv'])[1]).toBe('A_b_2_iam_tuples.csv');
  });

  it('are made from the tags in the templates', async () => {
    const { report } = await walkthrough();
    expect(csvName({ template: 'roles_in_<B>_but_not_in_<A>.csv' }, report)).toBe(
      'roles_in_qa_but_not_in_dev.csv',
    );
  });
});
