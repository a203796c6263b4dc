/** `map` that gives back the list itself where no element changes. */
export function mapChanged<T>(list: readonly T[], change: (item: T, at: number) => T): readonly T[] {
  let changed: T[] | null = null;
  for (let at = 0; at < list.length; at++) {
    const item = list[at]!;
    const next = change(item, at);
    if (next !== item) (changed ??= list.slice())[at] = next;
  }
  return changed ?? list;
}
