import { copyFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EXAMPLES, execute, makeSandbox, type CliResult, type Sandbox } from '../support/run-cli.js';

const BIN = fileURLToPath(new URL('../../dist/bin.js', import.meta.url));

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = makeSandbox();
  copyFileSync(path.join(EXAMPLES, 'dev.json'), path.join(sandbox.cwd, 'dev.json'));
  copyFileSync(path.join(EXAMPLES, 'qa-drifted.json'), path.join(sandbox.cwd, 'qa.json'));
});
afterEach(() => sandbox.remove());

/** Runs the CLI where everybody may do everything with what is made, unless the maker says otherwise. */
function openly(args: readonly string[], cwd = sandbox.cwd): Promise<CliResult> {
  const command = ['-c', 'umask 000; exec "$@"', 'sh', process.execPath, BIN, ...args];
  return execute('sh', command, { cwd, env: sandbox.env });
}

/** What others may read or write, but for what lies in git's own folder, whose mode stands for all in it. */
function openTo(others: string): string[] {
  return (readdirSync(others, { recursive: true }) as string[])
    .filter((name) => !/(^|[/\\])\.git[/\\]/.test(name) && !['dev.json', 'qa.json'].includes(name))
    .filter((name) => (statSync(path.join(others, name)).mode & 0o077) !== 0);
}

describe.skipIf(process.platform === 'win32')('what is made is for its maker alone, with umask 000', () => {
  const DIFF = ['diff', 'dev.json', 'dev', 'qa.json', 'qa'];

  it('by init, diff, harvest, baseline accept and waive', async () => {
    expect((await openly(['init'])).code).toBe(0);
    expect((await openly(DIFF)).code).toBe(2);
    expect((await openly([...DIFF, '--output', 'out'])).code).toBe(2);
    expect((await openly(['harvest', 'dev.json', 'dev'])).code).toBe(0);
    expect((await openly(['baseline', 'accept', 'dev.json', 'dev', '--yes'])).code).toBe(0);
    const terms = ['--reason', 'CHG-1', '--owner', 'me', '--expires', '30d', '--yes'];
    const waived = await openly(['waive', '--role', 'app1_*', 'out', ...terms]);
    expect([waived.code, waived.stderr]).toEqual([0, '']);
    const names = readdirSync(sandbox.cwd);
    expect(names).toEqual(
      expect.arrayContaining(['.git', 'baselines', 'equivalency_list.json', 'out', 'waivers.yaml']),
    );
    expect(openTo(sandbox.cwd)).toEqual([]);
  });

  it('by init in a new folder, by a run without init, by equivalency suggest', async () => {
    expect((await openly(['init', 'new/iam'])).code).toBe(0);
    expect((await openly(DIFF)).code).toBe(2);
    const list = ['--equivalency', 'list.json', '--write', '--yes', '--min-confidence', '0'];
    const suggested = await openly(['equivalency', 'suggest', ...DIFF.slice(1), ...list]);
    expect([suggested.code, suggested.stderr]).toEqual([0, '']);
    expect(readdirSync(sandbox.cwd)).toEqual(expect.arrayContaining(['baselines', 'list.json', 'new']));
    expect(openTo(sandbox.cwd)).toEqual([]);
  });
});
