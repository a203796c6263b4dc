import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EXAMPLES, makeSandbox, type Sandbox } from '../support/run-cli.js';

let sandbox: Sandbox;
const inWork = (name: string): string => path.join(sandbox.cwd, name);
const DIFF = ['diff', 'dev.json', 'dev', 'qa.json', 'qa', '--no-items'];
const TERMS = ['--reason', 'CHG-1: load tests', '--expires', '30d'];

beforeEach(() => {
  sandbox = makeSandbox();
  copyFileSync(path.join(EXAMPLES, 'dev.json'), inWork('dev.json'));
  copyFileSync(path.join(EXAMPLES, 'qa-drifted.json'), inWork('qa.json'));
  writeFileSync(inWork('equivalency_list.json'), '{"accountname": ["dev", "qa"]}\n');
});
afterEach(() => sandbox.remove());

function onlyRun(): string {
  const names = readdirSync(inWork('baselines/runs'), { recursive: true, encoding: 'utf8' });
  return path.join('baselines/runs', path.dirname(names.find((name) => name.endsWith('report.json'))!));
}

describe('waive', () => {
  it('writes entries from a run, after which the comparison ends in 0 and shows them', async () => {
    expect((await sandbox.run(DIFF)).code).toBe(2);
    const run = onlyRun();
    const refused = await sandbox.run(['waive', run, ...TERMS]);
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('--yes')]);
    const waived = await sandbox.run(['waive', run, '--role', 'app1_*', ...TERMS, '--yes']);
    expect([waived.code, waived.stderr]).toEqual([0, '']);
    const file = readFileSync(inWork('waivers.yaml'), 'utf8');
    expect(file).toContain('# what it may do: broader; qa can also s3:PutObject on');
    expect(file).toContain('owner: Test <test@example.invalid>');
    const again = await sandbox.run(DIFF);
    expect(again.code).toBe(0);
    expect(again.stdout).toContain('Drift, all of it waived');
    expect(again.stdout).toContain('CHG-1: load tests');
    expect((await sandbox.run([...DIFF, '--no-waivers'])).code).toBe(2);
    const double = await sandbox.run(['waive', run, ...TERMS, '--yes']);
    expect([double.code, double.stderr]).toEqual([1, expect.stringContaining('nothing is left to waive')]);
    expect(readFileSync(inWork('waivers.yaml'), 'utf8')).toBe(file);
    // A finding that is named is meant, whatever the latest run says of it.
    const print = /- ([0-9a-f]{20})/.exec(file)![1]!;
    const named = await sandbox.run(['waive', print, ...TERMS, '--waivers', 'other.yaml', '--yes']);
    expect(named.code).toBe(0);
  });

  it('takes the beginning of a fingerprint of the latest run, and says what still counts', async () => {
    await sandbox.run(DIFF);
    const report = JSON.parse(readFileSync(inWork(path.join(onlyRun(), 'report.json')), 'utf8')) as {
      roles: { access: { identity: { fingerprint: string } | null } | null }[];
    };
    const print = report.roles.flatMap(({ access }) => access?.identity?.fingerprint ?? [])[0]!;
    const waived = await sandbox.run(['waive', print.slice(0, 8), ...TERMS, '--owner', 'me', '--yes']);
    expect(waived.code).toBe(0);
    expect(waived.stdout).toContain('Still counting');
    expect((await sandbox.run(DIFF)).code).toBe(2);
    const double = await sandbox.run(['waive', print, ...TERMS, '--yes']);
    expect([double.code, double.stderr]).toEqual([
      1,
      expect.stringContaining('is waived already: waivers.yaml, entry 1'),
    ]);
  });

  it.each<[string, string[], string]>([
    ['an unknown fingerprint', ['ffff0000', ...TERMS], 'no run below baselines/runs'],
    ['a folder without a run', ['.', ...TERMS], 'has no report.json'],
    ['a day that is over', ['.', '--reason', 'r', '--expires', '2020-01-01'], 'that day is over'],
    ['a date that is none', ['.', '--reason', 'r', '--expires', 'soon'], 'not a date'],
    ['an unknown type', ['.', ...TERMS, '--type', 'tag'], 'no type of finding'],
    ['no reason', ['.', '--expires', '30d'], 'reason'],
  ])('refuses %s in one line', async (_, args, words) => {
    const { code, stderr } = await sandbox.run(['waive', ...args, '--yes']);
    expect(code).toBe(1);
    expect(stderr).toContain(words);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it('adds nothing to a file that is no text, and leaves its bytes', async () => {
    await sandbox.run(DIFF);
    const bytes = Buffer.from('# Andr\xe9\nwaivers: []\n', 'latin1');
    writeFileSync(inWork('waivers.yaml'), bytes);
    const { code, stderr } = await sandbox.run(['waive', onlyRun(), ...TERMS, '--yes']);
    expect([code, stderr]).toEqual([1, expect.stringContaining('waivers.yaml: not UTF-8 text')]);
    expect(readFileSync(inWork('waivers.yaml'))).toEqual(bytes);
  });

  it('a waivers file that is not understood stops the comparison', async () => {
    writeFileSync(
      inWork('waivers.yaml'),
      'waivers:\n  - roles: "*"\n    owner: me\n    expires: 2099-01-01\n',
    );
    const { code, stderr } = await sandbox.run(DIFF);
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining('waivers.yaml: entry 1 (line 2): has no reason'),
    ]);
  });
});
