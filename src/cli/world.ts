import type { World } from '../workflow/world.js';
import { ownVersion } from './version.js';
import { openProgress } from './progress.js';
import type { Terminal } from './terminal.js';

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
    commandLine: process.argv.slice(2),
    signal,
    ...progress.hooks,
  };
  try {
    return await work(world);
  } finally {
    progress.close();
  }
}
