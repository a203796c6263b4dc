import type { Item } from '../../model/item.js';
import type { ParsedDocument, PatternSet, Statement } from '../../model/policy.js';
import { compareText } from '../../model/text.js';
import type { ActionCatalogue } from '../../policy/catalogue.js';
import { conditionsToJson } from '../../policy/document-json.js';
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
    if (documents.length === 1) return this.countOne(documents[0]);
    const statements = documents.flatMap((one) => (one?.kind === 'policy' ? one.statements : []));
    return (documents.some(isUnreadable) ? 1 : 0) + this.#countOf(statements);
  }

  /** The same of one document. */
  countOne(document: ParsedDocument | undefined): number {
    return document?.kind === 'policy' ? this.#countOf(document.statements) : 1;
  }

  /** The product per statement; statements that have the same rests are counted together. */
  #countOf(statements: readonly Statement[]): number {
    if (areApart(statements)) {
      let count = 0;
      for (const one of statements) count += this.#lists.size([one.action]) * restCount(one);
      return count;
    }
    const byRest = new Map<string, PatternSet[]>();
    for (const statement of statements) {
      for (const rest of restKeys(statement)) {
        const sets = byRest.get(rest);
        if (sets) sets.push(statement.action);
        else byRest.set(rest, [statement.action]);
      }
    }
    let count = 0;
    for (const sets of byRest.values()) count += this.#lists.size(sets);
    return count;
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

/** No two of the statements name the same service with the same resource: they have no row in common. */
function areApart(statements: readonly Statement[]): boolean {
  if (statements.length < 2) return true;
  const taken = new Map<string, Statement>();
  for (const statement of statements) {
    const { action, resource } = statement;
    const resources = resource && !resource.negated ? resource.patterns : [''];
    for (const pattern of action.patterns) {
      const service = pattern.slice(0, pattern.indexOf(':') + 1).toLowerCase();
      if (action.negated || service === '' || /[*?]/.test(service)) return false;
      for (const one of resources) {
        const pair = service + one;
        const other = taken.get(pair);
        if (other === undefined) taken.set(pair, statement);
        else if (other !== statement) return false;
      }
    }
  }
  return true;
}

function isUnreadable(document: ParsedDocument | undefined): boolean {
  return document?.kind !== 'policy';
}

/** How many `restsOf` gives: the lists of a canonical statement are sets. */
function restCount({ resource, principal }: Statement): number {
  const resources = resource && !resource.negated ? resource.patterns.length : 1;
  return resources * (principal && !principal.negated ? principal.principals.length : 1);
}

/** Texts that two rows of a document share exactly if they differ in nothing but the action. */
function restKeys({ effect, action, resource, principal, conditions }: Statement): string[] {
  const common = JSON.stringify([
    effect,
    action.negated && action.patterns,
    resource?.negated && resource.patterns,
    principal?.negated && principal.principals,
    conditions.length > 0 && conditionsToJson(conditions),
  ]);
  const resources = resource && !resource.negated ? resource.patterns : [''];
  const principals =
    principal && !principal.negated
      ? principal.principals.map(({ type, value }) => JSON.stringify([type, value]))
      : [''];
  return resources.flatMap((one) => principals.map((other) => `${common}${other}${one}`));
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
