import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { listProfiles, verifyProfile } from '../../../src/snapshot/aws/index.js';
import { KEYS, writeProfiles } from '../../support/accounts.js';
import {
  FAULT_ACCOUNT,
  failure,
  startFaultEndpoint,
  type FaultEndpoint,
} from '../../support/iam-endpoint/index.js';

let endpoint: FaultEndpoint | undefined;
afterEach(() => endpoint?.stop());

test('profiles are listed with where their credentials come from', async () => {
  const roleArn = 'arn:aws:iam::111122223333:role/r';
  const { folder, env } = await writeProfiles(
    {
      default: { ...KEYS, region: 'eu-west-1' },
      keys: KEYS,
      corp: { sso_session: 'corp', sso_account_id: '111122223333', sso_role_name: 'Auditor' },
      audit: { role_arn: roleArn, source_profile: 'keys', mfa_serial: 'arn:aws:iam::111122223333:mfa/ann' },
      instance: { role_arn: roleArn, credential_source: 'Ec2InstanceMetadata' },
      web: { role_arn: roleArn, web_identity_token_file: '/token' },
      script: { credential_process: '/bin/true' },
      console: { login_session: 'arn:aws:iam::111122223333:user/ann' },
      'empty.of+credentials': { output: 'json' },
    },
    '[sso-session corp]\nsso_start_url = https://example.com\nsso_region = eu-west-1\n[services local]\niam =\n  endpoint_url = http://localhost\n',
  );
  const [config, credentials] = [join(folder, 'config'), join(folder, 'credentials')];
  expect(await listProfiles(env)).toEqual([
    {
      name: 'audit',
      credentials: { kind: 'assumed-role', roleArn, via: { profile: 'keys' }, mfa: true },
      region: null,
      files: [config],
    },
    { name: 'console', credentials: { kind: 'login' }, region: null, files: [config] },
    {
      name: 'corp',
      credentials: { kind: 'sso', accountId: '111122223333', roleName: 'Auditor' },
      region: null,
      files: [config],
    },
    { name: 'default', credentials: { kind: 'static' }, region: 'eu-west-1', files: [config, credentials] },
    { name: 'empty.of+credentials', credentials: { kind: 'none' }, region: null, files: [config] },
    {
      name: 'instance',
      credentials: {
        kind: 'assumed-role',
        roleArn,
        via: { credentialSource: 'Ec2InstanceMetadata' },
        mfa: false,
      },
      region: null,
      files: [config],
    },
    { name: 'keys', credentials: { kind: 'static' }, region: null, files: [credentials] },
    { name: 'script', credentials: { kind: 'process' }, region: null, files: [config] },
    { name: 'web', credentials: { kind: 'web-identity', roleArn }, region: null, files: [config] },
  ]);
});

test('where there are no files there are no profiles', async () => {
  expect(await listProfiles({ HOME: '/nowhere' })).toEqual([]);
});

test('a profile is verified by STS, and by nothing else', async () => {
  endpoint = await startFaultEndpoint({});
  const { env } = await writeProfiles({ audit: { ...KEYS, endpoint_url: endpoint.url } });
  expect(await verifyProfile({ source: 'audit', env })).toEqual({
    accountId: FAULT_ACCOUNT,
    arn: `arn:aws:iam::${FAULT_ACCOUNT}:user/auditor`,
  });
  expect(endpoint.calls.map(({ action }) => action)).toEqual(['GetCallerIdentity']);
});

test('a profile that fails says why, and what to do', async () => {
  endpoint = await startFaultEndpoint({ GetCallerIdentity: () => failure('ExpiredToken', 'expired', 403) });
  const { env } = await writeProfiles({ audit: { ...KEYS, endpoint_url: endpoint.url } });
  expect(await verifyProfile({ source: 'audit', env })).toEqual({
    error: 'profile audit: sts:GetCallerIdentity: the session has expired',
    mend: 'put fresh credentials into profile audit',
  });
});

test.each([
  [
    'UTF-16',
    Buffer.from('\ufeff[default]\naws_access_key_id = x\n', 'utf16le'),
    /credentials: not UTF-8 text/,
  ],
  ['a name that nobody can have', Buffer.from('[a]\nregion = x\n[__proto__]\nregion = y\n'), /__proto__/],
])('a file that the loader would take for an empty one is refused: %s', async (_, bytes, message) => {
  const { folder, env } = await writeProfiles({ other: { region: 'eu-west-1' } });
  await writeFile(join(folder, 'credentials'), bytes);
  await expect(listProfiles(env)).rejects.toThrow(message);
});

test('a file that may not be read is no empty one', async () => {
  const { folder, env } = await writeProfiles({ other: { region: 'eu-west-1' } });
  await mkdir(join(folder, 'folder'));
  await expect(listProfiles({ ...env, AWS_CONFIG_FILE: join(folder, 'folder') })).rejects.toThrow(
    /folder: can't be read \(EISDIR\)/,
  );
});
