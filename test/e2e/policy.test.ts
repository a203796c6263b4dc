import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeSandbox, type Sandbox } from '../support/run-cli.js';

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = makeSandbox();
});
afterEach(() => sandbox.remove());

const ACCOUNT = '123456789012';

function write(name: string, ...statements: object[]): string {
  const text = JSON.stringify({ Version: '2012-10-17', Statement: statements });
  writeFileSync(path.join(sandbox.cwd, name), text);
  return name;
}

const allow = (Action: string | string[], Resource: string) => ({ Effect: 'Allow', Action, Resource });
const trust = (AWS: string) => ({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS } });

describe('policy compare', () => {
  it('tells what was gained, with a witness that policy evaluate confirms', async () => {
    const before = write('before.json', allow('s3:Get*', 'arn:aws:s3:::app/*'));
    const after = write('after.json', allow(['s3:Get*', 's3:PutObject'], 'arn:aws:s3:::app/*'));
    const { code, stdout } = await sandbox.run(['policy', 'compare', before, after]);
    expect(code).toBe(2);
    expect(stdout).toMatch(/^broader\ngained:\n {2}s3:PutObject on arn:aws:s3:::app\/\* \[allow added\]\n/);
    const [, resource] = /witness: s3:PutObject on (\S+): not-allowed, then allowed/.exec(stdout)!;
    for (const [file, answer] of [
      [before, 'not-allowed'],
      [after, 'allowed'],
    ] as const) {
      const told = await sandbox.run([
        'policy',
        'evaluate',
        file,
        '--action',
        's3:PutObject',
        '--resource',
        resource!,
      ]);
      expect(told.stdout.split(':')[0]).toBe(answer);
    }
  });

  it.each([
    ['equivalent', ['s3:*'], ['s3:*', 's3:GetObject'], 0],
    ['narrower', ['s3:*'], ['s3:Get*'], 2],
    ['incomparable', ['s3:GetObject'], ['s3:PutObject'], 2],
  ])('%s', async (verdict, before, after, expected) => {
    const files = [write('a.json', allow(before, '*')), write('b.json', allow(after, '*'))];
    const { code, stdout } = await sandbox.run(['policy', 'compare', ...files]);
    expect(stdout.split(/[\n;]/)[0]).toBe(verdict);
    expect(code).toBe(expected);
  });

  it('stays within boundaries', async () => {
    const before = write('a.json', allow('s3:GetObject', '*'));
    const after = write('b.json', allow('s3:*', '*'));
    const boundary = write('boundary.json', allow('s3:GetObject', '*'));
    const bounds = ['--boundary-before', boundary, '--boundary-after', boundary];
    expect((await sandbox.run(['policy', 'compare', before, after, ...bounds])).code).toBe(0);
    expect((await sandbox.run(['policy', 'compare', before, after])).code).toBe(2);
  });

  it('follows the access of today where asked', async () => {
    const before = write('a.json', allow('ec2:DescribeInstances', '*'));
    const after = write('b.json', allow(['ec2:DescribeInstances', 'ec2:NoSuchActionYet'], '*'));
    const { code, stdout } = await sandbox.run(['policy', 'compare', before, after]);
    expect(stdout).toContain('broader; today: equivalent');
    expect(code).toBe(2);
    expect((await sandbox.run(['policy', 'compare', before, after, '--today'])).code).toBe(0);
  });

  it('of trust policies asks for the account where it decides', async () => {
    const before = write('t1.json', trust(`arn:aws:iam::${ACCOUNT}:role/ci`));
    const after = write('t2.json', trust(ACCOUNT));
    const unsure = await sandbox.run(['policy', 'compare', before, after]);
    expect(unsure.code).toBe(3);
    expect(unsure.stdout).toContain('--account-id');
    const own = await sandbox.run(['policy', 'compare', before, after, '--account-id', ACCOUNT]);
    expect(own.stdout).toMatch(/^incomparable/);
    const other = await sandbox.run(['policy', 'compare', before, after, '--account-id', '999999999999']);
    expect(other.stdout).toMatch(/^broader/);
  });

  it('prints JSON alone', async () => {
    const file = write('a.json', allow('s3:*', '*'));
    const { stdout } = await sandbox.run(['policy', 'compare', file, file, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      verdict: 'equivalent',
      today: 'equivalent',
      gained: [],
      lost: [],
    });
  });

  it.each([
    ['nowhere.json', undefined, /nowhere\.json: can't be read/],
    ['broken.json', '{"Statement":', /broken\.json: not a policy document .*not JSON/],
    [
      'both.json',
      '{"Statement":{"Effect":"Allow","Action":"a:b","NotAction":"a:c"}}',
      /both Action and NotAction/,
    ],
  ])('refuses %s in one line', async (name, text, message) => {
    if (text !== undefined) writeFileSync(path.join(sandbox.cwd, name), text);
    const { code, stdout, stderr } = await sandbox.run(['policy', 'compare', name, name]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});

describe('policy evaluate', () => {
  it('names the statement that decides', async () => {
    const file = write('p.json', allow('s3:*', '*'), { ...allow('s3:DeleteObject', '*'), Effect: 'Deny' });
    const { code, stdout } = await sandbox.run([
      'policy',
      'evaluate',
      file,
      '--action',
      's3:DeleteObject',
      '--resource',
      'arn:aws:s3:::b/k',
    ]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^explicitly-denied/);
    expect(stdout).toContain('(Deny) matches');
  });

  it('takes conditions and principals', async () => {
    const inRegion = {
      ...allow('ec2:RunInstances', '*'),
      Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } },
    };
    const file = write('p.json', inRegion);
    const ask = (region: string) =>
      sandbox.run([
        'policy',
        'evaluate',
        file,
        '--action',
        'ec2:RunInstances',
        '--context',
        `aws:RequestedRegion=${region}`,
      ]);
    expect((await ask('eu-west-1')).stdout).toMatch(/^allowed/);
    expect((await ask('us-east-1')).stdout).toMatch(/^not-allowed/);
    const mfa = { Bool: { 'aws:MultiFactorAuthPresent': 'true' }, ...inRegion.Condition };
    const both = write('both.json', { ...inRegion, Condition: mfa });
    const keys = [
      '--context',
      'aws:RequestedRegion=eu-west-1',
      '--context',
      'aws:MultiFactorAuthPresent=true',
    ];
    const told = await sandbox.run(['policy', 'evaluate', both, '--action', 'ec2:RunInstances', ...keys]);
    expect(told.stdout).toMatch(/^allowed/);
    const trusting = write('t.json', trust(`arn:aws:iam::${ACCOUNT}:role/ci`));
    const asked = [
      'policy',
      'evaluate',
      trusting,
      '--action',
      'sts:AssumeRole',
      '--principal',
      `arn:aws:iam::${ACCOUNT}:role/ci`,
    ];
    expect((await sandbox.run([...asked, '--account-id', ACCOUNT])).stdout).toMatch(/^allowed/);
    expect((await sandbox.run(asked)).stdout).toMatch(/^delegated/);
  });

  it('refuses what it can not read in one line', async () => {
    const file = write('p.json', allow('s3:*', '*'));
    const bad = await sandbox.run([
      'policy',
      'evaluate',
      file,
      '--action',
      's3:GetObject',
      '--context',
      'novalue',
    ]);
    expect(bad.code).toBe(1);
    expect(bad.stderr).toContain('no condition key with a value');
  });
});
