import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  NO_DETAILS_LISTS,
  FAULT_ACCOUNT,
  failure,
  result,
  startFaultEndpoint,
  type FaultEndpoint,
} from '../support/iam-endpoint/index.js';
import { EXAMPLES, execute, makeSandbox, type Sandbox } from '../support/run-cli.js';

/** Recognisable, and none of them may be met again. The key id is cut to its kind. */
const SECRET = 'SEEDEDSECRET';
const KEY_ID = `AKIA${SECRET}00`;
const PASSWORD = `${SECRET}password`;

let sandbox: Sandbox;
let healthy: FaultEndpoint;
let hostile: FaultEndpoint;
let garbled: Server;

const role = {
  RoleName: 'app',
  RoleId: 'AROA1',
  Path: '/',
  Arn: `arn:aws:iam::${FAULT_ACCOUNT}:role/app`,
  CreateDate: '2026-01-01T00:00:00Z',
  AssumeRolePolicyDocument: encodeURIComponent('{"Version":"2012-10-17","Statement":[]}'),
};

beforeAll(async () => {
  sandbox = makeSandbox();
  healthy = await startFaultEndpoint({
    GetAccountAuthorizationDetails: () =>
      result('GetAccountAuthorizationDetails', { ...NO_DETAILS_LISTS, RoleDetailList: [role] }),
    ListRoles: () =>
      result('ListRoles', { Roles: [{ ...role, MaxSessionDuration: 3600 }], IsTruncated: false }),
    ListAccountAliases: () => result('ListAccountAliases', { AccountAliases: [], IsTruncated: false }),
  });
  const said = `the key ${KEY_ID} may not, see https://ann:${PASSWORD}@proxy.example/why`;
  hostile = await startFaultEndpoint({ GetCallerIdentity: () => failure('AccessDenied', said, 403) });
  garbled = createServer((_, response) =>
    response.end(`{"SecretAccessKey": "${SECRET}", "Token": ${SECRET}`),
  );
  await new Promise<void>((resolve) => garbled.listen(0, '127.0.0.1', resolve));

  const keys = `aws_access_key_id = ${KEY_ID}\naws_secret_access_key = ${SECRET}/secret\naws_session_token = ${SECRET}token\n`;
  const { port } = new URL(healthy.url);
  const script = (name: string, body: string): string => {
    const file = path.join(sandbox.home, `${name}.sh`);
    writeFileSync(file, `#!/bin/sh\n${body}\n`);
    chmodSync(file, 0o700);
    return `credential_process = ${file} --token ${SECRET}argument`;
  };
  const json = (rest: object): string =>
    JSON.stringify({
      Version: 1,
      AccessKeyId: KEY_ID,
      SecretAccessKey: `${SECRET}x`,
      SessionToken: SECRET,
      ...rest,
    });
  const profiles: Record<string, string> = {
    healthy: `${keys}endpoint_url = http://ann:${PASSWORD}@127.0.0.1:${port}\n`,
    plain: `${keys}endpoint_url = ${healthy.url}\n`,
    denied: `${keys}endpoint_url = ${hostile.url}\n`,
    unreachable: `${keys}endpoint_url = http://ann:${PASSWORD}@127.0.0.1:9\n`,
    'no-url': `${keys}endpoint_url = ann:${PASSWORD}@host\n`,
    malformed: `aws_secret_access_key ${SECRET}\n${SECRET}\n= ${SECRET}\naws_access_key_id = ${KEY_ID}\n`,
    'process-fails': script('fails', `echo '${json({})}'; echo ${SECRET} >&2; exit 1`),
    'process-garbled': script('garbled', `echo '{"Version": 1, "SecretAccessKey": "${SECRET}'`),
    'process-version': script('version', `echo '${json({ Version: 2 })}'`),
    'process-expired': script('expired', `echo '${json({ Expiration: '2020-01-01T00:00:00Z' })}'`),
    'process-partial': script('partial', `echo '${json({ AccessKeyId: undefined })}'`),
    sso: `sso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Auditor\n`,
    'sso-old': `sso_start_url = https://old.example/start\nsso_region = eu-west-1\nsso_account_id = 111122223333\nsso_role_name = A\n`,
    web: `role_arn = arn:aws:iam::111122223333:role/r\nweb_identity_token_file = ${sandbox.home}/token\nendpoint_url = ${hostile.url}\n`,
    assumed: `role_arn = arn:aws:iam::111122223333:role/r\nsource_profile = plain\nexternal_id = ${SECRET}external\nendpoint_url = ${hostile.url}\n`,
  };
  writeFileSync(
    path.join(sandbox.home, '.aws', 'config'),
    Object.entries(profiles)
      .map(([name, text]) => `[profile ${name}]\n${text}`)
      .join('\n') +
      '\n[sso-session corp]\nsso_start_url = https://corp.example/start\nsso_region = eu-west-1\nsso_registration_scopes = x\n',
  );
  writeFileSync(path.join(sandbox.home, 'token'), `${SECRET}.web.token`);
  mkdirSync(path.join(sandbox.home, '.aws', 'sso', 'cache'), { recursive: true });
  for (const session of ['corp', 'https://old.example/start']) {
    const name = createHash('sha1').update(session).digest('hex');
    writeFileSync(
      path.join(sandbox.home, '.aws', 'sso', 'cache', `${name}.json`),
      `{"accessToken": "${SECRET}`,
    );
  }
  await sandbox.git('init');
});
afterAll(async () => {
  await healthy.stop();
  await hostile.stop();
  garbled.close();
  sandbox.remove();
});

/** All that is below the working folder, git's own objects unpacked. */
async function written(): Promise<string> {
  const files = readdirSync(sandbox.cwd, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('/.git/objects'))
    .map((entry) => path.join(entry.parentPath, entry.name));
  const texts = files.map((file) => `${file}\n${readFileSync(file, 'utf8')}`);
  return `${texts.join('\n')}\n${await sandbox.git('log', '-p', '--format=fuller')}`;
}

const PROFILES = [
  ...['healthy', 'plain', 'denied', 'unreachable', 'no-url', 'malformed', 'process-fails', 'process-garbled'],
  ...['process-version', 'process-expired', 'process-partial', 'sso', 'sso-old', 'web', 'assumed', 'gone'],
];

describe('a secret', () => {
  it.each(PROFILES)('of profile %s is neither printed nor written', async (profile) => {
    for (const args of [
      ['harvest', profile, 'tag'],
      ['diff', profile, 'a', path.join(EXAMPLES, 'dev.json'), 'b', '--json'],
    ]) {
      const { stdout, stderr, code } = await sandbox.run(args);
      expect(`${stdout}${stderr}`).not.toContain(SECRET);
      expect(stderr).not.toContain('this is a bug');
      if (profile === 'plain') expect([0, 2, 3]).toContain(code);
    }
    expect(await written()).not.toContain(SECRET);
  });

  it.each([
    [['profiles']],
    [['profiles', '--json']],
    [['profiles', '--verify']],
    [['profiles', '--verify', '--json']],
  ])('is not in the answer of %j', async (args) => {
    const { stdout, stderr } = await sandbox.run(args);
    expect(stdout).toContain('process-garbled');
    expect(`${stdout}${stderr}`).not.toContain(SECRET);
  });

  it("of the machine's own credentials is not printed when they are garbled", async () => {
    const { port } = garbled.address() as AddressInfo;
    const env = {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://127.0.0.1:${port}/?token=${SECRET}`,
      AWS_CONTAINER_AUTHORIZATION_TOKEN: SECRET,
    };
    const { code, stderr } = await sandbox.run(['harvest', 'default', 'tag'], { env });
    expect(stderr).not.toContain(SECRET);
    expect(stderr).not.toContain('this is a bug');
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(code).toBe(1);
  });

  it('on the command line is not kept in run.json', async () => {
    const url = `https://ann:${PASSWORD}@proxy.example/${KEY_ID}.json`;
    const { stderr } = await sandbox.run(['harvest', url, 'tag']);
    expect(stderr).not.toContain(SECRET);
    const file = path.join(sandbox.cwd, `${KEY_ID}.json`);
    writeFileSync(file, readFileSync(path.join(EXAMPLES, 'dev.json')));
    await sandbox.run(['harvest', file, 'tag', '-o', 'kept']);
    expect(readFileSync(path.join(sandbox.cwd, 'kept', 'run.json'), 'utf8')).not.toContain(SECRET);
  });
});

describe('what a run leaves', () => {
  it.each(['000', '022', '077'])('is for its owner alone, with umask %s', async (umask) => {
    const place = makeSandbox();
    const bin = path.resolve('dist/bin.js');
    const run = (args: string): Promise<unknown> =>
      execute('sh', ['-c', `umask ${umask}; exec "${process.execPath}" "${bin}" ${args}`], place);
    await run('init');
    await run(`diff "${EXAMPLES}dev.json" dev "${EXAMPLES}qa.json" qa`);
    await run(`harvest "${EXAMPLES}dev.json" dev -o out`);
    await run(`baseline accept "${EXAMPLES}dev.json" dev --yes --message first`);
    const entries = readdirSync(place.cwd, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /^(out|baselines\/(runs|accounts))(\/|$)/.test(name),
    );
    expect(entries.length).toBeGreaterThan(20);
    const open = entries.filter((name) => {
      const stats = statSync(path.join(place.cwd, name));
      return (stats.mode & 0o777) !== (stats.isDirectory() ? 0o700 : 0o600);
    });
    expect(open).toEqual([]);
    place.remove();
  });
});
