import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BIN, EXAMPLES, execute, makeSandbox, type Sandbox } from '../support/run-cli.js';

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = makeSandbox();
});
afterEach(() => sandbox.remove());

const DEV = path.join(EXAMPLES, 'dev.json');
const QA = path.join(EXAMPLES, 'qa.json');

/** Every command, by its words. */
const COMMANDS = [
  ...[[], ['init'], ['profiles'], ['harvest'], ['diff'], ['drift'], ['demo'], ['waive'], ['completion']],
  ...['accept', 'list', 'log', 'show'].map((word) => ['baseline', word]),
  ...['check', 'suggest'].map((word) => ['equivalency', word]),
  ...['compare', 'evaluate'].map((word) => ['policy', word]),
];

/** All files below a folder, relative, sorted. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
}

describe('a folder that is gone', () => {
  it.each([['--help'], ['diff', 'dev.json', 'dev', 'qa.json', 'qa']])('is told: %s', async (...words) => {
    const script = 'mkdir gone && cd gone && rmdir ../gone && exec "$@"';
    const args = ['-c', script, 'sh', process.execPath, BIN, ...words];
    expect(await execute('sh', args, { cwd: sandbox.cwd, env: sandbox.env })).toEqual({
      code: 1,
      stdout: '',
      stderr: 'iamdrift: The current folder is gone. Change into one that is there: cd ~\n',
    });
  });
});

describe('help', () => {
  it.each(['init', 'profiles', 'harvest', 'diff', 'policy', 'demo'])(
    'of %s has examples',
    async (command) => {
      const { code, stdout } = await sandbox.run([command, '--help']);
      expect(code).toBe(0);
      expect(stdout).toContain('Examples:');
      expect(stdout).toContain(`iamdrift ${command}`);
    },
  );

  it('lists every command and the exit codes', async () => {
    const { code, stdout } = await sandbox.run(['--help']);
    expect(code).toBe(0);
    for (const word of ['init', 'profiles', 'harvest', 'diff', 'demo', 'completion', 'Exit codes']) {
      expect(stdout).toContain(word);
    }
  });

  it('has no character that takes two columns or none: yargs is told that each takes one', async () => {
    for (const words of COMMANDS) {
      const { stdout } = await sandbox.run([...words, '--help']);
      expect(stdout.replace(/[\n\x20-\x7e]/g, ''), words.join(' ')).toMatch(/^[·…]*$/);
      expect(stdout).toContain(['iamdrift', ...words].join(' '));
    }
  });

  it('does not load the AWS SDK, git or the catalogue', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'iamdrift-loaded-'));
    await sandbox.run(['--help'], { env: { NODE_V8_COVERAGE: folder } });
    const loaded = readdirSync(folder)
      .map((file) => readFileSync(path.join(folder, file), 'utf8'))
      .join('');
    expect(loaded).toContain('/dist/bundle/bin.js');
    expect(loaded).not.toMatch(/@aws-sdk|simple-git|iam-data/);
  });

  it('comes with the version', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
      version: string;
    };
    expect((await sandbox.run(['--version'])).stdout.trim()).toBe(version);
  });

  it('is completed in the shell: commands, options', async () => {
    const script = await sandbox.run(['completion']);
    expect(script.stdout).toContain('iamdrift');
    const words = await sandbox.run(['--get-yargs-completions', 'iamdrift', 'd']);
    expect(words.stdout).toMatch(/^diff/m);
    expect(words.stdout).toMatch(/^demo/m);
  });

  it('completes the profiles of the config file where a source stands', async () => {
    writeFileSync(path.join(sandbox.home, '.aws', 'config'), '[profile dev-profile]\nregion = eu-west-1\n');
    const { stdout } = await sandbox.run(['--get-yargs-completions', 'iamdrift', 'diff', '']);
    expect(stdout).toMatch(/^dev-profile$/m);
  });
});

describe('a wrong command line', () => {
  it('is explained in English wherever the user is, with what was meant', async () => {
    const { stderr } = await sandbox.run(['dif', 'a', 'b', 'c', 'd'], { env: { LC_ALL: 'de_DE.UTF-8' } });
    expect(stderr).toBe('iamdrift: unknown command "dif". Did you mean diff? See iamdrift --help\n');
  });

  it.each([
    [['dif', 'a', 'b', 'c', 'd'], /unknown command "dif"\. Did you mean diff\?/],
    [['diff', 'a', 'b', 'c', 'd', '--outptu', 'x'], /unknown option "--outptu"\. Did you mean --output\?/],
    [['diff', 'a', 'b', 'c', 'd', '--no-gti'], /unknown option "--no-gti"\. Did you mean --no-git\?/],
    [['diff', 'a', 'b', 'c'], /arguments are missing: iamdrift diff <source1> <tag1> <source2> <tag2>/],
    [['diff', 'a', 'b', 'c', 'd', 'e'], /unknown argument "e"/],
    [['diff', '--jsno', 'a', 'b', 'c', 'd'], /unknown option "--jsno"\. Did you mean --json\?/],
    [['diff', '--jsno'], /unknown option "--jsno"/],
    [
      ['policy', 'evaluate', 'p.json', '--acton', 's3:x'],
      /unknown option "--acton"\. Did you mean --action\?/,
    ],
    [['diff', DEV, 'same', QA, 'Same'], /Both sides have the tag "same"/],
    [['diff', DEV, '../dev', QA, 'qa'], /"\.\.\/dev" can't be a tag/],
    [['diff', DEV, 'dev', QA, 'com1'], /"com1" can't be a tag\. .* no name that Windows keeps/],
    [['harvest', DEV, 'NUL.json'], /"NUL\.json" can't be a tag/],
    [['baseline', 'accept', DEV, 'aux', '--yes'], /"aux" can't be a tag/],
    [['drift', DEV, 'con'], /"con" can't be a tag/],
    [['diff', DEV, 'dev.', QA, 'qa'], /"dev\." can't be a tag/],
    [['diff', DEV, 'dev ', QA, 'qa'], /"dev " can't be a tag/],
    [['diff', DEV, 'dev', QA, 'qa', '--include', 'rolls'], /--include "rolls"/],
    [['diff', DEV, 'dev', QA, 'qa', '--account-id', '123'], /--account-id 123/],
    [['diff', 'missing.json', 'dev', QA, 'qa'], /missing\.json/],
    [['diff', DEV, 'dev', QA, 'qa', '--equivalency', 'nowhere.json'], /nowhere\.json: can't be read/],
  ])('%j is one line, exit code 1, and leaves nothing', async (args, message) => {
    const { code, stdout, stderr } = await sandbox.run(args);
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stdout).toBe('');
    expect(code).toBe(1);
    expect(readdirSync(sandbox.cwd)).toEqual([]);
  });

  it.each([[[]], [['policy']], [['--no-color']]])(
    'without a command (%j) is answered with the help',
    async (args) => {
      const { code, stdout, stderr } = await sandbox.run(args);
      expect(stderr).toMatch(/^iamdrift .*<command>|^iamdrift policy/);
      expect(stderr).toContain('Commands:');
      expect(stdout).toBe('');
      expect(code).toBe(1);
    },
  );

  it('tells both reasons when neither side can be read', async () => {
    const { code, stderr } = await sandbox.run(['diff', 'one.json', 'a', 'two.json', 'b']);
    expect(code).toBe(1);
    expect(stderr).toContain('one.json');
    expect(stderr).toContain('two.json');
  });
});

describe('diff of two files', () => {
  it('works in an empty folder: no list, no repository', async () => {
    const { code, stdout } = await sandbox.run(['diff', DEV, 'dev', QA, 'qa']);
    expect(code).toBe(2);
    expect(stdout).toContain('app1_dev');
    expect(stdout).toMatch(/Not committed: .*in no git repository/);
    expect(
      filesBelow(path.join(sandbox.cwd, 'baselines')).some((file) => file.endsWith('/report.json')),
    ).toBe(true);
  });

  it('is in sync with an equivalency list, and drifts with one more action', async () => {
    writeFileSync(path.join(sandbox.cwd, 'equivalency_list.json'), '{"accountname": ["dev", "qa"]}');
    expect((await sandbox.run(['diff', DEV, 'dev', QA, 'qa'])).code).toBe(0);
    const drifted = await sandbox.run([
      'diff',
      DEV,
      'dev',
      path.join(EXAMPLES, 'qa-drifted.json'),
      'qa',
      '--output',
      'out',
    ]);
    expect(drifted.code).toBe(2);
    expect(drifted.stdout).toContain('PutObject');
    const rows = readFileSync(
      path.join(sandbox.cwd, 'out/qa_to_dev_common_role_difference_items.csv'),
      'utf8',
    )
      .trim()
      .split(/\r?\n/);
    expect(rows).toHaveLength(2);
    expect(rows[1]).toContain('PutObject');
    const none = readFileSync(
      path.join(sandbox.cwd, 'out/dev_to_qa_common_role_difference_items.csv'),
      'utf8',
    )
      .trim()
      .split(/\r?\n/);
    expect(none).toHaveLength(1);
  });

  it('prints the report as JSON and nothing else', async () => {
    const { code, stdout, stderr } = await sandbox.run(['diff', DEV, 'dev', QA, 'qa', '--json', '--no-git']);
    const report = JSON.parse(stdout) as { exitCode: number; sides: { tag: string }[] };
    expect(report.exitCode).toBe(code);
    expect(report.sides.map(({ tag }) => tag)).toEqual(['dev', 'qa']);
    expect(stderr).toBe('');
  });

  it('is silent with --quiet, and still writes', async () => {
    const { code, stdout, stderr } = await sandbox.run([
      'diff',
      DEV,
      'dev',
      QA,
      'qa',
      '--quiet',
      '-o',
      'out',
    ]);
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: '' });
    expect(readdirSync(path.join(sandbox.cwd, 'out'))).toContain('summary.csv');
  });

  it('leaves the items out with --no-items', async () => {
    await sandbox.run(['diff', DEV, 'dev', QA, 'qa', '--no-items', '-o', 'out']);
    const files = readdirSync(path.join(sandbox.cwd, 'out'));
    expect(files.filter((file) => file.endsWith('_iam_tuples.csv'))).toEqual([]);
    expect(files).toContain('report.json');
  });

  it('can be played again from the snapshots of a run, with the same report', async () => {
    const first = await sandbox.run(['diff', DEV, 'dev', QA, 'qa', '--json', '-o', 'first']);
    const again = await sandbox.run([
      'diff',
      'first/snapshots/dev.json',
      'dev',
      'first/snapshots/qa.json',
      'qa',
      '--json',
      '-o',
      'again',
    ]);
    const content = (text: string): unknown => {
      const report = JSON.parse(text) as Record<string, unknown>;
      delete report.sides;
      return report;
    };
    expect(content(again.stdout)).toEqual(content(first.stdout));
    expect(again.code).toBe(first.code);
    for (const side of ['dev', 'qa']) {
      const file = `snapshots/${side}.json`;
      expect(readFileSync(path.join(sandbox.cwd, 'again', file), 'utf8')).toBe(
        readFileSync(path.join(sandbox.cwd, 'first', file), 'utf8'),
      );
    }
  });

  it('ends with 3 where something is missing and nothing else differs', async () => {
    const text = readFileSync(DEV, 'utf8');
    const broken = JSON.parse(text) as {
      RoleDetailList: { RolePolicyList: { PolicyDocument: unknown }[] }[];
    };
    for (const role of broken.RoleDetailList)
      for (const policy of role.RolePolicyList) policy.PolicyDocument = '{"Version":';
    writeFileSync(path.join(sandbox.cwd, 'broken.json'), JSON.stringify(broken));
    const { code, stdout } = await sandbox.run(['diff', 'broken.json', 'one', 'broken.json', 'two']);
    expect(code).toBe(3);
    expect(stdout).toContain('Incomplete');
  });

  it('takes the last of an option that is given twice', async () => {
    await sandbox.run(['diff', DEV, 'dev', QA, 'qa', '-o', 'one', '-q', '-o', 'two', '-q']);
    expect(readdirSync(sandbox.cwd)).toEqual(['two']);
  });

  it('warns where there was nothing to compare', async () => {
    const empty = { RoleDetailList: [], UserDetailList: [], GroupDetailList: [], Policies: [] };
    writeFileSync(path.join(sandbox.cwd, 'empty.json'), JSON.stringify(empty));
    const ids = ['--account-id', 'a=111111111111', '--account-id', 'b=222222222222'];
    const { code, stderr } = await sandbox.run(['diff', 'empty.json', 'a', 'empty.json', 'b', ...ids]);
    expect(stderr).toContain('nothing was compared');
    expect(code).toBe(0);
  });

  it('refuses a page of several', async () => {
    const page = { ...(JSON.parse(readFileSync(DEV, 'utf8')) as object), IsTruncated: true };
    writeFileSync(path.join(sandbox.cwd, 'page.json'), JSON.stringify(page));
    const { code, stderr } = await sandbox.run(['diff', 'page.json', 'dev', QA, 'qa']);
    expect(code).toBe(1);
    expect(stderr).toContain('page.json');
    expect(readdirSync(sandbox.cwd)).toEqual(['page.json']);
  });

  it('never sends control characters of a name to the terminal', async () => {
    const evil = JSON.parse(readFileSync(DEV, 'utf8')) as { RoleDetailList: { Tags?: unknown }[] };
    evil.RoleDetailList[0]!.Tags = [{ Key: 'note\u001b[2J', Value: '\u202eevil\u0007' }];
    writeFileSync(path.join(sandbox.cwd, 'evil.json'), JSON.stringify(evil));
    const { stdout, stderr } = await sandbox.run(['diff', DEV, 'dev', 'evil.json', 'evil', '--full']);
    // eslint-disable-next-line no-control-regex
    expect(stdout + stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f\u202e]/);
    expect(stdout).toContain('\\u001b[2J');
  });
});

describe('init', () => {
  it('makes a list, a folder and a repository once, and changes nothing the second time', async () => {
    const first = await sandbox.run(['init']);
    expect(first.code).toBe(0);
    expect(first.stdout).toContain('equivalency_list.json');
    expect(await sandbox.git('log', '--format=%s')).toBe('Start an iamdrift baseline');
    writeFileSync(path.join(sandbox.cwd, 'equivalency_list.json'), '{"mine": ["a", "b"]}');
    const before = await sandbox.git('rev-parse', 'HEAD');
    const second = await sandbox.run(['init']);
    expect(second.code).toBe(0);
    expect(second.stdout).toContain('unchanged');
    expect(readFileSync(path.join(sandbox.cwd, 'equivalency_list.json'), 'utf8')).toBe(
      '{"mine": ["a", "b"]}',
    );
    expect(await sandbox.git('rev-parse', 'HEAD')).toBe(before);
  });

  it('takes a folder, and its sample list changes no comparison', async () => {
    expect((await sandbox.run(['init', 'here'])).code).toBe(0);
    const cwd = path.join(sandbox.cwd, 'here');
    const withList = await sandbox.run(['diff', DEV, 'dev', QA, 'qa', '--json'], { cwd });
    const bare = path.join(sandbox.cwd, 'bare');
    mkdirSync(bare);
    const without = await sandbox.run(['diff', DEV, 'dev', QA, 'qa', '--json'], { cwd: bare });
    const roles = (text: string): unknown => (JSON.parse(text) as { roles: unknown }).roles;
    expect(roles(withList.stdout)).toEqual(roles(without.stdout));
  });
});

describe('harvest', () => {
  it('writes the snapshot and the items of one account', async () => {
    const { code, stdout } = await sandbox.run(['harvest', DEV, 'dev', '--output', 'out']);
    expect(code).toBe(0);
    expect(stdout).toContain('123456789012');
    expect(filesBelow(path.join(sandbox.cwd, 'out'))).toEqual([
      'dev_dev_iam_tuples.csv',
      'run.json',
      'snapshots/dev.json',
    ]);
  });
});

describe('demo', () => {
  it('plays the walkthrough: drift, none, drift, none', async () => {
    const { code, stdout } = await sandbox.run(['demo']);
    expect(code).toBe(0);
    expect([...stdout.matchAll(/\(exit code (\d)\)/g)].map(([, digit]) => digit)).toEqual([
      '2',
      '0',
      '2',
      '0',
    ]);
    expect(stdout).toContain('PutObject');
    expect(readdirSync(sandbox.cwd)).toEqual([]);
  });
});
