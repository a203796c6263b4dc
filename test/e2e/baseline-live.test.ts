import { PutRolePolicyCommand, type IAMClient } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { freshAccountId, roleProfiles, seedAccount, statement, writeProfiles } from '../support/accounts.js';
import { makeSandbox } from '../support/run-cli.js';

/**
 * Accept, drift, accept, look back: against a live IAM endpoint, with real profile files, the real SDK, real git.
 * Every test here continues where the one before it ended, as a user does.
 */
const url = inject('motoUrl');
const PROD = freshAccountId();
const sandbox = makeSandbox();
let prod: IAMClient;
let env: NodeJS.ProcessEnv;

function policy(...actions: string[]) {
  return statement({ Effect: 'Allow', Action: actions, Resource: 'arn:aws:s3:::app1/*' });
}

beforeAll(async () => {
  if (url === null) return;
  const profiles = await writeProfiles(roleProfiles(url, { 'prod-profile': PROD }));
  env = { ...profiles.env, HOME: sandbox.home };
  prod = await seedAccount(url, PROD, {
    roles: [{ name: 'app1', inline: { data: policy('s3:GetObject') } }],
  });
  await sandbox.run(['init'], { env });
});

afterAll(() => sandbox.remove());

const run = (...args: string[]) => sandbox.run(args, { env });
const live = it.skipIf(url === null);

live('an account is accepted through its profile, and is then in sync', async () => {
  expect((await run('baseline', 'accept', 'prod-profile', 'prod', '--yes')).code).toBe(0);
  expect((await run('drift', 'prod-profile', 'prod')).code).toBe(0);
  const again = await run('baseline', 'accept', 'prod-profile', 'prod');
  expect(again.code).toBe(0);
  expect(again.stdout).toContain('Unchanged: prod is as it was accepted');
});

live('a change by hand is drift, broader than what was accepted', async () => {
  await prod.send(
    new PutRolePolicyCommand({
      RoleName: 'app1',
      PolicyName: 'data',
      PolicyDocument: JSON.stringify(policy('s3:GetObject', 's3:PutObject')),
    }),
  );
  const { code, stdout } = await run('drift', 'prod-profile', 'prod', '--fail-on', 'broader');
  expect(code).toBe(2);
  expect(stdout).toContain('prod can also s3:PutObject on arn:aws:s3:::app1/*');
});

live('accepted, it is in the history, and the past stays a source', async () => {
  expect((await run('baseline', 'accept', 'prod-profile', 'prod', '--yes', '-m', 'OPS-1')).code).toBe(0);
  expect((await run('drift', 'prod-profile', 'prod', '--no-git')).code).toBe(0);
  expect((await run('drift', 'prod-profile', 'prod', '--no-git', '--against', 'HEAD~1')).code).toBe(2);
  expect((await run('baseline', 'log', 'prod', '--role', 'app1')).stdout).toContain(
    'app1: broader: can also s3:PutObject on arn:aws:s3:::app1/*',
  );
});
