import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { debrisIn, TOO_LONG_MS, type ToldReport } from './judge.js';
import type { Runner } from './run.js';

const BIN = fileURLToPath(new URL('../../dist/bin.js', import.meta.url));
const FAST_TIME = new URL('../support/fast-time.js', import.meta.url).href;

/**
 * `iamdrift diff` itself, in a process of its own with faster time: two live accounts, each by a role that a profile
 * assumes, the first one healthy. Its report is the one in its run folder.
 */
export const runCommand: Runner = async ({ url, healthy, faulty }) => {
  const root = mkdtempSync(join(tmpdir(), 'iamdrift-command-'));
  const [cwd, temp] = ['work', 'tmp'].map((name) => join(root, name)) as [string, string];
  for (const folder of [cwd, temp]) mkdirSync(folder);
  const config = join(root, 'config');
  writeFileSync(config, [profile('one', url, healthy), profile('two', url, faulty)].join('\n'));
  const args = ['diff', 'one', 'one', 'two', 'two', '--include', 'users,groups', '--no-items'];
  const began = performance.now();
  const { code, stderr } = await ended(args, cwd, {
    PATH: process.env.PATH,
    HOME: root,
    TMPDIR: temp,
    NO_COLOR: '1',
    NODE_OPTIONS: `--import ${FAST_TIME}`,
    // A minute must not be shorter than a busy machine keeps a process waiting.
    FAST_TIME_FACTOR: '5',
    GIT_CONFIG_NOSYSTEM: '1',
    AWS_CONFIG_FILE: config,
    AWS_SHARED_CREDENTIALS_FILE: join(root, 'none'),
    AWS_EC2_METADATA_DISABLED: 'true',
  });
  const ms = performance.now() - began;
  const report = reportIn(cwd);
  const debris = [
    ...debrisIn(cwd, code),
    ...debrisIn(temp, 1).map((name) => `in the temporary folder: ${name}`),
  ];
  rmSync(root, { recursive: true, force: true });
  return { code, said: stderr.trimEnd(), report, debris, ms };
};

function profile(name: string, url: string, { accessKeyId }: { readonly accessKeyId: string }): string {
  return [
    `[profile keys-of-${name}]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = secret\nendpoint_url = ${url}`,
    `[profile ${name}]\nrole_arn = arn:aws:iam::111122223333:role/reader\nsource_profile = keys-of-${name}\nendpoint_url = ${url}\n`,
  ].join('\n');
}

/** A process that is still there after far too long is ended, with a code that no run has. */
function ended(
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<{ readonly code: number; readonly stderr: string }> {
  return new Promise((resolve) => {
    const options = { cwd, env, timeout: TOO_LONG_MS, killSignal: 'SIGKILL', maxBuffer: 1e8 } as const;
    execFile(process.execPath, [BIN, ...args], options, (error, _, stderr) => {
      resolve({ code: error ? (typeof error.code === 'number' ? error.code : -1) : 0, stderr });
    });
  });
}

/** The report of the only run; undefined: there is none. */
function reportIn(cwd: string): ToldReport | undefined {
  const runs = join(cwd, 'baselines', 'runs');
  if (!existsSync(runs)) return undefined;
  const name = (readdirSync(runs, { recursive: true }) as string[]).find((one) =>
    one.endsWith('report.json'),
  );
  return name === undefined ? undefined : (JSON.parse(readFileSync(join(runs, name), 'utf8')) as ToldReport);
}
