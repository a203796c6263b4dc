import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { writeProfiles, type Settings } from '../../support/accounts.js';
import {
  NO_DETAILS_LISTS,
  result,
  startFaultEndpoint,
  type FaultEndpoint,
} from '../../support/iam-endpoint/index.js';
import { failureOf, take } from './take.js';

const START_URL = 'https://example.awsapps.com/start';
const SSO: Settings = { sso_account_id: '111122223333', sso_role_name: 'Auditor' };
const WITH_SESSION: Settings = { ...SSO, sso_session: 'corp' };
const LEGACY: Settings = { ...SSO, sso_start_url: START_URL, sso_region: 'eu-west-1' };
const SESSION = `[sso-session corp]\nsso_start_url = ${START_URL}\nsso_region = eu-west-1\n`;

let endpoint: FaultEndpoint;
/** How the SSO portal answers. */
let portal: { readonly url: string; status: number; body: object; stop(): void };

beforeEach(async () => {
  endpoint = await startFaultEndpoint({
    GetAccountAuthorizationDetails: () => result('GetAccountAuthorizationDetails', NO_DETAILS_LISTS),
    ListRoles: () => result('ListRoles', { Roles: [], IsTruncated: false }),
    ListAccountAliases: () => result('ListAccountAliases', { IsTruncated: false }),
  });
  const server = createServer((_request, response) => {
    const headers = {
      'content-type': 'application/json',
      'x-amzn-errortype': portal.status === 401 ? 'UnauthorizedException' : 'ForbiddenException',
    };
    response.writeHead(portal.status, headers).end(JSON.stringify(portal.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  portal = { url: `http://127.0.0.1:${port}`, status: 200, body: {}, stop: () => void server.close() };
});

afterEach(async () => {
  vi.unstubAllEnvs();
  portal.stop();
  await endpoint.stop();
});

/** Profiles in a home folder with a cached token, if any, that ends at `expiresAt`. */
async function home(settings: Settings, expiresAt?: string): Promise<Readonly<Record<string, string>>> {
  const { folder, env } = await writeProfiles(
    { 'corp-dev': { ...settings, endpoint_url: endpoint.url } },
    SESSION,
  );
  if (expiresAt !== undefined) {
    const cache = join(folder, '.aws', 'sso', 'cache');
    await mkdir(cache, { recursive: true });
    const file = createHash('sha1')
      .update(settings.sso_session ?? START_URL)
      .digest('hex');
    await writeFile(join(cache, `${file}.json`), JSON.stringify({ accessToken: 'token', expiresAt }));
  }
  const all = { ...env, AWS_ENDPOINT_URL_SSO: portal.url };
  for (const [name, value] of Object.entries(all)) vi.stubEnv(name, value);
  return all;
}

const ENDLESS = '2099-01-01T00:00:00Z';

describe.each([
  ['with an sso-session', WITH_SESSION],
  ['in the older form', LEGACY],
])('an SSO profile %s', (_name, settings) => {
  test('signs with the credentials that the portal gives for the cached token', async () => {
    const env = await home(settings, ENDLESS);
    const expiration = Date.parse(ENDLESS);
    portal.body = {
      roleCredentials: { accessKeyId: 'ASIASSO', secretAccessKey: 's', sessionToken: 't', expiration },
    };
    await take('corp-dev', env);
    expect(new Set(endpoint.calls.map(({ accessKeyId }) => accessKeyId))).toEqual(new Set(['ASIASSO']));
  });

  test.each([
    ['no token', undefined],
    ['an expired token', '2020-01-01T00:00:00Z'],
  ])('with %s says how to log in', async (_case, expiresAt) => {
    const line = await failureOf(take('corp-dev', await home(settings, expiresAt)));
    expect(line).toMatch(/^profile corp-dev: SSO: .*; aws sso login --profile corp-dev$/);
    expect(line.split('\n')).toHaveLength(1);
  });

  test('with a token that the portal no longer takes says how to log in', async () => {
    const env = await home(settings, ENDLESS);
    Object.assign(portal, { status: 401, body: { message: 'Session token not found or invalid' } });
    expect(await failureOf(take('corp-dev', env))).toMatch(/; aws sso login --profile corp-dev$/);
  });

  test('without access to the role says what to check', async () => {
    const env = await home(settings, ENDLESS);
    Object.assign(portal, { status: 403, body: { message: 'No access' } });
    expect(await failureOf(take('corp-dev', env))).toBe(
      'profile corp-dev: SSO: ForbiddenException: No access; ' +
        'check sso_account_id and sso_role_name of profile corp-dev',
    );
  });
});

test('an SSO portal out of reach is a matter of the network, not of the login', async () => {
  const env = await home(WITH_SESSION, ENDLESS);
  vi.stubEnv('AWS_ENDPOINT_URL_SSO', 'http://127.0.0.1:1');
  const line = await failureOf(take('corp-dev', env));
  expect(line).toContain('ECONNREFUSED');
  expect(line).not.toContain('aws sso login');
});

test('a role behind an SSO profile says which profile to log in with', async () => {
  const { env } = await writeProfiles(
    {
      corp: { ...WITH_SESSION, endpoint_url: endpoint.url },
      audit: {
        role_arn: 'arn:aws:iam::111122223333:role/r',
        source_profile: 'corp',
        endpoint_url: endpoint.url,
      },
    },
    SESSION,
  );
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  expect(await failureOf(take('audit', env))).toMatch(
    /^profile audit \(via corp\): SSO: .*; aws sso login --profile corp$/,
  );
});
