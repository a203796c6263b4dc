import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { Account } from '../../src/model/snapshot.js';
import { snapshotToJson } from '../../src/snapshot/snapshot-json.js';
import { accountOf, DEV_ID, QA_ID, read, SERVICE, type SmallRole } from '../equivalency/suggest/accounts.js';
import { makeSandbox } from '../support/run-cli.js';

/** What is made the same without a list, by the built command, each with its switch. */
const sandbox = makeSandbox();
const at = (file: string): string => path.join(sandbox.cwd, file);
afterAll(() => sandbox.remove());
beforeEach(() => rmSync(at('equivalency_list.json'), { force: true }));

function write(file: string, id: string, roles: readonly SmallRole[], account: Partial<Account> = {}): void {
  const snapshot = accountOf(id, roles);
  writeFileSync(at(file), snapshotToJson({ ...snapshot, account: { ...snapshot.account, ...account } }));
}

interface Told {
  readonly roles: readonly { readonly name: string; readonly status: string }[];
  readonly equivalencies: readonly { readonly placeholder: string; readonly values: readonly string[] }[];
}

async function diff(...more: string[]) {
  const args = ['diff', 'dev.json', 'dev', 'qa.json', 'qa', '--no-git', '--json', ...more];
  const { code, stdout, stderr } = await sandbox.run(args);
  const { roles, equivalencies } = JSON.parse(stdout) as Told;
  return {
    code,
    stderr,
    roles: roles.map(({ name, status }) => `${name}: ${status}`),
    applied: equivalencies.map(({ placeholder, values }) => `${placeholder}: ${values.join(' ')}`),
  };
}

describe('the account alias', () => {
  const roles = (alias: string, bucket = alias): SmallRole[] => [
    { name: `${alias}-deploy`, grants: [read(`${bucket}-logs/*`)] },
  ];

  it('is the same, told as an entry, and not with --no-auto alias', async () => {
    write('dev.json', DEV_ID, roles('acme-sandbox'), { alias: 'acme-sandbox' });
    write('qa.json', QA_ID, roles('acme-quality'), { alias: 'acme-quality' });
    const same = await diff();
    expect(same).toMatchObject({ code: 0, roles: ['<alias>-deploy: same'] });
    expect(same.applied).toContain('alias: acme-quality acme-sandbox');
    for (const off of ['alias', 'account-id,alias', 'all']) {
      expect(await diff('--no-auto', off)).toMatchObject({
        code: 2,
        roles: ['acme-quality-deploy: only-in-2', 'acme-sandbox-deploy: only-in-1'],
      });
    }
    expect((await diff('--no-auto', 'cloudformation,sso')).code).toBe(0);
  });

  it('of the other account is drift', async () => {
    write('dev.json', DEV_ID, roles('acme-sandbox'), { alias: 'acme-sandbox' });
    write('qa.json', QA_ID, roles('acme-quality', 'acme-sandbox'), { alias: 'acme-quality' });
    expect(await diff()).toMatchObject({ code: 2, roles: ['<alias>-deploy: drifted'] });
  });
});

describe('random tails of CloudFormation', () => {
  const FIRST = 'Shop-Function-1A2B3C4D5E6F7';
  const SECOND = 'Shop-Function-7Z6Y5X4W3V2U1';
  const OTHER = 'Shop-Function-0Q9W8E7R6T5Y4';
  const role = (name: string, bucket = 'logs'): SmallRole => ({ name, grants: [read(`${bucket}/*`)] });

  it('are the same where the part before is unique, and not with --no-auto cloudformation', async () => {
    write('dev.json', DEV_ID, [role(FIRST)]);
    write('qa.json', QA_ID, [role(SECOND)]);
    const same = await diff();
    expect(same).toMatchObject({ code: 0, roles: ['Shop-Function-<cloudformation>: same'] });
    expect(same.applied).toContain('cloudformation: 1A2B3C4D5E6F7 7Z6Y5X4W3V2U1');
    expect(await diff('--no-auto', 'cloudformation')).toMatchObject({
      code: 2,
      roles: [`${FIRST}: only-in-1`, `${SECOND}: only-in-2`],
    });
  });

  it('hide no drift behind them', async () => {
    write('dev.json', DEV_ID, [role(FIRST)]);
    write('qa.json', QA_ID, [role(SECOND, 'secrets')]);
    expect(await diff()).toMatchObject({ code: 2, roles: ['Shop-Function-<cloudformation>: drifted'] });
  });

  it('merge nothing where the part before is not unique, and never say that all is the same', async () => {
    write('dev.json', DEV_ID, [role(FIRST), role(OTHER)]);
    write('qa.json', QA_ID, [role(SECOND)]);
    const alone = [`${OTHER}: only-in-1`, `${FIRST}: only-in-1`, `${SECOND}: only-in-2`];
    expect(await diff()).toMatchObject({ code: 2, roles: alone });
    write('qa.json', QA_ID, [role(SECOND), role('Shop-Function-AB1CD2EF3GH4J')]);
    const { code, roles } = await diff();
    expect(code).toBe(2);
    expect(roles).toHaveLength(4);
  });
});

describe('partitions', () => {
  const role = (partition: string, bucket = 'app'): SmallRole => ({
    name: 'app',
    trust: {
      ...SERVICE,
      Principal: { Service: partition === 'aws-cn' ? 'ec2.amazonaws.com.cn' : 'ec2.amazonaws.com' },
    },
    grants: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: `arn:${partition}:s3:::${bucket}/*` }],
  });
  const china = (one: SmallRole): void => {
    write('qa.json', QA_ID, [one], { partition: 'aws-cn' });
    const text = readFileSync(at('qa.json'), 'utf8');
    writeFileSync(at('qa.json'), text.replaceAll('arn:aws:iam::', 'arn:aws-cn:iam::'));
  };

  it('are drift, and the same only with --ignore-partition', async () => {
    write('dev.json', DEV_ID, [role('aws')]);
    china(role('aws-cn'));
    expect(await diff()).toMatchObject({ code: 2, roles: ['app: drifted'] });
    const same = await diff('--ignore-partition');
    expect(same).toMatchObject({ code: 0, roles: ['app: same'] });
    expect(same.applied).toContain('partition: aws aws-cn');
  });

  it('hide no other drift, and none to the other partition', async () => {
    write('dev.json', DEV_ID, [role('aws')]);
    china(role('aws-cn', 'secrets'));
    expect(await diff('--ignore-partition')).toMatchObject({ code: 2, roles: ['app: drifted'] });
    china({ ...role('aws-cn'), grants: role('aws').grants! });
    expect(await diff('--ignore-partition')).toMatchObject({ code: 2, roles: ['app: drifted'] });
  });
});
