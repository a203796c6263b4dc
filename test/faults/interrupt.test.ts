import { spawn } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pLimit from 'p-limit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startAccountsEndpoint, type AccountsEndpoint } from '../support/iam-endpoint/index.js';
import { writeProfiles } from '../support/accounts.js';
import { EXAMPLES, makeSandbox, type Sandbox } from '../support/run-cli.js';
import { BASE } from './account.js';
import { harmDone } from './whole-runs.js';

const BIN = fileURLToPath(new URL('../../dist/bin.js', import.meta.url));
const dev = join(EXAMPLES, 'dev.json');
const qa = join(EXAMPLES, 'qa.json');

/** Each is broken off this many times by each signal, at moments spread over the time that it takes. */
const MOMENTS = 7;

const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  'diff of files': ['diff', dev, 'dev', qa, 'qa'],
  'diff of a live account': ['diff', 'live', 'dev', qa, 'qa'],
  harvest: ['harvest', dev, 'dev'],
  'baseline accept': ['baseline', 'accept', 'changed.json', 'dev', '--yes'],
};

let prepared: Sandbox;
let base = '';
let endpoint: AccountsEndpoint;
let awsEnv: NodeJS.ProcessEnv;

beforeAll(async () => {
  prepared = makeSandbox();
  await prepared.run(['init']);
  await prepared.run(['harvest', dev, 'dev']);
  const accepted = await prepared.run(['baseline', 'accept', dev, 'dev', '--yes']);
  if (accepted.code !== 0) throw new Error(accepted.stderr);
  const { RoleDetailList: roles, ...rest } = JSON.parse(readFileSync(dev, 'utf8')) as {
    RoleDetailList: object[];
  };
  writeFileSync(
    join(prepared.cwd, 'changed.json'),
    JSON.stringify({ ...rest, RoleDetailList: roles.slice(1) }),
  );
  base = await prepared.git('rev-parse', 'HEAD');
  endpoint = await startAccountsEndpoint({ latencyMs: 30 });
  const { env } = await writeProfiles({
    live: {
      aws_access_key_id: endpoint.add(BASE).accessKeyId,
      aws_secret_access_key: 'secret',
      endpoint_url: endpoint.url,
    },
  });
  awsEnv = {
    AWS_CONFIG_FILE: env.AWS_CONFIG_FILE,
    AWS_SHARED_CREDENTIALS_FILE: env.AWS_SHARED_CREDENTIALS_FILE,
  };
});

afterAll(async () => {
  prepared.remove();
  await endpoint.stop();
});

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
  readonly ms: number;
}

/** Runs a command in a group of its own, as a terminal does, and signals it or the whole group after a while. */
function broken(
  sandbox: Sandbox,
  args: readonly string[],
  how: { readonly signal: NodeJS.Signals; readonly afterMs: number; readonly group: boolean } | null,
): Promise<Ended> {
  const began = performance.now();
  const child = spawn(process.execPath, [BIN, ...args], {
    cwd: sandbox.cwd,
    env: { ...sandbox.env, ...awsEnv },
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const timer =
    how && setTimeout(() => process.kill(how.group ? -child.pid! : child.pid!, how.signal), how.afterMs);
  return new Promise((resolve) => {
    child.on('close', (code, signal) => {
      if (timer) clearTimeout(timer);
      resolve({ code, signal, stderr, ms: performance.now() - began });
    });
  });
}

function freshSandbox(): Sandbox {
  const sandbox = makeSandbox();
  cpSync(prepared.cwd, sandbox.cwd, { recursive: true });
  return sandbox;
}

describe.each(Object.entries(COMMANDS))('%s', (_, args) => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)(
    '%s at any moment ends it with %i, or comes too late, and does no harm',
    async (signal, expected) => {
      const whole = freshSandbox();
      const { ms, code: own } = await broken(whole, args, null);
      expect(harmDone(whole.cwd, base, whole.env)).toEqual([]);
      whole.remove();
      const limit = pLimit(2);
      const problems = await Promise.all(
        Array.from({ length: MOMENTS }, (_unused, index) =>
          limit(async () => {
            const sandbox = freshSandbox();
            const afterMs = (ms * (index + Math.random())) / MOMENTS;
            const group = index % 2 === 0;
            const ended = await broken(sandbox, args, { signal, afterMs, group });
            const harm = harmDone(sandbox.cwd, base, sandbox.env);
            sandbox.remove();
            // Before the program has begun, the system ends it by the signal itself.
            const isExpected = ended.code === expected || ended.signal === signal || ended.code === own;
            const isClear = !/this is a bug| {4}at /.test(ended.stderr);
            const moment = `after ${Math.round(afterMs)} of ${Math.round(ms)} ms${group ? ', the whole group' : ''}`;
            return [
              ...(isExpected ? [] : [`${moment}: ended with ${ended.code ?? ended.signal}: ${ended.stderr}`]),
              ...(isClear ? [] : [`${moment}: ${ended.stderr}`]),
              ...harm.map((one) => `${moment}: ${one}`),
            ];
          }),
        ),
      );
      expect(problems.flat()).toEqual([]);
    },
    240_000,
  );
});
