import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The independent implementation of IAM and STS that the tests talk to. */
export const MOTO = 'moto[server]==5.2.5';

const ROOT = join(import.meta.dirname, '..', '..', '.cache');
const FOLDER = join(ROOT, 'moto');
const READY = join(FOLDER, `ready-${MOTO.split('==')[1] ?? ''}`);
const LOCK = join(ROOT, 'moto.lock');
const LOCK_STALE_MS = 5 * 60_000;

/**
 * Path of the `moto_server` program, installed once into `.cache/moto` with Python's own tools.
 * Throws with the reason if Python or its package index isn't there.
 */
export async function installedMoto(): Promise<string> {
  const program = join(FOLDER, 'bin', 'moto_server');
  await mkdir(ROOT, { recursive: true });
  if (existsSync(READY)) return program;
  await withLock(async () => {
    if (existsSync(READY)) return;
    await rm(FOLDER, { recursive: true, force: true });
    await run('python3', ['-m', 'venv', FOLDER]);
    await run(join(FOLDER, 'bin', 'pip'), ['install', '--quiet', '--disable-pip-version-check', MOTO]);
    await writeFile(READY, '');
  });
  return program;
}

/** One installs, the others wait. A folder is made by one of them only; one left behind by a crash gets stale. */
async function withLock(work: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      await mkdir(LOCK);
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const age = await stat(LOCK).then(
        ({ mtimeMs }) => Date.now() - mtimeMs,
        () => 0,
      );
      if (age > LOCK_STALE_MS) await rm(LOCK, { recursive: true, force: true });
      else await sleep(200);
    }
  }
  try {
    await work();
  } finally {
    await rm(LOCK, { recursive: true, force: true });
  }
}
