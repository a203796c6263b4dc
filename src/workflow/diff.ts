import { captureBoth, type SourceRequest } from './captures.js';
import type { CompareResult, ComparisonOptions } from './compare.js';
import { readEquivalencyFile } from './equivalency-file.js';
import { readWaiversFile } from './waivers-file.js';
import type { World } from './world.js';

export interface CompareRequest extends ComparisonOptions {
  readonly sides: readonly [SourceRequest, SourceRequest];
  /** File of the equivalency list; without it `equivalency_list.json` where there is one. */
  readonly equivalency?: string | undefined;
}

/** The story of `diff`: snapshot both, normalise, compare, write the run, commit it. */
export async function compareTwo(request: CompareRequest, world: World): Promise<CompareResult> {
  const startedAt = world.now();
  const list = await readEquivalencyFile(world.cwd, request.equivalency);
  const waivers = await readWaiversFile(world.cwd, request.waivers);
  // What compares is loaded while the sources are read.
  const [captures, { compareAndKeep }] = await Promise.all([
    captureBoth(...request.sides, world),
    import('./compare.js'),
  ]);
  const title = `diff ${captures[0].tag} ${captures[1].tag}`;
  return compareAndKeep({ command: 'diff', title, captures, list, waivers, startedAt }, request, world);
}
