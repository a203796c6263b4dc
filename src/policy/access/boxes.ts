import { BudgetExceeded } from './automaton.js';

/**
 * A set of requests that is a product: in each dimension (the resource, a condition key, …) a set of cells, as a
 * bit mask. Every mask of a box that is worked with has a bit.
 */
export type Box = readonly bigint[];

const MAX_STEPS = 20_000;

/** Steps left for one comparison; shared by its questions, so that many hard ones end as soon as one very hard. */
export interface Budget {
  steps: number;
}

export function newBudget(): Budget {
  return { steps: MAX_STEPS };
}

/** null: they have nothing in common. */
export function intersect(a: Box, b: Box): Box | null {
  const result = a.map((mask, dimension) => mask & b[dimension]!);
  return result.includes(0n) ? null : result;
}

export function isWithin(inner: Box, outer: Box): boolean {
  return inner.every((mask, dimension) => (mask & ~outer[dimension]!) === 0n);
}

/**
 * What of `box` no box of `covers` covers, as disjoint boxes, one after the other: a caller that needs one piece
 * pays for one. Throws BudgetExceeded when the budget is used up.
 */
export function* uncovered(box: Box, covers: readonly Box[], budget: Budget): Generator<Box> {
  if (--budget.steps < 0) throw new BudgetExceeded();
  let best: Box | null = null;
  let bestSplits: number[] = [];
  const remaining: Box[] = [];
  for (const cover of covers) {
    const splits = splitsOf(box, cover);
    if (splits === null) continue;
    if (splits.length === 0) return;
    remaining.push(cover);
    if (best === null || splits.length < bestSplits.length) {
      best = cover;
      bestSplits = splits;
    }
  }
  if (best === null) {
    yield box;
    return;
  }
  const chosen = best;
  const rest = remaining.filter((cover) => cover !== chosen);
  const inside = [...box];
  for (const dimension of bestSplits) {
    const piece = [...inside];
    piece[dimension] = inside[dimension]! & ~chosen[dimension]!;
    yield* uncovered(piece, rest, budget);
    inside[dimension] = inside[dimension]! & chosen[dimension]!;
  }
}

/** The dimensions in which `box` reaches beyond `cover`; null: they have nothing in common. */
function splitsOf(box: Box, cover: Box): number[] | null {
  const splits: number[] = [];
  for (let dimension = 0; dimension < box.length; dimension++) {
    const mine = box[dimension]!;
    const theirs = cover[dimension]!;
    const both = mine & theirs;
    if (both === 0n) return null;
    if (both !== mine) splits.push(dimension);
  }
  return splits;
}
