import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { startMoto } from './moto.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the moto server that all test files share; null: not available here. */
    readonly motoUrl: string | null;
  }
}

/**
 * Starts one moto server for all test files. Each uses account ids of its own, so that none sees the others.
 * Everything that tests and the commands under test put into the temporary folder goes into one of the run's own,
 * which is removed at the end.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'iamdrift-tests-'));
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) process.env[name] = folder;
  const moto = await startMoto();
  project.provide('motoUrl', moto?.url ?? null);
  return async () => {
    await moto?.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
