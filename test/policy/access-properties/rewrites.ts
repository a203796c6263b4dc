import { parsePolicy } from '../../../src/policy/parse.js';
import { documentToJson } from '../../../src/policy/document-json.js';
import type { PolicyDocument } from '../../../src/model/policy.js';
import { type DrawnDocument, type DrawnStatement, read } from './drawn.js';

/** Other ways to write the same policies: each gives the list of documents that stands for the one. */
export const REWRITES: Readonly<Record<string, (document: DrawnDocument) => PolicyDocument[]>> = {
  canonicalised: (document) => [canonicalised(read(document))],
  reordered: (document) => [read({ ...document, statements: document.statements.map(reversed).reverse() })],
  repeated: (document) => [
    read({ ...document, statements: [...document.statements, ...document.statements] }),
  ],
  'split into documents': (document) =>
    document.statements.map((statement) => read({ ...document, statements: [statement] })),
  'split by action': (document) => [read({ ...document, statements: document.statements.flatMap(byAction) })],
  'split by resource': (document) => [
    read({ ...document, statements: document.statements.flatMap(byResource) }),
  ],
  'split by value': (document) => [read({ ...document, statements: document.statements.flatMap(byValue) })],
};

export const REWRITE_NAMES = Object.keys(REWRITES);

function canonicalised(document: PolicyDocument): PolicyDocument {
  const again = parsePolicy(documentToJson(document), { partition: 'aws' });
  if (again.kind === 'unreadable') throw new Error(again.reason);
  return again;
}

function reversed(statement: DrawnStatement): DrawnStatement {
  return {
    ...statement,
    actions: [...statement.actions].reverse(),
    resources: [...statement.resources].reverse(),
    principals: [...statement.principals].reverse(),
    conditions: statement.conditions.map((one) => ({ ...one, values: [...one.values].reverse() })),
  };
}

function byAction(statement: DrawnStatement): DrawnStatement[] {
  if (statement.notAction) return [statement];
  return statement.actions.map((action) => ({ ...statement, actions: [action] }));
}

function byResource(statement: DrawnStatement): DrawnStatement[] {
  if (statement.notResource || statement.resources.length === 0) return [statement];
  return statement.resources.map((resource) => ({ ...statement, resources: [resource] }));
}

/** Values of an operator that isn't negated are alternatives; of ForAllValues they are not. */
function byValue(statement: DrawnStatement): DrawnStatement[] {
  const [only] = statement.conditions;
  if (!only || statement.conditions.length > 1 || /Not|ForAllValues/.test(only.operator)) return [statement];
  return only.values.map((value) => ({ ...statement, conditions: [{ ...only, values: [value] }] }));
}
