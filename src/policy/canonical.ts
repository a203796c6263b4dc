import type { Condition, PatternSet, PolicyDocument, PrincipalSet, Statement } from '../model/policy.js';
import { compareText, sortedUnique } from '../model/text.js';
import { foldConditionKey } from './operators.js';

/**
 * Statements as a sorted set, their own lists as sorted sets. Spelling is kept; what differs in case alone is one.
 * `before`: canonical ones that these were made of, in the same order; what a statement still has of its own is
 * canonical then.
 */
export function canonicalStatements(
  statements: readonly Statement[],
  before: readonly Statement[] = [],
): Statement[] {
  const canonical = statements.map((statement, at) => canonicalStatement(statement, before[at]));
  // Most documents have one statement, and nothing to sort it among.
  if (canonical.length < 2) return canonical;
  const byKey = new Map<string, Statement>();
  const sorted = canonical
    .map((statement) => ({ statement, key: statementKey(statement) }))
    .sort((a, b) => compareText(a.key, b.key) || compareText(spelled(a), spelled(b)));
  for (const { key, statement } of sorted) {
    if (!byKey.has(key)) byKey.set(key, statement);
  }
  return [...byKey.values()];
}

const spelled = ({ statement }: { readonly statement: Statement }): string => JSON.stringify(statement);

/**
 * A text that two documents share exactly if they say the same, statement by statement: the case of actions,
 * condition keys and operators is folded. `Version` counts where there are policy variables for it to matter.
 */
export function documentKey(document: PolicyDocument): string {
  const known = keys.get(document);
  if (known !== undefined) return known;
  const statements = document.statements.map(statementKey).sort(compareText);
  const key = `${versionMatters(document) ? document.version : ''}\n${statements.join('\n')}`;
  keys.set(document, key);
  return key;
}

const keys = new WeakMap<PolicyDocument, string>();

/**
 * Policy variables are plain text under 2008-10-17; without any, the two versions say the same.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function versionMatters(document: PolicyDocument): boolean {
  return document.statements.some(
    (statement) =>
      (statement.resource?.patterns.some(hasVariable) ?? false) ||
      statement.conditions.some((condition) => condition.values.some(hasVariable)),
  );
}

function hasVariable(text: string): boolean {
  return text.includes('${');
}

/** The same object where it is canonical already. */
function canonicalStatement(statement: Statement, before: Statement | undefined): Statement {
  const { effect } = statement;
  const action =
    before?.action === statement.action
      ? statement.action
      : withPatterns(statement.action, foldedUnique(statement.action.patterns));
  const resource =
    statement.resource && before?.resource !== statement.resource
      ? withPatterns(statement.resource, asSet(statement.resource.patterns))
      : statement.resource;
  const principal =
    statement.principal && before?.principal !== statement.principal
      ? canonicalPrincipals(statement.principal)
      : statement.principal;
  const conditions =
    before?.conditions === statement.conditions
      ? statement.conditions
      : canonicalConditions(statement.conditions);
  const isCanonical =
    action === statement.action &&
    resource === statement.resource &&
    principal === statement.principal &&
    conditions === statement.conditions;
  return isCanonical ? statement : { effect, action, resource, principal, conditions };
}

function withPatterns(set: PatternSet, patterns: readonly string[]): PatternSet {
  return patterns === set.patterns ? set : { negated: set.negated, patterns };
}

/** Sorted, each once; the same list where it is so already. */
function asSet(texts: readonly string[]): readonly string[] {
  return isAscending(texts) ? texts : sortedUnique(texts);
}

function isAscending(texts: readonly string[]): boolean {
  for (let i = 1; i < texts.length; i++) {
    if (compareText(texts[i - 1]!, texts[i]!) >= 0) return false;
  }
  return true;
}

/** Sorted by folded text; of spellings that differ in case alone the first by code point stays. */
function foldedUnique(texts: readonly string[]): readonly string[] {
  if (isAscendingFolded(texts)) return texts;
  const byFolded = new Map<string, string>();
  for (const text of texts) {
    const folded = text.toLowerCase();
    const known = byFolded.get(folded);
    if (known === undefined || compareText(text, known) < 0) byFolded.set(folded, text);
  }
  return sortedUnique(byFolded.keys()).map((folded) => byFolded.get(folded)!);
}

function isAscendingFolded(texts: readonly string[]): boolean {
  if (texts.length < 2) return true;
  let before = texts[0]!.toLowerCase();
  for (let i = 1; i < texts.length; i++) {
    const folded = texts[i]!.toLowerCase();
    if (compareText(before, folded) >= 0) return false;
    before = folded;
  }
  return true;
}

function canonicalPrincipals(set: PrincipalSet): PrincipalSet {
  if (set.principals.length < 2) return set;
  const byKey = new Map(
    set.principals.map((principal) => [`${principal.type}\0${principal.value}`, principal]),
  );
  const principals = [...byKey].sort(([a], [b]) => compareText(a, b)).map(([, principal]) => principal);
  return { negated: set.negated, principals };
}

function canonicalConditions(conditions: readonly Condition[]): readonly Condition[] {
  if (conditions.length < 2) {
    const [only] = conditions;
    const canonical = only && canonicalCondition(only);
    return canonical === only ? conditions : [canonical!];
  }
  return conditions.map(canonicalCondition).sort(compareConditions);
}

function compareConditions(a: Condition, b: Condition): number {
  const [one, two] = [a.operator.toLowerCase(), b.operator.toLowerCase()];
  // Mostly the operator decides, and letters stand alike in the longer text, which takes its time to make.
  if (one !== two && LETTERS.test(one) && LETTERS.test(two)) return compareText(one, two);
  return (
    compareText(conditionKey(a), conditionKey(b)) ||
    compareText(a.operator, b.operator) ||
    compareText(a.key, b.key)
  );
}

const LETTERS = /^[a-z:]+$/;

function canonicalCondition(condition: Condition): Condition {
  const values = asSet(condition.values);
  return values === condition.values ? condition : { ...condition, values };
}

/** Folded text of one condition. */
export function conditionKey({ operator, key, values }: Condition): string {
  return JSON.stringify([operator.toLowerCase(), foldConditionKey(key), values]);
}

/** Equal for two statements that say the same in their own words: case of actions and condition keys is folded. */
export function statementKey(statement: Statement): string {
  let key = statementKeys.get(statement);
  if (key === undefined) statementKeys.set(statement, (key = makeStatementKey(statement)));
  return key;
}

const statementKeys = new WeakMap<Statement, string>();

function makeStatementKey(statement: Statement): string {
  return JSON.stringify([
    statement.effect,
    statement.action.negated,
    statement.action.patterns.map((pattern) => pattern.toLowerCase()),
    patternKey(statement.resource),
    statement.principal && [
      statement.principal.negated,
      statement.principal.principals.map(({ type, value }) => [type, value]),
    ],
    sortedUnique(statement.conditions.map(conditionKey)),
  ]);
}

function patternKey(set: PatternSet | null): unknown {
  return set && [set.negated, set.patterns];
}
