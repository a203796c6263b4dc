import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXAMPLES, execute, makeSandbox, type Sandbox } from '../support/run-cli.js';
import { harmDone } from './whole-runs.js';

const BIN = fileURLToPath(new URL('../../dist/bin.js', import.meta.url));
const dev = join(EXAMPLES, 'dev.json');
const qa = join(EXAMPLES, 'qa.json');

const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  diff: ['diff', dev, 'dev', qa, 'qa'],
  harvest: ['harvest', dev, 'dev'],
  'baseline accept': ['baseline', 'accept', dev, 'dev', '--yes'],
};

/** Mounts of a test's own need a namespace of its own, which Linux gives to anybody where it isn't forbidden. */
const canMount =
  process.platform === 'linux' &&
  spawnSync('unshare', ['-rm', 'sh', '-c', 'mount -t tmpfs tmpfs /mnt']).status === 0;
if (!canMount) console.warn('no namespaces for mounts here: full and read-only disks are left out');

let prepared: Sandbox;
let base = '';
let place = '';

beforeAll(async () => {
  prepared = makeSandbox();
  await prepared.run(['init']);
  await prepared.run(['harvest', dev, 'dev']);
  base = await prepared.git('rev-parse', 'HEAD');
  place = mkdtempSync(join(tmpdir(), 'iamdrift-disk-'));
});

afterAll(() => {
  prepared.remove();
  rmSync(place, { recursive: true, force: true });
});

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** A copy of the working folder as the command left it. */
  readonly left: string;
}

let count = 0;

/** Runs a command in a copy of the prepared folder that `script` has made hard to write on; `$W` is that copy. */
async function onBadDisk(args: readonly string[], script: string): Promise<Ended> {
  const folder = join(place, String(++count));
  const left = join(folder, 'left');
  for (const name of ['work', 'left']) mkdirSync(join(folder, name), { recursive: true });
  const lines = [
    'set -e',
    script,
    'cd "$W"',
    'set +e',
    `"$NODE" "$@" > "$OUT/stdout" 2> "$OUT/stderr"`,
    'echo $? > "$OUT/code"',
    'rm -f "$W/filler"',
    'cp -a "$W/." "$OUT/left/"',
  ];
  const command = ['-rm', 'sh', '-c', lines.join('\n'), 'sh', BIN, ...args];
  const env = {
    ...prepared.env,
    W: join(folder, 'work'),
    OUT: folder,
    FROM: prepared.cwd,
    NODE: process.execPath,
  };
  const { code, stderr } = await execute('unshare', command, { cwd: folder, env });
  if (code !== 0 && !existsSync(join(folder, 'code')))
    throw new Error(`the disk could not be made: ${stderr}`);
  return {
    code: Number(readFileSync(join(folder, 'code'), 'utf8')),
    stdout: readFileSync(join(folder, 'stdout'), 'utf8'),
    stderr: readFileSync(join(folder, 'stderr'), 'utf8'),
    left,
  };
}

/**
 * Exit code 1 says why in one line; any other code means that the run is there. Where even taking files out of git's
 * index needs more disk than there is, the command says that they are left staged.
 */
function problemsOf({ code, stdout, stderr, left }: Ended, what: string): string[] {
  const lines = stderr.split('\n').filter((line) => line !== '');
  const toldStaged = `${stdout}${stderr}`.includes('left staged');
  const harm = harmDone(left, base, prepared.env).filter(
    (one) => !toldStaged || !/^(staged|changed): /.test(one),
  );
  return [
    ...([0, 1, 2, 3].includes(code) ? [] : [`${what}: exit code ${code}`]),
    ...(code === 1 && lines.length !== 1 ? [`${what}: not one line: ${stderr}`] : []),
    ...(/this is a bug|\n {4}at /.test(stderr) ? [`${what}: ${stderr}`] : []),
    ...harm.map((one) => `${what}, exit code ${code}: ${one}: ${stdout.slice(-300)} ${stderr}`),
  ];
}

describe.skipIf(!canMount && process.env.CI !== 'true')('a disk that can not be written', () => {
  // Free kilobytes, from nothing at all to enough for the whole run and its commit.
  const FREE = [0, 4, 8, 16, 32, 48, 64, 96, 128, 192, 256, 1024];

  it.each(Object.entries(COMMANDS))(
    '%s leaves nothing half-written on a full disk',
    async (_, args) => {
      const codes = new Set<number>();
      const problems: string[] = [];
      for (const free of FREE) {
        const ended = await onBadDisk(
          args,
          [
            'mount -t tmpfs -o size=8m,mode=700 tmpfs "$W"',
            'cp -a "$FROM/." "$W/"',
            // What tmpfs says is available, but for the kilobytes that stay free.
            `avail=$(df -k --output=avail "$W" | tail -1)`,
            `head -c "$(( (avail - ${free}) * 1024 ))" /dev/zero > "$W/filler"`,
          ].join('\n'),
        );
        codes.add(ended.code);
        problems.push(...problemsOf(ended, `${free} KB free`));
      }
      expect(problems).toEqual([]);
      // The sweep has met both.
      expect(codes.has(1)).toBe(true);
      expect(codes.size).toBeGreaterThan(1);
    },
    240_000,
  );

  it.each(Object.entries(COMMANDS))('%s changes nothing in a read-only folder', async (_, args) => {
    const ended = await onBadDisk(
      args,
      'cp -a "$FROM/." "$W/"\nmount --bind "$W" "$W"\nmount -o remount,ro,bind "$W"\nrm() { :; }',
    );
    expect(problemsOf(ended, 'read-only')).toEqual([]);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(/^iamdrift: .*read-only.*\n$/);
  });
});
