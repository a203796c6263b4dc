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
  readonly #names = new Map<string, ReadonlySet<string>>();
  readonly #sizes = new Map<string, number>();
  #cached = 0;

  constructor(readonly catalogue: ActionCatalogue) {}

  /** What `of` gives as texts `s3:GetObject`, in no order. */
  names(set: PatternSet): ReadonlySet<string> {
    const key = set.negated ? '' : set.patterns.join('\n');
    let names = this.#names.get(key);
    if (!names) this.#names.set(key, (names = this.#distinct(set)));
    return names;
  }

  /** How many `names` gives, mostly without making them. */
  size(set: PatternSet): number {
    const { negated, patterns } = set;
    if (negated) return 1;
    if (patterns.length === 1) return this.#sizeOf(patterns[0]!);
    return this.#areApart(patterns)
      ? patterns.reduce((sum, pattern) => sum + this.#sizeOf(pattern), 0)
      : this.names(set).size;
  }

  #sizeOf(pattern: string): number {
    let size = this.#sizes.get(pattern);
    if (size === undefined) {
      size = Math.max(1, expandedNames(splitAction(pattern), this.catalogue).length);
      this.#sizes.set(pattern, size);
    }
    return size;
  }

  /** No two of a canonical list name the same action: none has wildcards beside another of its service. */
  #areApart(patterns: readonly string[]): boolean {
    if (!patterns.some(hasWildcard)) return true;
    const services = new Set(patterns.map((pattern) => splitAction(pattern).service.toLowerCase()));
    return services.size === patterns.length;
  }

  #distinct(set: PatternSet): ReadonlySet<string> {
    const names = new Set<string>();
    if (set.negated) return names.add('');
    for (const pattern of set.patterns) {
      const { service, action } = splitAction(pattern);
      const expanded = expandedNames({ service, action }, this.catalogue);
      const prefix = expanded.length === 0 ? service : service.toLowerCase();
      for (const name of expanded.length === 0 ? [action] : expanded) names.add(`${prefix}:${name}`);
    }
    return names;
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
