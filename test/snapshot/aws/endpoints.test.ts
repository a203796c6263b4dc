import { IAMClient, ListAccountAliasesCommand } from '@aws-sdk/client-iam';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { profileChain } from '../../../src/snapshot/aws/profile-credentials.js';
import { loadProfileFiles } from '../../../src/snapshot/aws/profile-files.js';
import { connectionSettings } from '../../../src/snapshot/aws/settings.js';
import { KEYS, roleProfiles, writeProfiles, type Settings } from '../../support/accounts.js';
import {
  NO_DETAILS_LISTS,
  FAULT_ACCOUNT,
  result,
  startFaultEndpoint,
  type FaultEndpoint,
} from '../../support/iam-endpoint/index.js';
import { failureOf, take } from './take.js';

const CREDENTIALS = {
  AccessKeyId: 'ASIAROLE',
  SecretAccessKey: 's',
  SessionToken: 't',
  Expiration: '2099-01-01T00:00:00Z',
};

let one: FaultEndpoint;
let two: FaultEndpoint;
const start = (): Promise<FaultEndpoint> =>
  startFaultEndpoint({
    AssumeRole: () => result('AssumeRole', { Credentials: CREDENTIALS }),
    GetAccountAuthorizationDetails: () => result('GetAccountAuthorizationDetails', NO_DETAILS_LISTS),
    ListRoles: () => result('ListRoles', { Roles: [], IsTruncated: false }),
    ListAccountAliases: () => result('ListAccountAliases', { IsTruncated: false }),
  });

beforeEach(async () => {
  [one, two] = await Promise.all([start(), start()]);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await Promise.all([one.stop(), two.stop()]);
});

const STS_CALLS = ['GetCallerIdentity'];
const IAM_CALLS = ['GetAccountAuthorizationDetails', 'ListAccountAliases', 'ListRoles'];
const actions = ({ calls }: FaultEndpoint): string[] => calls.map(({ action }) => action).sort();

describe('calls go to', () => {
  test("the profile's endpoint_url, the call that assumes its role too", async () => {
    const { env } = await writeProfiles({
      ...roleProfiles(one.url, { audit: FAULT_ACCOUNT }),
      base: { ...KEYS, endpoint_url: two.url },
    });
    await take('audit', env);
    expect(actions(one)).toEqual(['AssumeRole', ...STS_CALLS, ...IAM_CALLS].sort());
    expect(actions(two)).toEqual([]);
  });

  test("the endpoints of the profile's services section", async () => {
    const { env } = await writeProfiles(
      { audit: { ...KEYS, services: 'local', endpoint_url: 'http://127.0.0.1:9' } },
      `[services local]\niam =\n  endpoint_url = ${one.url}\nsts =\n  endpoint_url = ${two.url}\n`,
    );
    await take('audit', env);
    expect([actions(one), actions(two)]).toEqual([IAM_CALLS, STS_CALLS]);
  });

  test('AWS_ENDPOINT_URL before the profile, AWS_ENDPOINT_URL_STS before both', async () => {
    const { env } = await writeProfiles({ audit: { ...KEYS, endpoint_url: 'http://127.0.0.1:9' } });
    await take('audit', { ...env, AWS_ENDPOINT_URL: one.url, AWS_ENDPOINT_URL_STS: two.url });
    expect([actions(one), actions(two)]).toEqual([IAM_CALLS, STS_CALLS]);
  });

  test('AWS_ENDPOINT_URL_IAM for IAM alone', async () => {
    const { env } = await writeProfiles({ audit: { ...KEYS, endpoint_url: two.url } });
    await take('audit', { ...env, AWS_ENDPOINT_URL_IAM: one.url });
    expect([actions(one), actions(two)]).toEqual([IAM_CALLS, STS_CALLS]);
  });

  test('no endpoint of another profile', async () => {
    const { env } = await writeProfiles({
      default: { ...KEYS, endpoint_url: one.url },
      audit: { ...KEYS, region: 'nowhere-1' },
    });
    for (const [name, value] of Object.entries({ ...env, AWS_PROFILE: 'default' })) vi.stubEnv(name, value);
    expect(await failureOf(take('audit', env))).toMatch(
      /^profile audit: sts:GetCallerIdentity: AWS's endpoint \(region nowhere-1\) can't be reached/,
    );
    expect(actions(one)).toEqual([]);
  });
});

test('left alone, the SDK takes the endpoint of the default profile for any profile', async () => {
  const { env } = await writeProfiles({
    default: { ...KEYS, endpoint_url: one.url },
    audit: { ...KEYS, region: 'us-east-1', endpoint_url: two.url },
  });
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  await new IAMClient({ profile: 'audit' }).send(new ListAccountAliasesCommand({}));
  expect([actions(one), actions(two)]).toEqual([['ListAccountAliases'], []]);
});

describe('settings', () => {
  async function settings(profiles: Record<string, Settings>, more: Settings = {}, extra = '') {
    const { env } = await writeProfiles(profiles, extra);
    const files = await loadProfileFiles({ ...env, ...more });
    return connectionSettings(files, profileChain(files, 'audit'), { ...env, ...more });
  }
  const role = (partition: string): Settings => ({
    role_arn: `arn:${partition}:iam::111122223333:role/r`,
    source_profile: 'base',
  });

  test.each<[string, Record<string, Settings>, Settings, string]>([
    ['none is us-east-1', { audit: KEYS }, {}, 'us-east-1'],
    ['of the profile', { audit: { ...KEYS, region: 'cn-north-1' } }, {}, 'cn-north-1'],
    [
      "of the profile before AWS_REGION's",
      { audit: { ...KEYS, region: 'cn-north-1' } },
      { AWS_REGION: 'eu-west-1' },
      'cn-north-1',
    ],
    ['of AWS_REGION', { audit: KEYS }, { AWS_REGION: 'eu-west-1' }, 'eu-west-1'],
    [
      'of AWS_DEFAULT_REGION',
      { audit: KEYS },
      { AWS_REGION: '', AWS_DEFAULT_REGION: 'eu-west-2' },
      'eu-west-2',
    ],
    [
      'of the source profile',
      { audit: role('aws'), base: { ...KEYS, region: 'eu-west-3' } },
      {},
      'eu-west-3',
    ],
    [
      "of the role's partition",
      { audit: role('aws-us-gov'), base: KEYS },
      { AWS_REGION: 'us-east-1' },
      'us-gov-west-1',
    ],
  ])('region: %s', async (_name, profiles, env, region) => {
    expect((await settings(profiles, env)).region).toBe(region);
  });

  test('configured endpoints can be switched off', async () => {
    const off = { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' };
    const { endpoints } = await settings({ audit: { ...KEYS, endpoint_url: one.url } }, off);
    expect(endpoints).toEqual({ iam: undefined, sts: undefined });
  });

  test('an endpoint that is no URL, and a services section that is not there', async () => {
    expect(await failureOf(settings({ audit: { ...KEYS, endpoint_url: 'localhost:5000' } }))).toMatch(
      /^profile audit: the endpoint of IAM is no URL: "localhost:5000"/,
    );
    expect(await failureOf(settings({ audit: { ...KEYS, services: 'local' } }))).toMatch(
      /^profile audit: its \[services local\] is not in /,
    );
  });
});
