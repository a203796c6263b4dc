import type { SourceRequest } from './captures.js';
import type { CompareResult, ComparisonOptions } from './compare.js';
import { withFileThread } from './file-thread.js';
import type { World } from './world.js';

export interface CompareRequest extends ComparisonOptions {
  readonly sides: readonly [SourceRequest, SourceRequest];
  /** File of the equivalency list; without it `equivalency_list.json` where there is one. */
  readonly equivalency?: string | undefined;
}

/**
 * The story of `diff`: snapshot both, normalise, compare, write the run, commit it. The second file's thread has the
 * longest way to go: it sets out before the rest of the story is loaded.
 */
export async function compareTwo(request: CompareRequest, world: World): Promise<CompareResult> {
  const startedAt = world.now();
  return withFileThread(request.sides[1], world, async (aside) => {
    const [{ readEquivalencyFile }, { readWaiversFile }] = await Promise.all([
      import('./equivalency-file.js'),
      import('./waivers-file.js'),
    ]);
    const list = await readEquivalencyFile(world.cwd, request.equivalency);
    const waivers = await readWaiversFile(world.cwd, request.waivers);
    const { captureBoth } = await import('./captures.js');
    // What compares is loaded while the sources are read.
    const [captures, { compareAndKeep }] = await Promise.all([
      captureBoth(...request.sides, world, aside),
      import('./compare.js'),
    ]);
    const title = `diff ${captures[0].tag} ${captures[1].tag}`;
    return compareAndKeep({ command: 'diff', title, captures, list, waivers, startedAt }, request, world);
  });
}
