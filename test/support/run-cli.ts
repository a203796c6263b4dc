import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const BIN = fileURLToPath(new URL('../../dist/bin.js', import.meta.url));
export const EXAMPLES = fileURLToPath(new URL('../../examples/', import.meta.url));

export interface CliResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A home and a working folder of their own: nothing of the machine's git or AWS configuration shows. */
export interface Sandbox {
  readonly cwd: string;
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
  readonly run: (
    args: readonly string[],
    options?: { cwd?: string; env?: NodeJS.ProcessEnv },
  ) => Promise<CliResult>;
  readonly git: (...args: string[]) => Promise<string>;
  readonly remove: () => void;
}

export function makeSandbox(): Sandbox {
  const root = mkdtempSync(path.join(tmpdir(), 'iamdrift-e2e-'));
  const cwd = path.join(root, 'work');
  const home = path.join(root, 'home');
  mkdirSync(cwd);
  mkdirSync(path.join(home, '.aws'), { recursive: true });
  writeFileSync(path.join(home, '.gitconfig'), '[user]\n\tname = Test\n\temail = test@example.invalid\n');
  const env: NodeJS.ProcessEnv = {
    PATH: process.env.PATH,
    HOME: home,
    GIT_CONFIG_NOSYSTEM: '1',
    NO_COLOR: '1',
    AWS_EC2_METADATA_DISABLED: 'true',
    TMPDIR: process.env.TMPDIR,
  };
  return {
    cwd,
    home,
    env,
    run: (args, options = {}) =>
      execute(process.execPath, [BIN, ...args], { cwd: options.cwd ?? cwd, env: { ...env, ...options.env } }),
    git: async (...args) => (await execute('git', args, { cwd, env })).stdout.trimEnd(),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** Runs a program to its end; its exit code is data, not an error. */
export function execute(
  file: string,
  args: readonly string[],
  options: { cwd: string; env: NodeJS.ProcessEnv },
): Promise<CliResult> {
  return new Promise((resolve, reject) => {
    execFile(file, args, { ...options, maxBuffer: 256 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (error && typeof error.code !== 'number') reject(new Error(`${file} did not run`, { cause: error }));
      else resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}
