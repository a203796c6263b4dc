import { compareText } from '../model/text.js';

/** One key, with what each side has under it; never null on both sides. */
export interface KeyedPair<T> {
  readonly key: string;
  readonly side1: T | null;
  readonly side2: T | null;
}

/** Two lists joined by key, sorted by key. A key that one list has twice keeps its first element. */
export function joinByKey<T>(
  list1: readonly T[],
  list2: readonly T[],
  keyOf: (item: T) => string,
): KeyedPair<T>[] {
  const map1 = indexBy(list1, keyOf);
  const map2 = indexBy(list2, keyOf);
  const keys = new Set([...map1.keys(), ...map2.keys()]);
  return [...keys]
    .sort(compareText)
    .map((key) => ({ key, side1: map1.get(key) ?? null, side2: map2.get(key) ?? null }));
}

function indexBy<T>(list: readonly T[], keyOf: (item: T) => string): Map<string, T> {
  const map = new Map<string, T>();
  for (const item of list) {
    const key = keyOf(item);
    if (!map.has(key)) map.set(key, item);
  }
  return map;
}
