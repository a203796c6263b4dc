import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { allow, accountExport, exportedPolicy, exportedRole } from '../snapshot/file/export-draft.js';
import { makeSandbox, type Sandbox } from '../support/run-cli.js';

/** Sets the title, clears the screen, colours by C1, turns the line round, hides. */
const ACTS = '\u001b]0;owned\u0007\u001b[2J\u009b31m\u202e\u2066\u200b\r';
/** What of it a file name can hold. */
const IN_NAMES = '\u001b[2J\u009b31m\u202e';

// eslint-disable-next-line no-control-regex
const UNSAFE = /[\u0000-\u0009\u000b-\u001f\u007f-\u00a0\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/;

let sandbox: Sandbox;
const at = (name: string): string => path.join(sandbox.cwd, name);

function estate(action: string, only: string): unknown {
  const text = (word: string): string => `${word}${ACTS}`;
  const policy = {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: text('sid'),
        Effect: 'Allow',
        Action: text(action),
        Resource: text('arn:aws:s3:::bucket/'),
        Condition: { [text('StringEquals')]: { [text('aws:RequestTag/')]: text('value') } },
      },
    ],
  };
  return accountExport({
    RoleDetailList: [
      exportedRole(text('app'), {
        Path: `/${ACTS}/`,
        Tags: [{ Key: text('key'), Value: text(action) }],
        RolePolicyList: [
          { PolicyName: text('inline'), PolicyDocument: policy },
          { PolicyName: text('broken'), PolicyDocument: `{"Version": ${ACTS}` },
        ],
        AttachedManagedPolicies: [
          { PolicyName: text('gone'), PolicyArn: text(`arn:aws:iam::123456789012:policy/${action}`) },
        ],
        PermissionsBoundary: { PermissionsBoundaryArn: text('arn:aws:iam::123456789012:policy/boundary') },
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: text(action) } }],
        },
      }),
      exportedRole(text(only)),
    ],
    Policies: [
      exportedPolicy(text('managed'), { PolicyVersionList: [{ VersionId: 'v2', Document: policy }] }),
    ],
  });
}

beforeAll(async () => {
  sandbox = makeSandbox();
  const files: Record<string, unknown> = {
    'one.json': estate('s3:GetObject', 'first'),
    'two.json': estate('s3:PutObject', 'second'),
    [`name${IN_NAMES}.json`]: estate('s3:GetObject', 'first'),
    'list.json': { placeholder: [ACTS, 'other'] },
    'bad-list.json': { [`key${ACTS}`]: [ACTS, 3] },
    'p.json': { ...allow(`s3:Get${ACTS}`), Id: ACTS },
    'q.json': allow(`s3:Put${ACTS}`),
    'bad-policy.json': { [ACTS]: ACTS },
  };
  for (const [name, value] of Object.entries(files)) writeFileSync(at(name), JSON.stringify(value));
  writeFileSync(at(`cut${IN_NAMES}.json`), `{"${IN_NAMES}": [`);
  mkdirSync(at(`folder${IN_NAMES}`));
  writeFileSync(
    path.join(sandbox.home, '.aws', 'config'),
    `[profile ${IN_NAMES}]\nregion = eu${IN_NAMES}\nrole_arn = ${IN_NAMES}\nsource_profile = gone${IN_NAMES}\n`,
  );
  await sandbox.git('init');
});
afterAll(() => sandbox.remove());

it.each([
  [['diff', 'one.json', 'a', 'two.json', 'b', '--full']],
  [['diff', 'one.json', 'a', 'two.json', 'b', '-e', 'list.json', '-o', `out${IN_NAMES}`, '--no-git']],
  [['diff', 'one.json', 'a', 'two.json', 'b', '--json', '--no-git']],
  [['diff', 'one.json', 'a', 'two.json', 'b', '-e', 'bad-list.json']],
  [['diff', 'one.json', 'a', 'two.json', 'b', '-e', `none${IN_NAMES}`]],
  [['diff', 'one.json', 'a', 'two.json', 'b', `--${IN_NAMES}`]],
  [['diff', 'one.json', 'a', 'two.json', 'b', '--account-id', IN_NAMES]],
  [['diff', 'one.json', 'a', 'two.json', 'b', '--include', IN_NAMES]],
  [['diff', 'one.json', `tag${IN_NAMES}`, 'two.json', 'b']],
  [['diff', `none${IN_NAMES}.json`, 'a', IN_NAMES, 'b']],
  [['diff', 'one.json', 'a', 'two.json', 'b', '-o', `folder${IN_NAMES}/../one.json`]],
  [['harvest', 'one.json', 'a']],
  [['harvest', 'one.json', 'a', '--json', '--no-git']],
  [['harvest', `name${IN_NAMES}.json`, 'a']],
  [['harvest', `cut${IN_NAMES}.json`, 'a']],
  [['init', `here${IN_NAMES}`]],
  [['profiles']],
  [['profiles', '--json']],
  [['profiles', '--verify']],
  [['policy', 'compare', 'p.json', 'q.json']],
  [['policy', 'compare', 'p.json', 'q.json', '--json']],
  [['policy', 'compare', 'bad-policy.json', 'q.json']],
  [['policy', 'evaluate', 'p.json', '--action', `s3:${ACTS}`, '--context', `a${ACTS}=${ACTS}`]],
  [['policy', 'evaluate', 'p.json', '--action', `s3:${ACTS}`, '--json']],
  [[IN_NAMES]],
])('%j sends nothing to the terminal that acts on it', async (args) => {
  for (const env of [{}, { NO_COLOR: '', FORCE_COLOR: '1' }]) {
    const { stdout, stderr } = await sandbox.run(args, { env });
    // eslint-disable-next-line no-control-regex
    const painted = `${stdout}${stderr}`.replace(/\u001b\[(?:0|1|2|22|3[0-79]|9[0-7])m/g, '');
    expect(painted).not.toBe('');
    expect(UNSAFE.exec(painted)?.[0]).toBeUndefined();
  }
});

it('keeps the history of the repository free of it, and every file of a run that is JSON or CSV in one piece', async () => {
  expect(UNSAFE.exec(await sandbox.git('log', '--format=%B'))?.[0]).toBeUndefined();
  const names = readdirSync(sandbox.cwd, { recursive: true, encoding: 'utf8' });
  const jsonOfRuns = names.filter((name) => name.startsWith('baselines/runs/') && name.endsWith('.json'));
  expect(jsonOfRuns.length).toBeGreaterThan(3);
  for (const name of jsonOfRuns) expect(UNSAFE.exec(readFileSync(at(name), 'utf8'))?.[0]).toBeUndefined();
});

it('offers the shell no profile that it would run', async () => {
  writeFileSync(
    path.join(sandbox.home, '.aws', 'config'),
    '[profile $(touch owned)]\nregion = x\n[profile `id`]\nregion = x\n[profile a;b]\nregion = x\n[profile fine/Role-1]\nregion = x\n',
  );
  const { code, stdout, stderr } = await sandbox.run(['--get-yargs-completions', 'iamdrift', 'diff', '']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('fine/Role-1');
  expect(stdout).not.toMatch(/touch|id`|;/);
});
