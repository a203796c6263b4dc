import type { Item } from '../../src/model/item.js';
import type { PolicyDocument } from '../../src/model/policy.js';
import type { ActionCatalogue } from '../../src/policy/catalogue.js';
import { actionKey, compareItems, expandItem, itemsOf, restKey } from '../../src/policy/items.js';
import { includesPattern, matchesWildcard } from '../../src/policy/wildcard.js';

/**
 * The rows that `here` has and `there` lacks, found by writing out all rows of both and looking at each by itself: slow,
 * and what `itemDifferences` must say.
 */
export function naiveMissingRows(
  here: PolicyDocument,
  there: PolicyDocument,
  catalogue: ActionCatalogue,
): Item[] {
  const others = itemsOf(there);
  const rows = new Map<string, Item>();
  const seen = new Set<string>();
  for (const item of itemsOf(here)) {
    const rest = keyOf(item, here);
    const same = others.filter((other) => keyOf(other, there) === rest).map(actionKey);
    const pattern = actionKey(item);
    if (seen.has(`${pattern}\n${rest}`)) continue;
    seen.add(`${pattern}\n${rest}`);
    if (same.some((other) => other === pattern || includesPattern(other, pattern))) continue;
    const missing = expandItem(item, catalogue).filter(
      (row) => !same.some((other) => other === actionKey(row) || matchesWildcard(other, actionKey(row))),
    );
    for (const row of missing.length > 0 ? missing : [item]) rows.set(`${actionKey(row)}\n${rest}`, row);
  }
  return [...rows.values()].sort(compareItems);
}

/** Under 2008-10-17 a policy variable is plain text. */
function keyOf(item: Item, { version }: PolicyDocument): string {
  const key = restKey(item);
  return key.includes('${') ? `${version} ${key}` : key;
}
