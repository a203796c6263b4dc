import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KEYS } from '../support/accounts.js';
import {
  NO_DETAILS_LISTS,
  FAULT_ACCOUNT,
  result,
  startFaultEndpoint,
  type FaultEndpoint,
} from '../support/iam-endpoint/index.js';
import { EXAMPLES, makeSandbox, type Sandbox } from '../support/run-cli.js';

let sandbox: Sandbox;
let endpoint: FaultEndpoint;
const DEV = path.join(EXAMPLES, 'dev.json');
const QA = path.join(EXAMPLES, 'qa.json');

beforeAll(async () => {
  sandbox = makeSandbox();
  endpoint = await startFaultEndpoint({
    GetAccountAuthorizationDetails: () => result('GetAccountAuthorizationDetails', NO_DETAILS_LISTS),
    ListRoles: () => result('ListRoles', { Roles: [], IsTruncated: false }),
    ListAccountAliases: () => result('ListAccountAliases', { AccountAliases: [], IsTruncated: false }),
    AssumeRole: () =>
      result('AssumeRole', {
        Credentials: {
          AccessKeyId: 'ASIAEXAMPLE',
          SecretAccessKey: 'x',
          SessionToken: 'y',
          Expiration: '2126-01-01T00:00:00Z',
        },
        AssumedRoleUser: { AssumedRoleId: 'A:b', Arn: `arn:aws:sts::${FAULT_ACCOUNT}:assumed-role/r/b` },
      }),
  });
  const keys = Object.entries(KEYS).map(([key, value]) => `${key} = ${value}`);
  const config = [
    ...['[profile keys]', ...keys, `endpoint_url = ${endpoint.url}`, 'region = eu-west-1'],
    ...['[profile role]', `role_arn = arn:aws:iam::${FAULT_ACCOUNT}:role/r`, 'source_profile = keys'],
    ...[`endpoint_url = ${endpoint.url}`, '[profile bare]', 'region = eu-west-1'],
  ];
  writeFileSync(path.join(sandbox.home, '.aws', 'config'), `${config.join('\n')}\n`);
  const policy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] };
  writeFileSync(path.join(sandbox.cwd, 'p.json'), JSON.stringify(policy));
});
afterAll(async () => {
  await endpoint.stop();
  sandbox.remove();
});

interface Watched {
  readonly code: number;
  /** Hosts and ports, names that were looked up, datagrams. */
  readonly reached: readonly string[];
  readonly programs: readonly string[];
}

/** Runs the built program, as on a machine whose metadata service may be asked, and says whom it spoke to. */
async function watched(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Watched> {
  const log = path.join(sandbox.home, 'sockets.log');
  rmSync(log, { force: true });
  const preload = path.resolve('test/support/watch-sockets.js');
  const { code } = await sandbox.run(args, {
    env: { NODE_OPTIONS: `--import ${preload}`, WATCHED_SOCKETS: log, AWS_EC2_METADATA_DISABLED: '', ...env },
  });
  const lines = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : [];
  const seen = lines.map((line) => JSON.parse(line) as { kind: string; what: string });
  return {
    code,
    reached: [...new Set(seen.filter(({ kind }) => kind !== 'program').map(({ what }) => what))].sort(),
    programs: [...new Set(seen.filter(({ kind }) => kind === 'program').map(({ what }) => what))].sort(),
  };
}

describe('a command that needs no account', () => {
  it.each([
    [0, []],
    [0, ['init']],
    [0, ['init']],
    [2, ['diff', DEV, 'dev', QA, 'qa']],
    [2, ['diff', DEV, 'dev', QA, 'qa', '--json', '--no-git', '--include', 'users,groups']],
    [0, ['harvest', DEV, 'dev']],
    [0, ['baseline', 'accept', DEV, 'dev', '--yes', '--message', 'first']],
    [0, ['drift', DEV, 'dev']],
    [0, ['drift', 'dev', '--since', 'HEAD', '--until', 'HEAD']],
    [0, ['diff', 'baseline:dev', 'before', DEV, 'after', '--no-git']],
    [0, ['baseline', 'log', 'dev']],
    [0, ['baseline', 'list']],
    [0, ['baseline', 'show', 'dev']],
    [0, ['equivalency', 'suggest', DEV, 'dev', QA, 'qa']],
    [0, ['equivalency', 'suggest', DEV, 'dev', QA, 'qa', '--write', '--yes', '-e', 'suggested.json']],
    [0, ['equivalency', 'check', DEV, QA, '-e', 'suggested.json']],
    [0, ['equivalency', 'check']],
    [0, ['policy', 'compare', 'p.json', 'p.json']],
    [2, ['diff', DEV, 'dev', QA, 'qa', '--no-git', '--output', 'run']],
    [0, ['waive', 'run', '--reason', 'known', '--expires', '30d', '--yes']],
    [0, ['policy', 'evaluate', 'p.json', '--action', 's3:GetObject']],
    [0, ['profiles']],
    [0, ['demo']],
    [0, ['completion']],
    [0, ['--get-yargs-completions', 'iamdrift', 'diff', '']],
    [0, ['--help']],
    [0, ['--version']],
    [1, ['diff', 'missing.json', 'a', 'nowhere.json', 'b']],
    [1, ['nonsense']],
  ])('ends with %i and reaches nobody: %j', async (code, args) => {
    const run = await watched(args);
    expect(run.reached).toEqual([]);
    expect(run.programs.filter((program) => program !== 'git')).toEqual([]);
    if (args.length > 0) expect(run.code).toBe(code);
  });
});

describe('a live command', () => {
  it.each([
    ['keys', ['harvest', 'keys', 'tag']],
    ['role', ['harvest', 'role', 'tag']],
    ['both', ['diff', 'keys', 'a', 'role', 'b', '--no-git']],
    ['both', ['equivalency', 'suggest', 'keys', 'a', 'role', 'b']],
    ['both', ['equivalency', 'check', 'keys', 'role']],
    ['keys', ['baseline', 'accept', 'keys', 'live', '--yes']],
    ['role', ['drift', 'role', 'live']],
  ])('reaches the endpoint of its profile alone: %s, %j', async (_, args) => {
    const { reached, programs } = await watched(args);
    expect(reached).toEqual([new URL(endpoint.url).host]);
    expect(programs.filter((program) => program !== 'git')).toEqual([]);
  });

  it('asks nobody for a profile that names no credentials: not the machine, whoever that is', async () => {
    const { code, reached } = await watched(['harvest', 'bare', 'tag']);
    expect(code).toBe(1);
    expect(reached).toEqual([]);
  });

  it('reaches AWS by its own names where the profile has no endpoint', async () => {
    const keys = {
      NO_NAMES: '1',
      AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'x',
      AWS_REGION: 'eu-west-1',
    };
    // Nobody is found: what counts is who is asked for.
    const { reached } = await watched(['harvest', 'default', 'tag'], keys);
    expect(reached.length).toBeGreaterThan(0);
    for (const host of reached) expect(host).toMatch(/^(sts|iam)(\.[a-z0-9-]+)?\.amazonaws\.com(:443)?$/);
  });
});
