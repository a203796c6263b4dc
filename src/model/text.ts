/**
 * A total order on texts by Unicode code point: the same on every machine and in every locale.
 * Returns a negative number, 0 or a positive one, as `Array.prototype.sort` wants it.
 */
export function compareText(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) {
      // UTF-16 puts surrogates (code points from U+10000) below U+E000; code points don't.
      const xHigh = x >= 0xd800 && x <= 0xdfff;
      const yHigh = y >= 0xd800 && y <= 0xdfff;
      return xHigh === yHigh ? x - y : xHigh ? 1 : -1;
    }
  }
  return a.length - b.length;
}

/** A sorted copy without repetitions. */
export function sortedUnique<T extends string>(texts: Iterable<T>): T[] {
  if (Array.isArray(texts) && texts.length < 2) return texts.slice() as T[];
  const unique = [...new Set(texts)];
  return unique.length < 2 ? unique : inOrder(unique);
}

/** Sorts a list itself. */
function inOrder<T extends string>(texts: T[]): T[] {
  return texts.some(isHigh) ? texts.sort(compareText) : texts.sort();
}

/** Of texts that have no character from U+D800 on, the engine's own order is that of code points, and quicker. */
function isHigh(text: string): boolean {
  return HIGH.test(text);
}

const HIGH = /[\uD800-\uFFFF]/;

/** Sorts a copy by text keys: by the first, where that ties by the next. */
export function sortedBy<T>(items: Iterable<T>, ...keys: readonly ((item: T) => string)[]): T[] {
  const copy = Array.isArray(items) ? (items as readonly T[]).slice() : [...items];
  // Nearly all lists are short, or in order as they come: both are quicker without the general sort.
  if (copy.length <= SHORT) return insertEach(copy, keys);
  return isInOrder(copy, keys) ? copy : sortLong(copy, keys);
}

function sortLong<T>(items: T[], keys: readonly ((item: T) => string)[]): T[] {
  const [first, ...others] = keys as [(item: T) => string, ...((item: T) => string)[]];
  const all = items.map((item) => ({ item, text: first(item) }));
  if (all.some(({ text }) => isHigh(text))) return items.sort((a, b) => compareByKeys(a, b, keys));
  return all
    .sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : compareByKeys(a.item, b.item, others)))
    .map(({ item }) => item);
}

const SHORT = 8;

/** Puts each item of a list behind those before it that it doesn't come before. */
function insertEach<T>(items: T[], keys: readonly ((item: T) => string)[]): T[] {
  for (let i = 1; i < items.length; i++) {
    const item = items[i]!;
    let at = i;
    for (; at > 0 && compareByKeys(items[at - 1]!, item, keys) > 0; at--) items[at] = items[at - 1]!;
    items[at] = item;
  }
  return items;
}

/** Is a list in the order that `sortedBy` gives it? */
export function isInOrder<T>(items: readonly T[], keys: readonly ((item: T) => string)[]): boolean {
  for (let i = 1; i < items.length; i++) {
    if (compareByKeys(items[i - 1]!, items[i]!, keys) > 0) return false;
  }
  return true;
}

function compareByKeys<T>(a: T, b: T, keys: readonly ((item: T) => string)[]): number {
  for (const key of keys) {
    const order = compareText(key(a), key(b));
    if (order !== 0) return order;
  }
  return 0;
}
