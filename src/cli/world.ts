import { availableParallelism } from 'node:os';
import { withoutSecrets } from '../model/secrets.js';
import type { World } from '../workflow/world.js';
import { ownVersion } from './version.js';
import { openProgress } from './progress.js';
import type { Terminal } from './terminal.js';

/** Each costs memory; with more of them the rest of a run is what takes the time. */
const MOST_THREADS = 3;

/** The world as this process has it, for the time of one command. */
export async function withWorld<T>(
  terminal: Terminal,
  signal: AbortSignal,
  work: (world: World) => Promise<T>,
): Promise<T> {
  const progress = openProgress(terminal);
  const world: World = {
    cwd: process.cwd(),
    env: process.env,
    now: () => new Date(),
    version: ownVersion(),
    threads: Math.min(availableParallelism() - 1, MOST_THREADS),
    // It is kept in run.json.
    commandLine: process.argv.slice(2).map(withoutSecrets),
    signal,
    ...progress.hooks,
  };
  try {
    return await work(world);
  } finally {
    progress.close();
  }
}
