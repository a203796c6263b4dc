import type { CompareRequest, CompareResult } from './compare.js';
import { withFileThread } from './file-thread.js';
import type { World } from './world.js';

/** The story of `diff`. The thread that reads the second file has the longest way: it sets out before all else is loaded. */
export function compareTwo(request: CompareRequest, world: World): Promise<CompareResult> {
  return withFileThread(request.sides[1], world, async (aside) => {
    const { compareSources } = await import('./compare.js');
    return compareSources(request, aside, world);
  });
}
