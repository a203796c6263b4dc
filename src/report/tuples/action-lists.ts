import type { Item } from '../../model/item.js';
import type { PatternSet } from '../../model/policy.js';
import { compareText } from '../../model/text.js';
import type { ActionCatalogue } from '../../policy/catalogue.js';
import { expandedNames, expandItem, itemsOf, splitAction } from '../../policy/items.js';
import { hasWildcard } from '../../policy/wildcard.js';
import { cell } from '../csv/cells.js';

/** The cells `service,action` of a row. The same pair is the same object. */
export interface ActionCell {
  readonly service: string;
  readonly action: string;
  /** As CSV: `s3,GetObject`. */
  readonly csv: string;
}

/** Sorted, distinct. The same list of patterns is the same object. */
export type ActionList = readonly ActionCell[];

/** Entries that the lists may hold together before they are forgotten: some 8 MB. */
const MOST_CACHED = 1_000_000;

/** Expands lists of action patterns by the catalogue, each distinct list once. */
export class ActionLists {
  readonly #lists = new Map<string, ActionList>();
  readonly #cells = new Map<string, ActionCell>();
  readonly #sizes = new Map<string, number>();
  #cached = 0;

  constructor(readonly catalogue: ActionCatalogue) {}

  /** How many actions the lists have together, as many as `of` gives for one. All are negated alike, or none is. */
  size(sets: readonly PatternSet[]): number {
    const [first, ...others] = sets;
    if (!first || first.negated) return sets.length === 0 ? 0 : 1;
    // No two of a canonical list name the same action, unless one of them has a wildcard.
    if (others.length === 0 && !first.patterns.some(hasWildcard)) return first.patterns.length;
    const patterns = others.length === 0 ? first.patterns : sets.flatMap((set) => set.patterns);
    const key = JSON.stringify(patterns);
    let size = this.#sizes.get(key);
    if (size === undefined) this.#sizes.set(key, (size = this.#distinct(patterns)));
    return size;
  }

  /** By service, so that no text is made of each action. */
  #distinct(patterns: readonly string[]): number {
    const byService = new Map<string, (readonly string[])[]>();
    for (const pattern of patterns) {
      const cells = splitAction(pattern);
      const expanded = expandedNames(cells, this.catalogue);
      const service = expanded.length === 0 ? cells.service : cells.service.toLowerCase();
      const names = expanded.length === 0 ? [cells.action] : expanded;
      const lists = byService.get(service);
      if (lists) lists.push(names);
      else byService.set(service, [names]);
    }
    let size = 0;
    // The names of one pattern are distinct.
    for (const lists of byService.values()) {
      size += lists.length === 1 ? lists[0]!.length : new Set(lists.flat()).size;
    }
    return size;
  }

  of(set: PatternSet): ActionList {
    const key = set.negated ? '' : JSON.stringify(set.patterns);
    const known = this.#lists.get(key);
    if (known) return known;
    const cells = new Set<ActionCell>();
    for (const item of itemsOf(statementOf(set))) {
      for (const row of expandItem(item, this.catalogue)) cells.add(this.#cell(row));
    }
    const list = [...cells].sort(compareActions);
    if (this.#cached > MOST_CACHED) {
      this.#lists.clear();
      this.#cached = 0;
    }
    this.#lists.set(key, list);
    this.#cached += list.length;
    return list;
  }

  #cell({ service, action }: Item): ActionCell {
    const csv = `${cell(service)},${cell(action)}`;
    const key = `${service}:${action}`;
    let known = this.#cells.get(key);
    if (!known) this.#cells.set(key, (known = { service, action, csv }));
    return known;
  }
}

export function compareActions(a: ActionCell, b: ActionCell): number {
  return compareText(a.service, b.service) || compareText(a.action, b.action);
}

/** A document that says nothing but the actions: its rows are theirs. */
function statementOf(action: PatternSet): Parameters<typeof itemsOf>[0] {
  const statement = { effect: 'Allow', action, resource: null, principal: null, conditions: [] } as const;
  return { kind: 'policy', version: '2012-10-17', statements: [statement] };
}
