import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PutRolePolicyCommand, type IAMClient } from '@aws-sdk/client-iam';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import {
  freshAccountId,
  roleProfiles,
  type Seed,
  seedAccount,
  statement,
  writeProfiles,
} from '../support/accounts.js';
import { makeSandbox } from '../support/run-cli.js';

/**
 * The walkthrough of the README against a live IAM endpoint: real profile files, the real SDK, real git.
 * Every test here continues where the one before it ended, as a user does.
 */
const url = inject('motoUrl');
const DEV = freshAccountId();
const QA = freshAccountId();

function account(environment: string, id: string): Seed {
  const read = {
    Effect: 'Allow',
    Action: ['s3:Get*', 's3:List*'],
    Resource: `arn:aws:s3:::app1-${environment}/shared/*`,
  };
  const audit = { Effect: 'Allow', Action: 'iam:GetRole', Resource: `arn:aws:iam::${id}:role/*` };
  return {
    roles: [
      { name: `app1_${environment}`, inline: { s3_inline_policy: statement(read) } },
      { name: 'audit', inline: { audit_inline_policy: statement(audit) } },
    ],
  };
}

function qaPolicy(...more: string[]): PutRolePolicyCommand {
  const document = statement({
    Effect: 'Allow',
    Action: ['s3:Get*', 's3:List*', ...more],
    Resource: 'arn:aws:s3:::app1-qa/shared/*',
  });
  return new PutRolePolicyCommand({
    RoleName: 'app1_qa',
    PolicyName: 's3_inline_policy',
    PolicyDocument: JSON.stringify(document),
  });
}

const sandbox = makeSandbox();
let qa: IAMClient;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  if (url === null) return;
  const profiles = await writeProfiles(roleProfiles(url, { 'dev-profile': DEV, 'qa-profile': QA }));
  env = { ...profiles.env, HOME: sandbox.home };
  await seedAccount(url, DEV, account('dev', DEV));
  qa = await seedAccount(url, QA, account('qa', QA));
});

afterAll(() => sandbox.remove());

const diff = (...more: string[]) =>
  sandbox.run(['diff', 'dev-profile', 'dev', 'qa-profile', 'qa', ...more], { env });

/** A CSV file of the newest run, as records. Folders are sorted, not files: `30-2/x` would come before `30/x`. */
function newest(file: string): Record<string, string>[] {
  const runs = path.join(sandbox.cwd, 'baselines', 'runs');
  const found = readdirSync(runs, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(`/${file}`))
    .map((name) => path.dirname(name))
    .sort();
  const text = readFileSync(path.join(runs, found.at(-1)!, file), 'utf8');
  return parse(text, { columns: true, skip_empty_lines: true });
}

const live = it.skipIf(url === null);

live('profiles --verify names the account of each', async () => {
  const { code, stdout } = await sandbox.run(['profiles', '--verify'], { env });
  expect(stdout).toContain(DEV);
  expect(stdout).toContain(QA);
  expect(code).toBe(0);
});

live('init, then a first diff: the app roles are unique to each side', async () => {
  expect((await sandbox.run(['init'], { env })).code).toBe(0);
  expect((await diff()).code).toBe(2);
  expect(newest('roles_in_dev_but_not_in_qa.csv').map(({ rolename }) => rolename)).toEqual(['app1_dev']);
  expect(newest('roles_in_qa_but_not_in_dev.csv').map(({ rolename }) => rolename)).toEqual(['app1_qa']);
});

live('suggest proposes dev and qa and nothing else; with that in the list there is no drift', async () => {
  const sides = ['dev-profile', 'dev', 'qa-profile', 'qa'];
  const shown = await sandbox.run(['equivalency', 'suggest', ...sides, '--json'], { env });
  const { proposals } = JSON.parse(shown.stdout) as {
    proposals: { placeholder: string; values: string[] }[];
  };
  expect(proposals.map(({ placeholder, values }) => [placeholder, ...values])).toEqual([
    ['accountname', 'dev', 'qa'],
  ]);
  expect((await sandbox.run(['equivalency', 'suggest', ...sides, '--write', '--yes'], { env })).code).toBe(0);
  const { code, stdout } = await diff();
  expect(stdout).toContain('No drift');
  expect(code).toBe(0);
});

live('s3:PutObject in qa: one item, one role, exit code 2', async () => {
  await qa.send(qaPolicy('s3:PutObject'));
  expect((await diff()).code).toBe(2);
  const items = newest('qa_to_dev_common_role_difference_items.csv');
  expect(items.map(({ service, action, raw_rolename }) => [service, action, raw_rolename])).toEqual([
    ['s3', 'PutObject', 'app1_qa'],
  ]);
  expect(newest('dev_to_qa_common_role_difference_items.csv')).toEqual([]);
  expect(newest('common_roles_in_qa_with_differences.csv')).toHaveLength(1);
  expect(newest('common_roles_in_dev_with_differences.csv')).toEqual([]);
});

live('put back: no drift again', async () => {
  await qa.send(qaPolicy());
  expect((await diff()).code).toBe(0);
});

live('all four runs are commits of exactly their files', async () => {
  const subjects = (await sandbox.git('log', '--format=%s')).split('\n');
  expect(subjects).toHaveLength(5);
  expect(subjects.filter((subject) => subject.startsWith('diff dev qa'))).toHaveLength(4);
  const tracked = (await sandbox.git('ls-files')).split('\n');
  expect(tracked.filter((file) => file.endsWith('report.json'))).toHaveLength(4);
  expect(tracked.filter((file) => file.endsWith('_iam_tuples.csv'))).toEqual([]);
  expect(await sandbox.git('status', '--porcelain')).toBe(' M equivalency_list.json');
});

live('a run is cheap: five calls a side, and run.json tells them', async () => {
  await diff('--output', 'out');
  const run = JSON.parse(readFileSync(path.join(sandbox.cwd, 'out', 'run.json'), 'utf8')) as {
    sides: { callerArn: string; coverage: { calls: { count: number }[] } }[];
  };
  for (const side of run.sides) {
    expect(side.callerArn).toMatch(/^arn:aws:sts::\d{12}:assumed-role\/iamdrift-reader\//);
    expect(side.coverage.calls.reduce((sum, { count }) => sum + count, 0)).toBeLessThanOrEqual(5);
  }
});

live('two profiles of one account: a warning, and in sync', async () => {
  const { code, stderr } = await sandbox.run(['diff', 'dev-profile', 'one', 'dev-profile', 'two'], { env });
  expect(stderr).toContain('are the same account');
  expect(code).toBe(0);
});
