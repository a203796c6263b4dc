import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { failure, startFaultEndpoint, type FaultEndpoint } from '../../support/iam-endpoint/index.js';
import { KEYS, roleProfiles, writeProfiles, type Settings } from '../../support/accounts.js';
import { failureOf, take, takeFrom } from './take.js';

let endpoint: FaultEndpoint | undefined;
afterEach(async () => {
  vi.unstubAllEnvs();
  await endpoint?.stop();
});

async function lineFor(source: string, profiles: Record<string, Settings>): Promise<string> {
  const { folder, env } = await writeProfiles(profiles);
  return (await failureOf(take(source, env))).replaceAll(folder, '~');
}

describe('a profile', () => {
  test('that is not there, with the one that may be meant', async () => {
    expect(await lineFor('dve', { dev: KEYS, prod: KEYS })).toBe(
      'profile dve is not in ~/config or ~/credentials; did you mean "dev"?',
    );
    expect(await lineFor('elsewhere', { dev: KEYS })).toContain(
      'see the profiles that there are: iamdrift profiles',
    );
    // A name that every object has.
    expect(await lineFor('constructor', { dev: KEYS })).toContain('profile constructor is not in');
  });

  test('whose source profile is not there', async () => {
    const role = { role_arn: 'arn:aws:iam::111122223333:role/r', source_profile: 'base' };
    expect(await lineFor('audit', { audit: role })).toBe(
      'profile audit: its source_profile base is not in ~/config or ~/credentials; add it or mend its name',
    );
  });

  test('whose source profiles go in a circle', async () => {
    const role = (source_profile: string) => ({
      role_arn: 'arn:aws:iam::111122223333:role/r',
      source_profile,
    });
    expect(await lineFor('a', { a: role('b'), b: role('c'), c: role('b') })).toContain(
      'profile a: its source profiles go in a circle (a → b → c → b)',
    );
  });

  test('that says nothing about credentials', async () => {
    expect(await lineFor('audit', { audit: { region: 'eu-west-1' } })).toContain(
      'profile audit says nothing about credentials',
    );
  });

  test('"default" where there are no credentials at all', async () => {
    const { env } = await writeProfiles({});
    for (const name of [
      'AWS_ACCESS_KEY_ID',
      'AWS_SECRET_ACCESS_KEY',
      'AWS_WEB_IDENTITY_TOKEN_FILE',
      'AWS_CONTAINER_CREDENTIALS_FULL_URI',
      'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
    ]) {
      vi.stubEnv(name, undefined);
    }
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
    expect(await failureOf(take('default', env))).toMatch(
      /^profile default: no credentials: .*; run aws configure/,
    );
  });
});

describe('an answer of STS', () => {
  test.each([
    [
      'ExpiredToken',
      'The security token included in the request is expired',
      'the session has expired; put fresh credentials into profile audit',
    ],
    [
      'InvalidClientTokenId',
      'The security token included in the request is invalid.',
      'AWS does not know its access key; check the keys of profile audit',
    ],
    [
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match',
      'AWS rejects the signature; check aws_secret_access_key of profile audit',
    ],
    [
      'SignatureDoesNotMatch',
      'Signature expired: 20260131T120000Z is now earlier than 20260131T121000Z',
      "Signature expired: 20260131T120000Z is now earlier than 20260131T121000Z; set this machine's clock",
    ],
    [
      'AccessDenied',
      'with an explicit deny in a VPC endpoint policy',
      'denied: with an explicit deny in a VPC endpoint policy; attach the policy',
    ],
    ['InternalFailure', 'odd', 'InternalFailure: odd'],
  ])('%s: %s', async (code, message, told) => {
    endpoint = await startFaultEndpoint({ GetCallerIdentity: () => failure(code, message, 403) });
    const line = await failureOf(takeFrom(endpoint.url));
    expect(line).toContain(`profile audit: sts:GetCallerIdentity: ${told}`);
    expect(line).not.toContain('\n');
  });

  test('a role that may not be assumed', async () => {
    const message =
      'User: arn:aws:iam::123456789012:user/ann is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::111122223333:role/iamdrift-reader';
    endpoint = await startFaultEndpoint({ AssumeRole: () => failure('AccessDenied', message, 403) });
    const { env } = await writeProfiles(roleProfiles(endpoint.url, { audit: '111122223333' }));
    expect(await failureOf(take('audit', env))).toBe(
      `profile audit (via base): sts:AssumeRole: denied: ${message}; ` +
        'let arn:aws:iam::111122223333:role/iamdrift-reader trust the caller, and check external_id',
    );
  });

  test('never comes: the endpoint is out of reach', async () => {
    const { url, ...gone } = await startFaultEndpoint({});
    await gone.stop();
    expect(await failureOf(takeFrom(url))).toBe(
      `profile audit: sts:GetCallerIdentity: ${url} can't be reached (ECONNREFUSED); check the network and endpoint_url`,
    );
  });

  test.each([404, 200])("is none of AWS's, but some other server's page (HTTP %i)", async (status) => {
    const server = createServer((_request, response) =>
      response.writeHead(status).end('<html>not here</html>'),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const line = await failureOf(takeFrom(url));
    server.close();
    expect(line).toMatch(/^profile audit: sts:GetCallerIdentity: the answer .*; check .*endpoint_url/);
    expect(line).not.toContain('\n');
  });
});
