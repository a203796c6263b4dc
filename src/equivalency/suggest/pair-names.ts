import { tokensOf } from './words.js';

/** A name that the other side hasn't, with what its entity may do in a form that names don't touch. */
export interface NamedShape {
  readonly name: string;
  readonly shape: string;
}

/**
 * Pairs names of two lists that are each other's nearest, by the words that they share: rare words say more than
 * frequent ones, and among equals the same shape decides. What stays ambiguous is not paired. Returns pairs of indexes.
 */
export function pairNames(list1: readonly NamedShape[], list2: readonly NamedShape[]): [number, number][] {
  const features1 = list1.map(({ name }) => features(name));
  const features2 = list2.map(({ name }) => features(name));
  const weigh = weights([...features1, ...features2]);
  const sums1 = features1.map((all) => sumOf(all, weigh));
  const sums2 = features2.map((all) => sumOf(all, weigh));
  const postings = indexOf(features2);
  const best1 = list1.map(() => new Best());
  const best2 = list2.map(() => new Best());
  list1.forEach(({ shape }, i) => {
    for (const [j, weight] of sharedWeights(features1[i]!, postings, weigh)) {
      const bonus = shape === list2[j]!.shape ? SAME_SHAPE_BONUS : 0;
      const score = (2 * weight) / (sums1[i]! + sums2[j]!) + bonus;
      best1[i]!.offer(j, score);
      best2[j]!.offer(i, score);
    }
  });
  return list1.flatMap((_, i): [number, number][] => {
    const j = best1[i]!.only;
    return j !== null && best2[j]!.only === i ? [[i, j]] : [];
  });
}

/** The one with the highest score so far; null where two share it. */
class Best {
  only: number | null = null;
  #score = 0;

  offer(one: number, score: number): void {
    if (score > this.#score + 1e-9) {
      this.only = one;
      this.#score = score;
    } else if (score > this.#score - 1e-9) this.only = null;
  }
}

/** Words in lower case, and the ends of long ones, so that `devreader` and `qareader` meet. */
function features(name: string): readonly string[] {
  const words = tokensOf(name).flatMap(({ kind, text }) => (kind === 'other' ? [] : [text.toLowerCase()]));
  const ends = words.flatMap((word) =>
    word.length > 5 ? [`^${word.slice(0, 4)}`, `${word.slice(-4)}$`] : [],
  );
  return [...new Set([...words, ...ends])];
}

/** The rarer a word is among the names, the more it says about which is which. */
function weights(all: readonly (readonly string[])[]): Weights {
  const counts = new Map<string, number>();
  for (const each of all) for (const feature of each) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  const isEnd = (feature: string): boolean => feature.startsWith('^') || feature.endsWith('$');
  return new Map(
    [...counts].map(([feature, count]) => [
      feature,
      Math.log(1 + all.length / count) * (isEnd(feature) ? 0.3 : 1),
    ]),
  );
}

/** Weight of each feature. */
type Weights = ReadonlyMap<string, number>;

/** Words that more names than these share are looked up only where nothing rarer is shared. */
const FREQUENT = 400;
const SAME_SHAPE_BONUS = 0.05;

/** Feature → the names that have it. */
function indexOf(all: readonly (readonly string[])[]): Map<string, Set<number>> {
  const postings = new Map<string, Set<number>>();
  all.forEach((each, at) => {
    for (const feature of each) {
      const posting = postings.get(feature);
      if (posting) posting.add(at);
      else postings.set(feature, new Set([at]));
    }
  });
  return postings;
}

const NOBODY: ReadonlySet<number> = new Set();

function sharedWeights(
  all: readonly string[],
  postings: ReadonlyMap<string, ReadonlySet<number>>,
  weigh: Weights,
): Map<number, number> {
  const shared = new Map<number, number>();
  const rareFirst = [...all].sort((a, b) => weigh.get(b)! - weigh.get(a)!);
  for (const feature of rareFirst) {
    const weight = weigh.get(feature)!;
    const posting = postings.get(feature) ?? NOBODY;
    const isFrequent = posting.size > FREQUENT && shared.size > 0;
    for (const j of isFrequent ? shared.keys() : posting) {
      if (!isFrequent || posting.has(j)) shared.set(j, (shared.get(j) ?? 0) + weight);
    }
  }
  return shared;
}

function sumOf(all: readonly string[], weigh: Weights): number {
  return all.reduce((sum, feature) => sum + weigh.get(feature)!, 0);
}
