import type { TestProject } from 'vitest/node';
import { startMoto } from './moto.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the moto server that all test files share; null: not available here. */
    readonly motoUrl: string | null;
  }
}

/** Starts one moto server for all test files. Each uses account ids of its own, so that none sees the others. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const moto = await startMoto();
  project.provide('motoUrl', moto?.url ?? null);
  return async () => {
    await moto?.stop();
  };
}
