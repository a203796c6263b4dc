import type { Item } from '../model/item.js';
import type { Condition, PatternSet, PolicyDocument, Principal, Statement } from '../model/policy.js';
import { compareText, sortedUnique } from '../model/text.js';
import { conditionKey } from './canonical.js';
import { conditionsToJson } from './document-json.js';
import type { ActionCatalogue } from './catalogue.js';
import { hasWildcard } from './wildcard.js';

/**
 * The rows of a document as its author wrote them, wildcards not expanded: one row per combination of an action,
 * a resource and a principal. A negated list is one cell, since it means its entries together.
 */
export function itemsOf(document: PolicyDocument): Item[] {
  return document.statements.flatMap(statementItems);
}

function statementItems(statement: Statement): Item[] {
  const { effect, actions, rests } = statementCells(statement);
  return actions.flatMap((action) => rests.map((rest) => ({ effect, ...action, ...rest })));
}

/** A statement's rows without multiplying them out: each of `actions` with each of `rests`. */
export interface StatementCells {
  readonly effect: Item['effect'];
  readonly actions: readonly ActionCells[];
  readonly rests: readonly RestCells[];
}

export function statementCells(statement: Statement): StatementCells {
  const condition = conditionCell(statement.conditions);
  const principals = principalCells(statement.principal?.negated ?? false, statement.principal?.principals);
  return {
    effect: statement.effect,
    actions: actionCells(statement.action),
    rests: resourceCells(statement.resource).flatMap((resource) =>
      principals.map((principal) => ({ ...resource, ...principal, condition })),
    ),
  };
}

/** What a row says of actions. */
export type ActionCells = Pick<Item, 'service' | 'action' | 'notAction'>;
/** What it says of everything else but the effect. */
export type RestCells = ResourceCells & PrincipalCells & Pick<Item, 'condition'>;
type ResourceCells = Pick<Item, 'resource' | 'notResource'>;
type PrincipalCells = Pick<Item, 'principalType' | 'principal' | 'notPrincipal'>;

function actionCells({ negated, patterns }: PatternSet): ActionCells[] {
  if (negated) return [{ service: '', action: '', notAction: JSON.stringify(patterns) }];
  return patterns.map((pattern) => ({ ...splitAction(pattern), notAction: '' }));
}

/** `s3:Get*` → service `s3`, action `Get*`; a pattern over everything is `*` in both. */
export function splitAction(pattern: string): { service: string; action: string } {
  const colon = pattern.indexOf(':');
  if (colon > 0) return { service: pattern.slice(0, colon), action: pattern.slice(colon + 1) };
  return pattern === '*' ? { service: '*', action: '*' } : { service: '', action: pattern };
}

function resourceCells(resources: PatternSet | null): ResourceCells[] {
  if (!resources) return [{ resource: '', notResource: '' }];
  if (resources.negated) return [{ resource: '', notResource: JSON.stringify(resources.patterns) }];
  return resources.patterns.map((resource) => ({ resource, notResource: '' }));
}

function principalCells(negated: boolean, principals: readonly Principal[] | undefined): PrincipalCells[] {
  if (!principals) return [{ principalType: '', principal: '', notPrincipal: '' }];
  if (negated) {
    const list = principals.map(({ type, value }) => `${type}:${value}`);
    return [{ principalType: '', principal: '', notPrincipal: JSON.stringify(list) }];
  }
  return principals.map(({ type, value }) => ({ principalType: type, principal: value, notPrincipal: '' }));
}

function conditionCell(conditions: readonly Condition[]): string {
  return conditions.length === 0 ? '' : JSON.stringify(conditionsToJson(conditions));
}

/**
 * A row as the rows of the actions that its pattern matches today. What the catalogue doesn't know, and a pattern
 * over all services, stays one row in its own words: it is never dropped.
 */
export function expandItem(item: Item, catalogue: ActionCatalogue): readonly Item[] {
  return expandedActions(item, catalogue).map((cells) => ({ ...item, ...cells }));
}

/** The same of an action pattern alone. */
export function expandedActions(
  { service, action }: Pick<Item, 'service' | 'action'>,
  catalogue: ActionCatalogue,
): readonly Pick<Item, 'service' | 'action'>[] {
  const names = expandedNames({ service, action }, catalogue);
  return names.length === 0
    ? [{ service, action }]
    : names.map((name) => ({ service: service.toLowerCase(), action: name }));
}

/** The names that a row's action pattern matches today; none for what stays in its own words. */
export function expandedNames(
  { service, action }: Pick<Item, 'service' | 'action'>,
  catalogue: ActionCatalogue,
): readonly string[] {
  return action === '' || hasWildcard(service) ? [] : catalogue.expand(service, action);
}

/** `s3:getobject`: the same text exactly where two rows name the same actions; empty where they name them by NotAction. */
export function actionKey({ service, action, notAction }: ActionCells): string {
  return notAction !== '' ? '' : `${service}:${action}`.toLowerCase();
}

/** A text that two rows share exactly if they say the same apart from the action: case of NotAction and condition keys is folded. */
export function restKey(item: Omit<Item, 'service' | 'action'>): string {
  return JSON.stringify([
    item.effect,
    item.notAction.toLowerCase(),
    item.resource,
    item.notResource,
    item.principalType,
    item.principal,
    item.notPrincipal,
    foldCondition(item.condition),
  ]);
}

/** The condition cell with operators and keys folded and sorted. */
function foldCondition(cell: string): string {
  if (cell === '') return '';
  const known = foldedConditions.get(cell);
  if (known !== undefined) return known;
  const block = JSON.parse(cell) as Record<string, Record<string, string[]>>;
  const folded = sortedUnique(
    Object.entries(block).flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, values]) => conditionKey({ operator, key, values })),
    ),
  ).join();
  foldedConditions.set(cell, folded);
  return folded;
}

const foldedConditions = new Map<string, string>();

/** The columns of a row, in the order in which reports print and sort them. */
export const ITEM_COLUMNS = [
  'effect',
  'service',
  'action',
  'resource',
  'principal',
  'principalType',
  'condition',
  'notAction',
  'notResource',
  'notPrincipal',
] as const satisfies readonly (keyof Item)[];

/** A total order on rows: by their cells, column by column. */
export function compareItems(a: Item, b: Item): number {
  for (const column of ITEM_COLUMNS) {
    const order = compareText(a[column], b[column]);
    if (order !== 0) return order;
  }
  return 0;
}
