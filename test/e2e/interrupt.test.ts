import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { KEYS, writeProfiles } from '../support/accounts.js';
import { makeSandbox, type Sandbox } from '../support/run-cli.js';

const BIN = fileURLToPath(new URL('../../dist/bin.js', import.meta.url));

let sandbox: Sandbox;
let server: Server;
let called: Promise<void>;

/** An endpoint that takes a call and never answers. */
beforeEach(async () => {
  sandbox = makeSandbox();
  called = new Promise((resolve) => {
    server = createServer(() => resolve());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
  sandbox.remove();
});

it.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s ends a live diff with %i and leaves nothing', async (signal, expected) => {
  const { port } = server.address() as AddressInfo;
  const { env } = await writeProfiles({ slow: { ...KEYS, endpoint_url: `http://127.0.0.1:${port}` } });
  const child = spawn(process.execPath, [BIN, 'diff', 'slow', 'a', 'slow', 'b'], {
    cwd: sandbox.cwd,
    env: { ...sandbox.env, ...env },
    stdio: 'ignore',
  });
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  await called;
  child.kill(signal);
  expect(await ended).toBe(expected);
  expect(readdirSync(sandbox.cwd)).toEqual([]);
});
