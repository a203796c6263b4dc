import type { Item } from '../model/item.js';
import type { ItemDifference } from '../model/finding.js';
import type { PolicyDocument } from '../model/policy.js';
import type { ActionCatalogue } from '../policy/catalogue.js';
import {
  type ActionCells,
  actionKey,
  compareItems,
  expandedActions,
  restKey,
  statementCells,
} from '../policy/items.js';
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
  const index1 = indexRows(side1);
  const index2 = indexRows(side2);
  return {
    onlyIn1: missingRows(index1, index2, side1?.rawTexts, catalogue),
    onlyIn2: missingRows(index2, index1, side2?.rawTexts, catalogue),
  };
}

/**
 * A document's rows without multiplying them out. A statement has a row for each of its actions with each of its
 * resources and principals; where a thousand meet a thousand, only what is missing on the other side is ever a row.
 * By everything but the action (`restKey`): the group of the statements that say it, and what each calls it.
 */
type RowIndex = ReadonlyMap<string, { readonly group: ActionGroup; readonly cells: readonly Rest[] }>;

type Rest = Omit<Item, 'service' | 'action'>;

/** The actions of statements that share what else they say. */
interface ActionGroup {
  /** Folded action pattern → its cells, and which of the statements names it first. */
  readonly actions: ReadonlyMap<string, { readonly cells: ActionCells; readonly at: number }>;
  /** The patterns that cover more than themselves. */
  readonly wide: readonly string[];
}

const NO_ACTIONS: ActionGroup = { actions: new Map(), wide: [] };

function indexRows(source: ItemSource | null): RowIndex {
  if (!source) return new Map();
  const { version, statements } = source.document;
  const cells = statements.map(statementCells);
  const places = new Map<string, { readonly statements: number[]; readonly cells: Rest[] }>();
  for (const [number, { effect, actions, rests }] of cells.entries()) {
    // A negated list is one cell; other statements have none.
    const notAction = actions[0]?.notAction ?? '';
    for (const rest of rests.map((one) => ({ ...one, effect, notAction }))) {
      const key = restKey(rest);
      // Under 2008-10-17 a policy variable is plain text, so the same characters say something else.
      const versioned = version === '2008-10-17' && key.includes('${') ? `${version} ${key}` : key;
      const place = places.get(versioned);
      if (!place) places.set(versioned, { statements: [number], cells: [rest] });
      else if (place.statements.at(-1) !== number) {
        place.statements.push(number);
        place.cells.push(rest);
      }
    }
  }
  const groups = new Map<string, ActionGroup>();
  return new Map(
    [...places].map(([key, place]) => {
      const name = place.statements.join();
      const group = groups.get(name) ?? groupOf(place.statements.map((number) => cells[number]!.actions));
      groups.set(name, group);
      return [key, { group, cells: place.cells }];
    }),
  );
}

function groupOf(statements: readonly (readonly ActionCells[])[]): ActionGroup {
  const actions = new Map<string, { readonly cells: ActionCells; readonly at: number }>();
  for (const [at, list] of statements.entries()) {
    for (const cells of list) {
      const key = actionKey(cells);
      if (!actions.has(key)) actions.set(key, { cells, at });
    }
  }
  // A pattern without wildcards covers only itself.
  return { actions, wide: [...actions.keys()].filter(hasWildcard) };
}

function missingRows(
  here: RowIndex,
  there: RowIndex,
  rawTexts: RawTexts | undefined,
  catalogue: ActionCatalogue,
): ItemDifference[] {
  const known = new Map<ActionGroup, Map<ActionGroup, readonly MissingAction[]>>();
  const missing = (group: ActionGroup, others: ActionGroup): readonly MissingAction[] => {
    const byOthers = known.get(group) ?? new Map<ActionGroup, readonly MissingAction[]>();
    known.set(group, byOthers);
    const found = byOthers.get(others) ?? missingActions(group, others, catalogue);
    byOthers.set(others, found);
    return found;
  };
  const rows: Item[] = [];
  for (const [key, { group, cells }] of here) {
    for (const { at, ...action } of missing(group, there.get(key)?.group ?? NO_ACTIONS)) {
      rows.push({ ...cells[at]!, ...action });
    }
  }
  return rows.sort(compareItems).map((item) => ({ item, raw: rawItem(item, rawTexts) }));
}

/** An action as rows tell it, and the place in its group of the statement that names it. */
type MissingAction = Pick<Item, 'service' | 'action'> & { readonly at: number };

/** What `others` does not cover of a group, wildcards expanded. */
function missingActions(
  { actions }: ActionGroup,
  others: ActionGroup,
  catalogue: ActionCatalogue,
): MissingAction[] {
  const isThere = (action: string): boolean =>
    others.actions.has(action) || others.wide.some((other) => matchesWildcard(other, action));
  const rows = new Map<string, MissingAction>();
  for (const [pattern, { cells, at }] of actions) {
    if (others.actions.has(pattern) || others.wide.some((other) => includesPattern(other, pattern))) continue;
    const { service, action, notAction } = cells;
    const expanded = expandedActions(cells, catalogue);
    const missing = expanded.filter((one) => !isThere(actionKey({ ...one, notAction })));
    for (const one of missing.length > 0 ? missing : [{ service, action }]) {
      rows.set(actionKey({ ...one, notAction }), { ...one, at });
    }
  }
  return [...rows.values()];
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
