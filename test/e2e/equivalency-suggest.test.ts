import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { EXAMPLES, makeSandbox } from '../support/run-cli.js';

const SIDES = [path.join(EXAMPLES, 'dev.json'), 'dev', path.join(EXAMPLES, 'qa.json'), 'qa'];

describe('equivalency suggest', () => {
  const sandbox = makeSandbox();
  const file = path.join(sandbox.cwd, 'equivalency_list.json');
  const suggest = (...more: string[]) => sandbox.run(['equivalency', 'suggest', ...SIDES, ...more]);
  const list = (): string => readFileSync(file, 'utf8');
  beforeEach(() => rmSync(file, { force: true }));
  afterAll(() => sandbox.remove());

  it('shows exactly dev and qa for the sample accounts, with the evidence, and writes nothing', async () => {
    const { code, stdout, stderr } = await suggest();
    expect(stdout).toBe(`Proposed for equivalency_list.json, best first:

1. accountname: dev ↔ qa   96 % sure
   matches 2 of 2 unmatched roles, 1 of 1 unmatched policy, makes 4 differing items equal, no collision
   in 6 places; none against it
   name: app1_dev ↔ app1_qa
   resource of app1_dev: app1-dev/shared/* ↔ app1-qa/shared/*
   tag of app1_dev: dev ↔ qa
   name: app1_dev_worker ↔ app1_qa_worker

With all of them every role and policy has a partner on the other side.
`);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(list).toThrow();
  });

  it('--write --yes is the whole loop: the next diff exits 0, the next suggest has nothing', async () => {
    expect((await suggest('--write', '--yes')).stdout).toContain(
      'Written: equivalency_list.json (accountname)',
    );
    expect(list()).toBe('{\n  "accountname": ["dev", "qa"]\n}\n');
    expect((await sandbox.run(['diff', ...SIDES, '--no-git'])).code).toBe(0);
    const again = await suggest('--write', '--yes');
    expect(again.stdout).toContain('Nothing to propose');
    expect(again.code).toBe(0);
  });

  it('keeps the comments and the order of the list that is there', async () => {
    writeFileSync(file, '// ours\n{\n    "zone": ["z-one", "z-two"], // zones\n}\n');
    expect((await suggest('--write', '--yes')).code).toBe(0);
    expect(list()).toBe(
      '// ours\n{\n    "zone": ["z-one", "z-two"], // zones\n    "accountname": ["dev", "qa"],\n}\n',
    );
  });

  it('adds to the entry that has one of the values', async () => {
    writeFileSync(file, '{ "stage": ["dev", "prod"] }');
    expect((await suggest('--write', '--yes')).stdout).toContain('stage: dev ↔ prod + qa');
    expect(list()).toBe('{ "stage": ["dev", "prod", "qa"] }');
  });

  it('writes nothing without a terminal to ask in, and says so', async () => {
    const { code, stderr } = await suggest('--write');
    expect(stderr).toBe(
      'Nothing was written: there is no terminal to ask in. Add --yes to take what is at least 85 % sure.\n',
    );
    expect(code).toBe(1);
    expect(list).toThrow();
  });

  it('--yes leaves out what is less sure than --min-confidence', async () => {
    const { code, stderr } = await suggest('--write', '--yes', '--min-confidence', '0.99');
    expect(stderr).toContain('Not written, being less than 99 % sure: accountname');
    expect(code).toBe(0);
    expect(list).toThrow();
  });

  it('--json tells everything that decided, and what was written', async () => {
    const { stdout } = await suggest('--json', '--write', '--yes', '-e', 'other.json');
    const result = JSON.parse(stdout) as { file: string; proposals: object[]; unmatched: object };
    expect(result.file).toBe('other.json');
    expect(result.unmatched).toMatchObject({ before: { role: 2, policy: 1 }, after: { role: 0, policy: 0 } });
    expect(result.proposals).toEqual([
      expect.objectContaining({
        placeholder: 'accountname',
        values: ['dev', 'qa'],
        added: ['dev', 'qa'],
        match: 'anywhere',
        isNew: true,
        matched: { role: 2, policy: 1, user: 0, group: 0 },
        items: 4,
        written: true,
      }),
    ]);
  });

  it('takes three accounts', async () => {
    const prod = readFileSync(path.join(EXAMPLES, 'qa.json'), 'utf8')
      .replaceAll(/qa/g, 'prod')
      .replaceAll('987654321098', '555566667777');
    writeFileSync(path.join(sandbox.cwd, 'prod.json'), prod);
    expect((await suggest('prod.json', 'prod', '--write', '--yes')).code).toBe(0);
    expect(list()).toBe('{\n  "accountname": ["dev", "qa", "prod"]\n}\n');
    expect((await sandbox.run(['diff', 'prod.json', 'prod', ...SIDES.slice(2), '--no-git'])).code).toBe(0);
  });

  describe('of accounts that live in two regions', () => {
    const files = ['home.json', 'home', 'away.json', 'away'];
    const write = (name: string, id: string, regions: readonly string[]): void => {
      const roles = ['orders', 'basket', 'search', 'rating'].map((app, at) => ({
        RoleName: `${app}-${name}`,
        RoleId: `AROA${at}`,
        Path: '/',
        Arn: `arn:aws:iam::${id}:role/${app}-${name}`,
        CreateDate: '2026-01-01T00:00:00+00:00',
        AssumeRolePolicyDocument: policy({
          Action: 'sts:AssumeRole',
          Principal: { Service: 'lambda.amazonaws.com' },
        }),
        RolePolicyList: [
          {
            PolicyName: 'access',
            PolicyDocument: policy({
              Action: 'sqs:SendMessage',
              Resource: `arn:aws:sqs:${regions[at] ?? regions[0]}:${id}:${app}`,
            }),
          },
        ],
        AttachedManagedPolicies: [],
        Tags: [],
        InstanceProfileList: [],
      }));
      const account = { RoleDetailList: roles, UserDetailList: [], GroupDetailList: [], Policies: [] };
      writeFileSync(path.join(sandbox.cwd, `${name}.json`), JSON.stringify(account));
    };
    const policy = (statement: object): object => ({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', ...statement }],
    });

    it('proposes the regions, and the next diff exits 0', async () => {
      write('home', '123456789012', ['eu-west-1']);
      write('away', '987654321098', ['us-east-1']);
      const { stdout } = await sandbox.run(['equivalency', 'suggest', ...files, '--write', '--yes']);
      expect(stdout).toContain(`2. region: eu-west-1 ↔ us-east-1   93 % sure
   makes 4 differing items equal, no collision
   in 4 places; none against it
   resource of basket-home: eu-west-1:<accountid>:basket ↔ us-east-1:<accountid>:basket
`);
      expect(list()).toBe(
        '{\n  "accountname": ["home", "away"],\n  "region": ["eu-west-1", "us-east-1"]\n}\n',
      );
      expect((await sandbox.run(['diff', ...files, '--no-git'])).code).toBe(0);

      write('away', '987654321098', ['us-east-1', 'eu-west-1']);
      const moved = await sandbox.run(['diff', ...files, '--no-git']);
      expect(moved.stdout).toContain('Drift: 1 of 4 common roles differs');
      expect(moved.code).toBe(2);
    });

    it('proposes no region to which one policy has moved, and a list of regions does not hide it', async () => {
      write('home', '123456789012', ['eu-west-1']);
      write('away', '987654321098', ['eu-west-1', 'us-east-1']);
      await sandbox.run(['equivalency', 'suggest', ...files, '--write', '--yes']);
      expect(list()).toBe('{\n  "accountname": ["home", "away"]\n}\n');
      expect((await sandbox.run(['diff', ...files, '--no-git'])).code).toBe(2);

      writeFileSync(file, '{ "accountname": ["home", "away"], "region": ["eu-west-1", "us-east-1"] }');
      expect((await sandbox.run(['diff', ...files, '--no-git'])).code).toBe(2);
    });
  });

  it.each([
    [['third.json'], '"third.json" has no tag'],
    [['third.json', 'DEV'], 'Both sides have the tag'],
    [['--yes'], '--write is not given'],
    [['--write', '--yes', '--min-confidence', '85'], 'not a share'],
    [['--include', 'roles'], 'nothing of that name'],
  ])('refuses %j with one line', async (more, text) => {
    const { code, stderr, stdout } = await suggest(...more);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain(text);
    expect(stdout).toBe('');
    expect(code).toBe(1);
  });

  it('refuses a list that it could not keep, and leaves it as it is', async () => {
    writeFileSync(file, '{ "a": ["x"], "a": ["y"] }');
    const { code, stderr } = await suggest('--write', '--yes');
    expect(stderr).toContain('a second time');
    expect(code).toBe(1);
    expect(list()).toBe('{ "a": ["x"], "a": ["y"] }');
  });
});
