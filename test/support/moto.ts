import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { installedMoto } from './moto-install.js';

export interface Moto {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Drops everything in all accounts. Only for a server of one's own: the shared one has other users. */
  reset(): Promise<void>;
  /** From the next call but `after` on, IAM policies are enforced. */
  enforcePolicies(after: number): Promise<void>;
  stop(): Promise<void>;
}

export interface MotoOptions {
  /** With AWS's own 1,500 policies, so that they can be attached: each account then takes seconds to begin. */
  readonly awsPolicies?: boolean;
}

/**
 * Starts moto on a free port of the loopback interface. `null`, with the reason printed, where it can't be had;
 * in CI that is a failure, since the tests that prove the most would be missing.
 */
export async function startMoto(options: MotoOptions = {}): Promise<Moto | null> {
  try {
    return await start(await installedMoto(), options);
  } catch (error) {
    if (process.env.CI === 'true') throw error;
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    console.warn(`moto is not available, tests against a real IAM endpoint are left out: ${reason ?? ''}`);
    return null;
  }
}

async function start(program: string, { awsPolicies = false }: MotoOptions): Promise<Moto> {
  const server = spawn(program, ['-H', '127.0.0.1', '-p', '0'], {
    env: { ...process.env, MOTO_IAM_LOAD_MANAGED_POLICIES: String(awsPolicies) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const kill = (): void => void server.kill('SIGKILL');
  process.once('exit', kill);
  const url = await listening(server);
  const post = async (path: string, body?: string): Promise<void> => {
    const answer = await fetch(`${url}${path}`, { method: 'POST', ...(body === undefined ? {} : { body }) });
    if (!answer.ok) throw new Error(`moto: ${path}: ${answer.status}`);
    await answer.arrayBuffer();
  };
  return {
    url,
    reset: () => post('/moto-api/reset'),
    enforcePolicies: (after) => post('/moto-api/reset-auth', String(after)),
    stop: async () => {
      process.off('exit', kill);
      if (server.exitCode !== null) return;
      const exited = once(server, 'exit');
      server.kill('SIGTERM');
      await exited;
    },
  };
}

/** The server says its address on stderr; what it says later must be read too, or it would stall. */
function listening(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const said: string[] = [];
    createInterface({ input: server.stderr! }).on('line', (line) => {
      if (said.length < 20) said.push(line);
      const url = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(line)?.[1];
      if (url) resolve(url);
    });
    server.once('error', reject);
    server.once('exit', (code) =>
      reject(new Error(`moto_server ended with ${code ?? 'a signal'}: ${said.join(' ')}`)),
    );
  });
}
