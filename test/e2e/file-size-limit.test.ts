import { existsSync, readdirSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EXAMPLES, execute, makeSandbox, type Sandbox } from '../support/run-cli.js';

const BIN = fileURLToPath(new URL('../../dist/bin.js', import.meta.url));
const dev = path.join(EXAMPLES, 'dev.json');
const qa = path.join(EXAMPLES, 'qa.json');

const hasSignal = 'SIGXFSZ' in constants.signals;
if (!hasSignal) console.warn('no SIGXFSZ here: the limit of file sizes is left out');

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = makeSandbox();
});
afterEach(() => sandbox.remove());

/** Standard output and error are pipes: the limit is for files alone. */
function limited(blocks: number, args: readonly string[]) {
  const command = ['-c', `ulimit -f ${blocks}; exec "$@"`, 'sh', process.execPath, BIN, ...args];
  return execute('sh', command, { cwd: sandbox.cwd, env: sandbox.env });
}

describe.skipIf(!hasSignal)('a limit of file sizes (ulimit -f)', () => {
  it.each<[string, readonly string[]]>([
    ['init', ['init']],
    ['diff', ['diff', dev, 'dev', qa, 'qa', '--no-git']],
    ['baseline accept', ['baseline', 'accept', dev, 'dev', '--yes']],
  ])('ends %s with one clear line and nothing half-written', async (_, args) => {
    await sandbox.git('init');
    const { code, stderr } = await limited(0, args);
    expect(stderr).toMatch(/^iamdrift: Cannot .*\(EFBIG\)\. Raise the file size limit \(ulimit -f\)\n$/);
    expect(code).toBe(1);
    const left = readdirSync(sandbox.cwd, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(sandbox.cwd, path.join(entry.parentPath, entry.name)))
      .filter((name) => !name.startsWith('.git'));
    expect(left).toEqual([]);
    expect(existsSync(path.join(sandbox.cwd, '.git', 'iamdrift.lock'))).toBe(false);
    expect((await sandbox.run(args)).code).toBe(args[0] === 'diff' ? 2 : 0);
  });
});
