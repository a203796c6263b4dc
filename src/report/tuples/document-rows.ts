import type { Item } from '../../model/item.js';
import type { ParsedDocument, Statement } from '../../model/policy.js';
import { compareText } from '../../model/text.js';
import type { ActionCatalogue } from '../../policy/catalogue.js';
import { compareItems, itemsOf } from '../../policy/items.js';
import { cell, RECORD_END } from '../csv/cells.js';
import { itemCells, UNREADABLE_ITEM } from '../csv/item-cells.js';
import { type ActionCell, type ActionList, ActionLists, compareActions } from './action-lists.js';

/** A row without its actions: `service` and `action` are empty. */
type Rest = Item;

/** A statement's rows: every action with every rest. */
interface Part {
  readonly actions: ActionList;
  /** Sorted, distinct. */
  readonly rests: readonly Rest[];
}

/** Statements that are compared each with each, to save making the rests of their rows. */
const MOST_COMPARED = 30;

/**
 * The rows of policy documents, wildcards of actions expanded by the catalogue, sorted by `compareItems`, distinct;
 * as text or as a number. Rows are never made one by one as objects: a statement's rows are the product of its
 * actions and of the rest of its cells.
 */
export class DocumentRows {
  readonly #lists: ActionLists;

  constructor(catalogue: ActionCatalogue) {
    this.#lists = new ActionLists(catalogue);
  }

  /** CSV text of the cells from `effect` to `notprincipal` with the record's end, per row. undefined: not read. */
  csv(documents: readonly (ParsedDocument | undefined)[]): string[] {
    const texts: string[] = [];
    for (const [effect, parts] of this.#byEffect(documents)) {
      const restTexts = new Map<Rest, string>();
      for (const { rests } of parts) for (const rest of rests) restTexts.set(rest, restCsv(rest));
      const start = `${cell(effect)},`;
      for (const { action, rests } of rowsInOrder(parts)) {
        for (const rest of rests) texts.push(`${start}${action.csv},${restTexts.get(rest)!}`);
      }
    }
    if (documents.some(isUnreadable)) texts.push(itemCells(UNREADABLE_ITEM).map(cell).join(',') + RECORD_END);
    return texts;
  }

  /** How many rows `csv` gives. */
  count(documents: readonly (ParsedDocument | undefined)[]): number {
    return (
      (documents.some(isUnreadable) ? 1 : 0) + (this.#productCount(documents) ?? this.#exactCount(documents))
    );
  }

  /** The sum over the statements, where a look at them shows that no two share a row; else null. */
  #productCount(documents: readonly (ParsedDocument | undefined)[]): number | null {
    const statements = statementsOf(documents);
    if (statements.length > MOST_COMPARED) return null;
    let count = 0;
    for (const [index, statement] of statements.entries()) {
      for (let other = 0; other < index; other++) {
        if (mayShareRows(statement, statements[other]!)) return null;
      }
      count += this.#lists.size(statement.action) * restCount(statement);
    }
    return count;
  }

  #exactCount(documents: readonly (ParsedDocument | undefined)[]): number {
    return this.#byEffect(documents).reduce((count, [, parts]) => count + countDistinct(parts), 0);
  }

  #byEffect(documents: readonly (ParsedDocument | undefined)[]): [string, Part[]][] {
    const byEffect = new Map<string, Part[]>();
    for (const document of documents) {
      if (document?.kind !== 'policy') continue;
      for (const statement of document.statements) {
        const part = { actions: this.#lists.of(statement.action), rests: restsOf(statement) };
        const parts = byEffect.get(statement.effect);
        if (parts) parts.push(part);
        else byEffect.set(statement.effect, [part]);
      }
    }
    return [...byEffect].sort(([a], [b]) => compareText(a, b));
  }
}

function statementsOf(documents: readonly (ParsedDocument | undefined)[]): readonly Statement[] {
  const lists = documents.map((document) => (document?.kind === 'policy' ? document.statements : []));
  return lists.length === 1 ? lists[0]! : lists.flat();
}

function isUnreadable(document: ParsedDocument | undefined): boolean {
  return document?.kind !== 'policy';
}

/** How many `restsOf` gives: the lists of a canonical statement are sets. */
function restCount({ resource, principal }: Statement): number {
  const resources = resource && !resource.negated ? resource.patterns.length : 1;
  return resources * (principal && !principal.negated ? principal.principals.length : 1);
}

function mayShareRows(a: Statement, b: Statement): boolean {
  if (a.effect !== b.effect || a.action.negated !== b.action.negated) return false;
  if (!a.resource || !b.resource || a.resource.negated || b.resource.negated) return true;
  const others = b.resource.patterns;
  return a.resource.patterns.some((pattern) => others.includes(pattern));
}

/** One row per resource and principal, without the action; a negated list of actions is a cell of its own. */
function restsOf(statement: Statement): Rest[] {
  const { negated, patterns } = statement.action;
  const action = negated ? statement.action : { negated, patterns: patterns.slice(0, 1) };
  const document = { kind: 'policy', version: '2012-10-17', statements: [{ ...statement, action }] } as const;
  return sortedDistinct(itemsOf(document).map((item) => ({ ...item, service: '', action: '' })));
}

function sortedDistinct(rests: Rest[]): Rest[] {
  if (rests.length < 2) return rests;
  const sorted = rests.sort(compareItems);
  return sorted.filter((rest, index) => index === 0 || compareItems(rest, sorted[index - 1]!) !== 0);
}

/** The cells from `arn` to `notprincipal`. */
function restCsv(rest: Rest): string {
  return itemCells(rest).slice(3).map(cell).join(',') + RECORD_END;
}

/** Actions in order, each with the rests that it has in one part or another. */
function* rowsInOrder(parts: readonly Part[]): Generator<{ action: ActionCell; rests: readonly Rest[] }> {
  if (parts.length === 1) {
    const { actions, rests } = parts[0]!;
    for (const action of actions) yield { action, rests };
    return;
  }
  const partsOf = new Map<ActionCell, string>();
  parts.forEach(({ actions }, index) => {
    for (const action of actions) partsOf.set(action, `${partsOf.get(action) ?? ''} ${index}`);
  });
  const unions = new Map<string, readonly Rest[]>();
  for (const action of [...partsOf.keys()].sort(compareActions)) {
    const indexes = partsOf.get(action)!;
    let rests = unions.get(indexes);
    if (!rests) {
      const all = indexes
        .trim()
        .split(' ')
        .flatMap((index) => parts[Number(index)]!.rests);
      unions.set(indexes, (rests = sortedDistinct([...all])));
    }
    yield { action, rests };
  }
}

/** Rows of several parts, those that two of them have counted once. */
function countDistinct(parts: readonly Part[]): number {
  const listsOf = new Map<string, ActionList[]>();
  for (const { actions, rests } of parts) {
    for (const rest of rests) {
      const key = itemCells(rest).join('\0');
      const lists = listsOf.get(key);
      if (lists) lists.push(actions);
      else listsOf.set(key, [actions]);
    }
  }
  let count = 0;
  for (const lists of listsOf.values()) {
    count += lists.length === 1 ? lists[0]!.length : new Set(lists.flat()).size;
  }
  return count;
}
