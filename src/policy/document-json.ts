import type { Json } from '../model/json.js';
import type { Condition, PolicyDocument, Statement } from '../model/policy.js';

/**
 * A canonical document as the JSON that AWS knows: `{ Version, Statement: [{ Effect, Action: […], … }] }`,
 * every list a list. `parsePolicy` reads it back to the same document.
 */
export function documentToJson(document: PolicyDocument): Readonly<Record<string, Json>> {
  return { Statement: document.statements.map(statementToJson), Version: document.version };
}

function statementToJson(statement: Statement): Json {
  const json: Record<string, Json> = {};
  json[statement.action.negated ? 'NotAction' : 'Action'] = statement.action.patterns;
  if (statement.conditions.length > 0) json.Condition = conditionsToJson(statement.conditions);
  json.Effect = statement.effect;
  if (statement.principal) {
    const byType = emptyObject<string[]>();
    for (const { type, value } of statement.principal.principals) (byType[type] ??= []).push(value);
    json[statement.principal.negated ? 'NotPrincipal' : 'Principal'] = byType;
  }
  if (statement.resource) {
    json[statement.resource.negated ? 'NotResource' : 'Resource'] = statement.resource.patterns;
  }
  return json;
}

/** Conditions as AWS writes them: operator → key → values. */
export function conditionsToJson(conditions: readonly Condition[]): Json {
  const block = emptyObject<Record<string, readonly string[]>>();
  for (const { operator, key, values } of conditions) {
    (block[operator] ??= emptyObject())[key] = values;
  }
  return block;
}

/** Without a prototype, so that a key named `__proto__` is a key like any other. */
function emptyObject<T>(): Record<string, T> {
  return Object.create(null) as Record<string, T>;
}
