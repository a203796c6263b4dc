import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { EXAMPLES, makeSandbox, type Sandbox } from '../support/run-cli.js';

/** The baseline commands of the built CLI on files: real git, a real terminal-less shell. */
const DEV = path.join(EXAMPLES, 'dev.json');
const sandboxes: Sandbox[] = [];
afterAll(() => sandboxes.forEach((sandbox) => sandbox.remove()));

interface Export {
  RoleDetailList: { RoleName: string; Arn: string; RolePolicyList: { PolicyDocument: unknown }[] }[];
}

function devExport(): Export {
  return JSON.parse(readFileSync(DEV, 'utf8')) as Export;
}

/** An initialised folder with `dev.json`, which `change` may alter. */
async function start(): Promise<Sandbox & { write: (change: (dev: Export) => void, name?: string) => void }> {
  const sandbox = makeSandbox();
  sandboxes.push(sandbox);
  const write = (change: (dev: Export) => void, name = 'dev.json'): void => {
    const dev = devExport();
    change(dev);
    writeFileSync(path.join(sandbox.cwd, name), JSON.stringify(dev));
  };
  write(() => undefined);
  await sandbox.run(['init']);
  return { ...sandbox, write };
}

function letPut(dev: Export, role: string): void {
  const found = dev.RoleDetailList.find(({ RoleName }) => RoleName === role)!;
  found.RolePolicyList.push({
    PolicyName: 'more',
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 's3:PutObject', Resource: 'arn:aws:s3:::b/*' }],
    },
  } as never);
}

describe('baseline accept', () => {
  it('refuses where nobody can be asked, accepts with --yes, and then finds nothing to do', async () => {
    const { run, git } = await start();
    const asked = await run(['baseline', 'accept', 'dev.json', 'dev']);
    expect(asked.code).toBe(1);
    expect(asked.stdout).toContain('The first baseline of dev: account 123456789012 from dev.json');
    expect(asked.stderr).toContain('run the same with --yes');
    expect(await git('log', '--format=%s')).toBe('Start an iamdrift baseline');

    const accepted = await run(['baseline', 'accept', 'dev.json', 'dev', '--yes', '-m', 'SEC-1: as agreed']);
    expect(accepted.code).toBe(0);
    expect(accepted.stdout).toContain('Accepted: baselines/accounts/dev (files: 11 written)');
    expect(await git('log', '-1', '--format=%s')).toBe('SEC-1: as agreed');

    const again = await run(['baseline', 'accept', 'dev.json', 'dev']);
    expect(again.code).toBe(0);
    expect(again.stdout).toMatch(
      /^Unchanged: dev is as it was accepted \(commit [0-9a-f]{12} of .* by Test\)/,
    );
    expect(await git('rev-list', '--count', 'HEAD')).toBe('2');
    expect(await git('status', '--porcelain')).toBe('?? dev.json');
  });

  it('shows what would change in the words of diff', async () => {
    const { run, write } = await start();
    await run(['baseline', 'accept', 'dev.json', 'dev', '--yes']);
    write((dev) => letPut(dev, 'metrics'));
    const { code, stdout } = await run(['baseline', 'accept', 'dev.json', 'dev']);
    expect(code).toBe(1);
    expect(stdout).toContain('dev can also s3:PutObject on arn:aws:s3:::b/*');
    expect(stdout).toContain('Drift: 1 of 5 common roles differs (1 broader)');
  });

  it('accepts only the roles that are named', async () => {
    const { run, write, cwd, git } = await start();
    await run(['baseline', 'accept', 'dev.json', 'dev', '--yes']);
    write((dev) => {
      letPut(dev, 'metrics');
      letPut(dev, 'audit');
    });
    expect((await run(['baseline', 'accept', 'dev.json', 'dev', '--yes', '--role', 'metr*'])).code).toBe(0);
    expect(await git('show', '--format=', '--name-only', 'HEAD')).toBe(
      'baselines/accounts/dev/roles/metrics.json',
    );
    const drift = await run(['drift', 'dev.json', 'dev', '--no-git']);
    expect(drift.code).toBe(2);
    expect(drift.stdout).toContain('Drift: 1 of 5 common roles differs (1 broader)');
    const none = await run(['baseline', 'accept', 'dev.json', 'dev', '--yes', '--role', 'nobody']);
    expect(none.code).toBe(1);
    expect(none.stderr).toContain('No role is named like "nobody"');
    expect(readdirSync(path.join(cwd, 'baselines/accounts/dev/roles'))).toHaveLength(5);
  });

  it('refuses another account under the same tag', async () => {
    const { run } = await start();
    await run(['baseline', 'accept', 'dev.json', 'dev', '--yes']);
    const { code, stderr } = await run([
      'baseline',
      'accept',
      path.join(EXAMPLES, 'qa.json'),
      'dev',
      '--yes',
    ]);
    expect(code).toBe(1);
    expect(stderr).toContain('is of account 123456789012, and');
  });

  it('never accepts what could not be read, unless told to; then the baseline remembers', async () => {
    const { run, write } = await start();
    await run(['baseline', 'accept', 'dev.json', 'dev', '--yes']);
    write((dev) => delete (dev as Partial<Export> & { Policies?: unknown }).Policies);
    const refused = await run(['baseline', 'accept', 'dev.json', 'dev', '--yes', '--json']);
    expect(refused.code).toBe(3);
    expect(refused.stderr).toContain('not read:');
    expect((JSON.parse(refused.stdout) as { outcome: string }).outcome).toBe('incomplete');
    expect((await run(['baseline', 'accept', 'dev.json', 'dev', '--yes', '--allow-gaps'])).code).toBe(0);
    expect((await run(['drift', 'dev.json', 'dev', '--no-git'])).code).toBe(3);
  });

  it('keeps whatever an export names inside the baseline', async () => {
    const { run, write, cwd, git } = await start();
    const names = [
      '../../x',
      '/etc/x',
      'a\0b',
      'con',
      'NUL.txt',
      'X',
      'x',
      'y'.repeat(300),
      '.git',
      '..',
      'C:\\x',
    ];
    write((dev) => {
      const role = dev.RoleDetailList[0]!;
      dev.RoleDetailList = names.map((name, i) => ({ ...role, RoleName: name, Arn: `${role.Arn}${i}` }));
    });
    const accepted = await run(['baseline', 'accept', 'dev.json', 'dev', '--yes', '--json']);
    expect(accepted.code).toBe(0);
    const made = (await git('show', '--format=', '--name-only', 'HEAD')).split('\n');
    expect(made.every((file) => file.startsWith('baselines/accounts/dev/'))).toBe(true);
    expect(readdirSync(path.join(cwd, 'baselines/accounts/dev/roles'))).toHaveLength(names.length);
    expect(await git('status', '--porcelain')).toBe('?? dev.json');
    const drift = await run(['drift', 'dev.json', 'dev', '--no-git']);
    expect(drift.code).toBe(0);
    expect(drift.stdout).toContain(`No drift: ${names.length} roles compared`);
  });
});

describe('baseline log, show and list', () => {
  /** Three commits of `dev`, each on its day; commit ids are masked. */
  async function history() {
    const started = await start();
    const { run, write } = started;
    const accept = (date: string, ...more: string[]) =>
      run(['baseline', 'accept', 'dev.json', 'dev', '--yes', ...more], {
        env: { GIT_COMMITTER_DATE: date },
      });
    await accept('2026-11-01T09:00:00Z');
    write((dev) => letPut(dev, 'metrics'));
    await accept('2026-11-03T14:10:00Z', '-m', 'OPS-17: metrics writes its reports');
    write((dev) => {
      letPut(dev, 'metrics');
      dev.RoleDetailList = dev.RoleDetailList.filter(({ RoleName }) => RoleName !== 'audit');
    });
    await accept('2026-11-05T08:00:00Z');
    const masked = async (...args: string[]): Promise<string> => {
      const { code, stdout, stderr } = await run(['baseline', ...args]);
      expect([code, stderr]).toEqual([0, '']);
      return (
        stdout
          .replace(/\b[0-9a-f]{40}\b/g, '<commit>')
          // A commit's short name can consist of digits alone, as the account's id does.
          .replace(/\b(?!123456789012\b)[0-9a-f]{12}\b/g, '<commit>')
      );
    };
    return { ...started, masked };
  }

  it('tell who accepted what, when', async () => {
    const { masked } = await history();
    const texts = [
      ['log', 'dev'],
      ['log', 'dev', '--role', 'metrics'],
      ['log', 'dev', '--json', '-n', '2'],
      ['list'],
      ['show', 'dev@2026-11-04'],
      ['show', 'dev', '--role', 'metrics'],
    ];
    const told = [];
    for (const args of texts) told.push(`$ iamdrift baseline ${args.join(' ')}\n${await masked(...args)}`);
    await expect(told.join('\n')).toMatchFileSnapshot('golden/baseline-history.txt');
  });

  it('print a snapshot that is a source again', async () => {
    const { run, cwd } = await history();
    const { stdout } = await run(['baseline', 'show', 'dev@2026-11-01', '--json']);
    writeFileSync(path.join(cwd, 'then.json'), stdout);
    expect((await run(['diff', 'then.json', 'a', 'baseline:dev@HEAD~2', 'b', '--no-git'])).code).toBe(0);
  });

  it('say what is not there', async () => {
    const { run } = await history();
    expect((await run(['baseline', 'log', 'qa'])).stderr).toContain(
      'There is no accepted baseline "qa" (there are dev)',
    );
    expect((await run(['baseline', 'show', 'dev@2026-10-01'])).stderr).toContain(
      'it was first accepted on 2026-11-01',
    );
    expect((await run(['baseline', 'show', 'dev', '--role', 'x'])).stderr).toContain(
      'has no role named like x',
    );
    expect((await run(['baseline', 'log', 'dev', '-n', 'x'])).stderr).toContain('not a number of commits');
    expect((await run(['baseline', 'log', 'dev', '--role', 'x'])).stdout).toContain('changed such a role');
  });
});

describe('drift', () => {
  it('is diff against what was accepted: reports, run folder, commit, exit code, --fail-on', async () => {
    const { run, write, git } = await start();
    await run(['baseline', 'accept', 'dev.json', 'dev', '--yes']);
    expect((await run(['drift', 'dev.json', 'dev'])).code).toBe(0);
    write((dev) => letPut(dev, 'metrics'));
    const { code, stdout } = await run([
      'drift',
      'dev.json',
      'dev',
      '--fail-on',
      'broader',
      '--output',
      'out',
    ]);
    expect(code).toBe(2);
    expect(stdout).toMatch(/^baseline is baseline:dev: commit [0-9a-f]{12} of \S+ by Test\n/);
    expect(await git('log', '-1', '--format=%s')).toBe('drift dev: 1 of 5 common roles differs (1 broader)');
    expect(await git('show', '--format=', '--name-only', 'HEAD')).toContain(
      'out/baseline_to_dev_common_role_difference_items.csv',
    );
    // What was accepted is broader than what is: no alarm.
    await run(['baseline', 'accept', 'dev.json', 'dev', '--yes']);
    write(() => undefined);
    expect((await run(['drift', 'dev.json', 'dev', '--no-git', '--fail-on', 'broader'])).code).toBe(0);
    expect((await run(['drift', 'dev.json', 'dev', '--no-git'])).code).toBe(2);
    expect((await run(['drift', 'dev.json', 'dev', '--no-git', '--against', 'HEAD~1'])).code).toBe(0);
    const moments = await run(['drift', '--since', 'HEAD~1', 'dev', '--no-git', '--json']);
    expect(moments.code).toBe(2);
    const report = JSON.parse(moments.stdout) as {
      sides: { tag: string; kind: string; commit: { id: string } }[];
    };
    expect(report.sides.map(({ tag, kind }) => [tag, kind])).toEqual([
      ['before', 'baseline'],
      ['after', 'baseline'],
    ]);
    expect((await run(['diff', 'baseline:dev@HEAD~1', 'then', 'dev.json', 'now', '--no-git'])).code).toBe(0);
    expect((await run(['harvest', 'baseline:dev', 'dev', '--no-git'])).code).toBe(0);
  });

  it('marks what an incident leaves behind, and lets a waiver take it out of the exit code alone', async () => {
    const { cwd, run, write } = await start();
    await run(['baseline', 'accept', 'dev.json', 'dev', '--yes']);
    write((dev) => {
      const metrics = dev.RoleDetailList.find(({ RoleName }) => RoleName === 'metrics') as unknown as {
        RoleId: string;
        RolePolicyList: object[];
        AssumeRolePolicyDocument: { Statement: object[] };
      };
      metrics.RoleId = 'AROAMADEAGAIN0000001';
      metrics.AssumeRolePolicyDocument.Statement.push({
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::999988887777:root' },
        Action: 'sts:AssumeRole',
      });
    });
    const args = ['drift', 'dev.json', 'dev', '--no-git'];
    const found = await run([...args, '--output', 'out']);
    expect([found.code, found.stderr]).toEqual([2, '']);
    expect(found.stdout).toContain('Incident markers');
    expect(found.stdout).toContain('999988887777');
    expect(found.stdout).toContain('https://docs.aws.amazon.com/IAM/');
    const { markers } = JSON.parse((await run([...args, '--json'])).stdout) as {
      markers: { type: string }[];
    };
    expect(markers.map(({ type }) => type)).toEqual(['new-trusted-account', 'entity-recreated']);

    const terms = ['--reason', 'INC-4: rebuilt by us', '--owner', 'ann', '--expires', '30d', '--yes'];
    const waived = await run(['waive', 'out', '--role', 'metrics', ...terms]);
    expect([waived.code, waived.stderr]).toEqual([0, '']);
    const after = await run(args);
    expect([after.code, after.stderr]).toEqual([0, '']);
    expect(after.stdout).toContain('INC-4: rebuilt by us');
    expect(after.stdout).toContain('Incident markers');
    expect(after.stdout).toContain('Drift, all of it waived');
    expect((await run([...args, '--no-waivers'])).code).toBe(2);

    const file = path.join(cwd, 'waivers.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/expires: .*/g, 'expires: 2020-01-31'));
    const expired = await run(args);
    expect(expired.code).toBe(2);
    expect(expired.stdout).toContain('expired on 2020-01-31');
  });

  it('applies an equivalency list only where one is named', async () => {
    const { run, write, cwd } = await start();
    writeFileSync(path.join(cwd, 'equivalency_list.json'), '{"app": ["app1_dev", "app2_dev"]}');
    await run(['baseline', 'accept', 'dev.json', 'dev', '--yes']);
    write((dev) => {
      const role = dev.RoleDetailList.find(({ RoleName }) => RoleName === 'app1_dev')!;
      role.RoleName = 'app2_dev';
      role.Arn = role.Arn.replace('app1_dev', 'app2_dev');
    });
    expect((await run(['drift', 'dev.json', 'dev', '--no-git'])).stdout).toContain(
      'Roles only in baseline (1)',
    );
    const made = await run(['drift', 'dev.json', 'dev', '--no-git', '-e', 'equivalency_list.json']);
    expect(made.stdout).not.toContain('Roles only in baseline');
  });

  it.each([
    [['drift', 'dev.json'], 'arguments are missing'],
    [['drift', 'dev.json', 'baseline'], 'have the tag'],
    [['drift', 'dev.json', 'dev'], 'There is no accepted baseline "dev"'],
    [['drift', 'dev.json', 'dev', '--until', 'now'], '--until goes with --since'],
    [['drift', '--since', 'now', 'dev.json', 'dev'], 'there is no source'],
    [['drift', '--since', 'nonsense', 'dev'], 'neither a ref of this repository nor a date'],
    [['diff', 'baseline:', 'a', 'dev.json', 'b'], 'names no baseline'],
    [['baseline', 'accept', 'dev.json', 'dev', '-m', ' '], '--message is empty'],
    [['baseline', 'acept', 'dev.json', 'dev'], 'Did you mean accept?'],
  ])('says what is wrong with %j', async (args, words) => {
    const { run } = await start();
    const { code, stderr } = await run(args);
    expect(stderr).toContain(words);
    expect(code).toBe(1);
  });
});
