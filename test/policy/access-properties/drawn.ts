import fc from 'fast-check';
import type { PolicyDocument } from '../../../src/model/policy.js';
import { parsed } from '../evaluate/parsed.js';
import {
  actions,
  condition,
  type DrawnCondition,
  oddActions,
  oddCondition,
  oddResources,
  principals,
  resources,
  trustActions,
  trustCondition,
} from './vocabulary.js';

/** A statement as it is drawn: flat, so that twins and rewrites are easy. */
export interface DrawnStatement {
  readonly deny: boolean;
  readonly notAction: boolean;
  readonly actions: readonly string[];
  readonly notResource: boolean;
  /** Empty: no Resource element, as in trust policies. */
  readonly resources: readonly string[];
  readonly notPrincipal: boolean;
  /** `TYPE:VALUE`; empty: no Principal element, as in identity policies. */
  readonly principals: readonly string[];
  readonly conditions: readonly DrawnCondition[];
}

export interface DrawnDocument {
  readonly version: '2008-10-17' | '2012-10-17';
  readonly statements: readonly DrawnStatement[];
}

const seldom = fc.integer({ min: 0, max: 4 }).map((number) => number === 0);
const version = fc.oneof(
  { weight: 5, arbitrary: fc.constant('2012-10-17' as const) },
  { weight: 1, arbitrary: fc.constant('2008-10-17' as const) },
);

const identityStatementOf = (
  words: Readonly<Record<'actions' | 'resources', fc.Arbitrary<string[]>>>,
  oneCondition: fc.Arbitrary<DrawnCondition>,
): fc.Arbitrary<DrawnStatement> =>
  fc.record({
    deny: seldom,
    notAction: seldom,
    actions: words.actions,
    notResource: seldom,
    resources: words.resources,
    notPrincipal: fc.constant(false),
    principals: fc.constant([]),
    conditions: fc.array(oneCondition, { maxLength: 2 }),
  });

export const identityStatement = identityStatementOf({ actions, resources }, condition);
/** The same with texts that look like each other. */
export const oddStatement = identityStatementOf(
  { actions: oddActions, resources: oddResources },
  oddCondition,
);

export const trustStatement: fc.Arbitrary<DrawnStatement> = fc.record({
  deny: seldom,
  notAction: fc.constant(false),
  actions: trustActions,
  notResource: fc.constant(false),
  resources: fc.constant([]),
  notPrincipal: seldom,
  principals,
  conditions: fc.array(trustCondition, { maxLength: 2 }),
});

const documentOf = (statement: fc.Arbitrary<DrawnStatement>): fc.Arbitrary<DrawnDocument> =>
  fc.record({ version, statements: fc.array(statement, { minLength: 1, maxLength: 3 }) });

export const identityDocument = documentOf(identityStatement);
export const oddDocument = documentOf(oddStatement);
export const trustDocument = documentOf(trustStatement);

/** The document as JSON, as AWS would show it. */
export function toJson({ version, statements }: DrawnDocument): object {
  return { Version: version, Statement: statements.map(statementJson) };
}

function statementJson(drawn: DrawnStatement): object {
  return {
    Effect: drawn.deny ? 'Deny' : 'Allow',
    ...(drawn.principals.length > 0 && {
      [drawn.notPrincipal ? 'NotPrincipal' : 'Principal']: principalsJson(drawn.principals),
    }),
    [drawn.notAction ? 'NotAction' : 'Action']: drawn.actions,
    ...(drawn.resources.length > 0 && { [drawn.notResource ? 'NotResource' : 'Resource']: drawn.resources }),
    ...(drawn.conditions.length > 0 && { Condition: conditionsJson(drawn.conditions) }),
  };
}

function principalsJson(drawn: readonly string[]): object {
  const byType: Record<string, string[]> = {};
  for (const text of drawn) {
    const colon = text.indexOf(':');
    (byType[text.slice(0, colon)] ??= []).push(text.slice(colon + 1));
  }
  return byType;
}

/** Of two conditions under one operator and key the last one stays: JSON has no place for both. */
function conditionsJson(drawn: readonly DrawnCondition[]): object {
  const block: Record<string, Record<string, readonly string[]>> = {};
  for (const { operator, key, values } of drawn) (block[operator] ??= {})[key] = values;
  return block;
}

export function read(drawn: DrawnDocument): PolicyDocument {
  return parsed(toJson(drawn));
}
