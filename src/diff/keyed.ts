import { compareText } from '../model/text.js';

/** One key, with what each side has under it; never null on both sides. */
export interface KeyedPair<T> {
  readonly key: string;
  readonly side1: T | null;
  readonly side2: T | null;
}

/**
 * Two lists joined by key, sorted by key. Nothing is left out: elements of one key are paired in the order of their
 * lists, and what one list has more of stands alone.
 */
export function joinByKey<T>(
  list1: readonly T[],
  list2: readonly T[],
  keyOf: (item: T) => string,
): KeyedPair<T>[] {
  const merged = mergeInOrder(list1, list2, keyOf);
  if (merged) return merged;
  const map1 = indexBy(list1, keyOf);
  const map2 = indexBy(list2, keyOf);
  const keys = new Set([...map1.keys(), ...map2.keys()]);
  return [...keys].sort(compareText).flatMap((key) => {
    const all1 = map1.get(key) ?? [];
    const all2 = map2.get(key) ?? [];
    const longer = all1.length >= all2.length ? all1 : all2;
    return longer.map((_, at) => ({ key, side1: all1[at] ?? null, side2: all2[at] ?? null }));
  });
}

/** The common case: both lists have their keys in order, each once. null where they haven't. */
function mergeInOrder<T>(
  list1: readonly T[],
  list2: readonly T[],
  keyOf: (item: T) => string,
): KeyedPair<T>[] | null {
  const pairs: KeyedPair<T>[] = [];
  let [at1, at2] = [0, 0];
  while (at1 < list1.length || at2 < list2.length) {
    const key1 = at1 < list1.length ? keyOf(list1[at1]!) : null;
    const key2 = at2 < list2.length ? keyOf(list2[at2]!) : null;
    const order = key1 === null ? 1 : key2 === null ? -1 : key1 === key2 ? 0 : compareText(key1, key2);
    const key = (order <= 0 ? key1 : key2)!;
    if (pairs.length > 0 && compareText(pairs.at(-1)!.key, key) >= 0) return null;
    pairs.push({
      key,
      side1: order <= 0 ? list1[at1++]! : null,
      side2: order >= 0 ? list2[at2++]! : null,
    });
  }
  return pairs;
}

function indexBy<T>(list: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const map = new Map<string, T[]>();
  for (const item of list) {
    const key = keyOf(item);
    const same = map.get(key);
    if (same) same.push(item);
    else map.set(key, [item]);
  }
  return map;
}
