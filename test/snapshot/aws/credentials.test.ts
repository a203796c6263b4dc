import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, test, vi } from 'vitest';
import {
  freshAccountId,
  KEYS,
  roleProfiles,
  writeProfiles,
  type Settings,
  type WrittenProfiles,
} from '../../support/accounts.js';
import {
  failure,
  forward,
  startFaultEndpoint,
  type FaultEndpoint,
} from '../../support/iam-endpoint/index.js';
import { failureOf, take } from './take.js';

const moto = inject('motoUrl');
const MFA_DEVICE = 'arn:aws:iam::123456789012:mfa/ann';

/** Every call goes over an endpoint that shows who signed it. */
describe.skipIf(moto === null)('credentials', () => {
  let endpoint: FaultEndpoint;
  let id = '';
  beforeEach(async () => {
    endpoint = await startFaultEndpoint({ GetCallerIdentity: () => forward }, moto ?? '');
    id = freshAccountId();
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await endpoint.stop();
  });

  const signers = (): Set<string | undefined> =>
    new Set(endpoint.calls.map(({ accessKeyId }) => accessKeyId));
  const assumed = () => endpoint.calls.filter(({ action }) => action === 'AssumeRole');

  /** Credentials providers of the SDK read the process's own environment: give it the profiles' one. */
  function inhabit({ env }: WrittenProfiles, more: Settings = {}): Readonly<Record<string, string>> {
    for (const [name, value] of Object.entries({ ...env, ...more })) vi.stubEnv(name, value);
    return { ...env, ...more };
  }

  test('plain keys sign every call', async () => {
    const { env } = await writeProfiles({ audit: { ...KEYS, endpoint_url: endpoint.url } });
    await take('audit', env);
    expect(signers()).toEqual(new Set([KEYS.aws_access_key_id]));
  });

  test('keys in the environment never stand in for a named profile', async () => {
    for (const name of ['audit', 'default']) {
      const env = inhabit(await writeProfiles({ [name]: { ...KEYS, endpoint_url: endpoint.url } }), {
        AWS_ACCESS_KEY_ID: 'AKIAENVIRONMENT',
        AWS_SECRET_ACCESS_KEY: 'other',
        AWS_PROFILE: 'other',
      });
      await take(name, env);
    }
    expect(signers()).toEqual(new Set([KEYS.aws_access_key_id]));
  });

  test('"default" without a section means the environment, as for the AWS tools', async () => {
    const env = inhabit(await writeProfiles({}), {
      AWS_ACCESS_KEY_ID: 'AKIAENVIRONMENT',
      AWS_SECRET_ACCESS_KEY: 'other',
      AWS_ENDPOINT_URL: endpoint.url,
    });
    await take('default', env);
    expect(signers()).toEqual(new Set(['AKIAENVIRONMENT']));
  });

  test('a role is assumed once, with external id, by the source profile', async () => {
    const { env } = await writeProfiles(roleProfiles(endpoint.url, { audit: id }));
    const { info, snapshot } = await take('audit', env);
    expect(snapshot.account.id).toBe(id);
    expect(info.callerArn).toContain('assumed-role/iamdrift-reader');
    expect(assumed()).toHaveLength(1);
    expect(assumed()[0]?.accessKeyId).toBe(KEYS.aws_access_key_id);
    expect(assumed()[0]?.params.get('ExternalId')).toBe('drift');
    expect(assumed()[0]?.params.get('RoleArn')).toBe(`arn:aws:iam::${id}:role/iamdrift-reader`);
  });

  test('a role by way of a role by way of keys', async () => {
    const { base, hop } = roleProfiles(endpoint.url, { hop: freshAccountId() });
    const { env } = await writeProfiles({
      base: base ?? {},
      hop: hop ?? {},
      audit: {
        role_arn: `arn:aws:iam::${id}:role/reader`,
        source_profile: 'hop',
        endpoint_url: endpoint.url,
      },
    });
    expect((await take('audit', env)).snapshot.account.id).toBe(id);
    expect(assumed().map(({ params }) => params.get('RoleArn'))).toEqual([
      hop?.role_arn,
      `arn:aws:iam::${id}:role/reader`,
    ]);
  });

  test('a credential_process', async () => {
    const written = await writeProfiles({});
    const script = join(written.folder, 'credentials.mjs');
    const answer = { Version: 1, AccessKeyId: 'AKIAPROCESS', SecretAccessKey: 'secret' };
    await writeFile(script, `process.stdout.write(${JSON.stringify(JSON.stringify(answer))});`);
    const { env } = await writeProfiles({
      audit: { credential_process: `"${process.execPath}" "${script}"`, endpoint_url: endpoint.url },
    });
    await take('audit', env);
    expect(signers()).toEqual(new Set(['AKIAPROCESS']));
  });

  test('a credential_process that fails is told without its command line', async () => {
    const command = `"${process.execPath}" -e "console.error('s3cr3t'); process.exit(3)" s3cr3t`;
    const { env } = await writeProfiles({
      audit: { credential_process: command, endpoint_url: endpoint.url },
    });
    const line = await failureOf(take('audit', env));
    expect(line).toBe(
      'profile audit: its credential_process failed; run the credential_process of profile audit by hand',
    );
  });

  test('a web identity token', async () => {
    const written = await writeProfiles({});
    const token = join(written.folder, 'token');
    await writeFile(token, 'header.payload.signature');
    const { env } = await writeProfiles({
      audit: {
        role_arn: `arn:aws:iam::${id}:role/reader`,
        web_identity_token_file: token,
        endpoint_url: endpoint.url,
      },
    });
    await take('audit', env);
    const exchange = endpoint.calls.find(({ action }) => action === 'AssumeRoleWithWebIdentity');
    expect(exchange?.params.get('WebIdentityToken')).toBe('header.payload.signature');
    expect(endpoint.calls.at(-1)?.accessKeyId).toMatch(/^ASIA/);
  });

  test('a web identity token that is not there', async () => {
    const { env } = await writeProfiles({
      audit: { role_arn: `arn:aws:iam::${id}:role/r`, web_identity_token_file: '/nowhere/token' },
    });
    expect(await failureOf(take('audit', env))).toMatch(
      /^profile audit: ENOENT: .*\/nowhere\/token.*; mend profile audit/,
    );
  });

  describe('MFA', () => {
    const profiles = (): Record<string, Settings> => {
      const { base, audit } = roleProfiles(endpoint.url, { audit: id });
      return { base: base ?? {}, audit: { ...audit, mfa_serial: MFA_DEVICE } };
    };

    test('asks once for a code, and sends it', async () => {
      const { env } = await writeProfiles(profiles());
      const askMfaCode = vi.fn(() => Promise.resolve(' 123456\n'));
      await take('audit', env, { askMfaCode });
      expect(askMfaCode.mock.calls).toEqual([[MFA_DEVICE]]);
      expect(assumed()).toHaveLength(1);
      expect(assumed()[0]?.params.get('SerialNumber')).toBe(MFA_DEVICE);
      expect(assumed()[0]?.params.get('TokenCode')).toBe('123456');
    });

    test('says so where there is no terminal to ask in', async () => {
      const { env } = await writeProfiles(profiles());
      expect(await failureOf(take('audit', env))).toMatch(
        /^profile audit needs an MFA code of arn:aws:iam::123456789012:mfa\/ann, and there is no terminal/,
      );
    });

    test('is not asked for when the source has no credentials', async () => {
      const command = `"${process.execPath}" -e "process.exit(3)"`;
      const { env } = await writeProfiles({ ...profiles(), base: { credential_process: command } });
      const askMfaCode = vi.fn(() => Promise.resolve('123456'));
      expect(await failureOf(take('audit', env, { askMfaCode }))).toContain('its credential_process failed');
      expect(askMfaCode).not.toHaveBeenCalled();
    });

    test('a wrong code', async () => {
      const message = 'MultiFactorAuthentication failed with invalid MFA one time pass code.';
      const strict = await startFaultEndpoint({ AssumeRole: () => failure('AccessDenied', message, 403) });
      const { base, audit } = roleProfiles(strict.url, { audit: id });
      const { env } = await writeProfiles({ base: base ?? {}, audit: { ...audit, mfa_serial: MFA_DEVICE } });
      const line = await failureOf(take('audit', env, { askMfaCode: () => Promise.resolve('000000') }));
      await strict.stop();
      expect(line).toContain(`profile audit (via base): sts:AssumeRole: denied: ${message}`);
      expect(line).toContain('run it again with a fresh MFA code');
    });
  });
});
