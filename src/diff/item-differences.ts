import type { Item } from '../model/item.js';
import type { ItemDifference } from '../model/finding.js';
import type { PolicyDocument } from '../model/policy.js';
import type { ActionCatalogue } from '../policy/catalogue.js';
import { compareItems, expandItem, itemKeys, itemsOf } from '../policy/items.js';
import { hasWildcard, includesPattern, matchesWildcard } from '../policy/wildcard.js';

/** Normalised text → raw text of the document that it came from; texts that were not substituted are absent. */
export type RawTexts = ReadonlyMap<string, string>;

/** One side's document, or null where the policy does not exist. */
export interface ItemSource {
  readonly document: PolicyDocument;
  readonly rawTexts: RawTexts | undefined;
}

export interface ItemDifferences {
  readonly onlyIn1: readonly ItemDifference[];
  readonly onlyIn2: readonly ItemDifference[];
}

/**
 * The rows that one document has and the other lacks, wildcards of actions expanded by the catalogue.
 * Only what differs is expanded. A pattern whose actions of today the other side has too, but which is not
 * covered by a pattern there (`s3:Get*` against today's full list), stays a row in its own words: it will match
 * tomorrow's actions.
 */
export function itemDifferences(
  side1: ItemSource | null,
  side2: ItemSource | null,
  catalogue: ActionCatalogue,
): ItemDifferences {
  const index1 = indexItems(side1);
  const index2 = indexItems(side2);
  return {
    onlyIn1: missingRows(index1, index2, side1?.rawTexts, catalogue),
    onlyIn2: missingRows(index2, index1, side2?.rawTexts, catalogue),
  };
}

/** Everything but the action → folded action pattern → row. */
type ItemIndex = ReadonlyMap<string, ReadonlyMap<string, Item>>;

const NONE: ReadonlyMap<string, Item> = new Map();

function indexItems(source: ItemSource | null): ItemIndex {
  const index = new Map<string, Map<string, Item>>();
  if (!source) return index;
  const version = source.document.version;
  for (const item of itemsOf(source.document)) {
    const keys = itemKeys(item);
    // Under 2008-10-17 a policy variable is plain text, so the same characters say something else.
    const rest = version === '2008-10-17' && keys.rest.includes('${') ? `${version} ${keys.rest}` : keys.rest;
    let actions = index.get(rest);
    if (!actions) index.set(rest, (actions = new Map<string, Item>()));
    if (!actions.has(keys.action)) actions.set(keys.action, item);
  }
  return index;
}

function missingRows(
  here: ItemIndex,
  there: ItemIndex,
  rawTexts: RawTexts | undefined,
  catalogue: ActionCatalogue,
): ItemDifference[] {
  const rows = new Map<string, Item>();
  for (const [rest, actions] of here) {
    const others = there.get(rest) ?? NONE;
    // A pattern without wildcards covers only itself.
    const wide = [...others.keys()].filter(hasWildcard);
    for (const [pattern, item] of actions) {
      if (others.has(pattern) || wide.some((other) => includesPattern(other, pattern))) continue;
      const expanded = expandItem(item, catalogue);
      const missing = expanded.filter((row) => {
        const { action } = itemKeys(row);
        return !others.has(action) && !wide.some((other) => matchesWildcard(other, action));
      });
      for (const row of missing.length > 0 ? missing : [item]) {
        rows.set(`${itemKeys(row).action}\n${rest}`, row);
      }
    }
  }
  return [...rows.values()].sort(compareItems).map((item) => ({ item, raw: rawItem(item, rawTexts) }));
}

/** The row with its substituted texts as they stand in the account. */
function rawItem(item: Item, rawTexts: RawTexts | undefined): Item {
  if (!rawTexts) return item;
  return {
    ...item,
    resource: rawTexts.get(item.resource) ?? item.resource,
    principal: rawTexts.get(item.principal) ?? item.principal,
    condition: rawCell(item.condition, (text) => rawTexts.get(text) ?? text),
    notResource: rawCell(item.notResource, (text) => rawTexts.get(text) ?? text),
    notPrincipal: rawCell(item.notPrincipal, (text) => {
      const value = text.indexOf(':') + 1;
      return text.slice(0, value) + (rawTexts.get(text.slice(value)) ?? text.slice(value));
    }),
  };
}

/** A cell that holds JSON: its texts are replaced one by one. */
function rawCell(cell: string, rawOf: (text: string) => string): string {
  if (cell === '') return cell;
  return JSON.stringify(JSON.parse(cell), (_key, value: unknown) =>
    typeof value === 'string' ? rawOf(value) : value,
  );
}
