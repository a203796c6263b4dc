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
  return [...new Set(texts)].sort(compareText);
}

/** Sorts a copy by a text key. */
export function sortedBy<T>(items: Iterable<T>, key: (item: T) => string): T[] {
  return [...items].sort((a, b) => compareText(key(a), key(b)));
}
