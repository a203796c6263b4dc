import fc from 'fast-check';

/**
 * How long to look: in CI a fixed number of runs; with FUZZ_SECONDS (`npm run fuzz`) so many seconds per property.
 * FUZZ_SEED repeats a run.
 */
export function budget(runs: number): fc.Parameters<unknown> {
  const seconds = Number(process.env.FUZZ_SECONDS ?? 0);
  const seed = process.env.FUZZ_SEED;
  return {
    ...(seconds > 0
      ? { numRuns: 1_000_000_000, plugins: [fc.interruptAfterTimeLimit(seconds * 1000)] }
      : { numRuns: runs }),
    ...(seed !== undefined && { seed: Number(seed) }),
  };
}

/** Milliseconds that a property may take, with time to shrink what it finds. */
export const TIMEOUT = (Number(process.env.FUZZ_SECONDS ?? 0) + 600) * 1000;
