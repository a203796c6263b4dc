import type {
  Condition,
  ParsedDocument,
  PatternSet,
  PolicyDocument,
  PrincipalSet,
  Statement,
} from '../model/policy.js';
import { canonicalStatements } from '../policy/canonical.js';
import { distinctNames, type Naming } from './distinct-names.js';
import {
  type ArnRules,
  PLAIN_ARNS,
  substituteArn,
  substituteCondition,
  substitutePrincipal,
} from './fields.js';
import { mapChanged } from './map-changed.js';
import type { Substitute } from './substitution.js';

export interface SubstitutedDocument {
  readonly document: ParsedDocument;
  /** Normalised text → raw text, for the texts that changed. */
  readonly rawTexts: ReadonlyMap<string, string>;
}

/** What replaces names in each kind of text of a document. */
export interface DocumentSubstitute {
  readonly resource: Substitute;
  readonly principal: Substitute;
  readonly condition: Substitute;
  readonly arns: ArnRules;
}

/** The same in every kind of text. */
export function everywhere(substitute: Substitute, arns: ArnRules = PLAIN_ARNS): DocumentSubstitute {
  return { resource: substitute, principal: substitute, condition: substitute, arns };
}

/**
 * A document with its names replaced, in canonical form again. The same object comes back where nothing changed.
 * An unreadable one stays as it is: there is no telling what its text means.
 *
 * Texts that differ within one document never become one: a policy on dev's bucket and qa's says more than one on
 * a single bucket, whatever counts as the same between accounts. The second is called
 * `…<accountname#2>…`, and so on.
 */
export function substituteDocument(
  document: ParsedDocument,
  substitute: DocumentSubstitute,
): SubstitutedDocument {
  if (document.kind === 'unreadable') return { document, rawTexts: NOTHING };
  const rawTexts = new Map<string, string>();
  const spellings: string[] = [];
  const naming: Naming = (raw, normalised) => {
    const known = rawTexts.get(normalised);
    if (known === undefined) rawTexts.set(normalised, raw);
    else if (known !== raw) spellings.push(normalised);
    return normalised;
  };
  const statements = mapChanged(document.statements, (one) => renameTexts(one, substitute, naming));
  if (rawTexts.size === 0) return { document, rawTexts: NOTHING };
  if (spellings.length === 0) return { document: withStatements(document, statements), rawTexts };
  return substituteDistinctly(document, substitute, statements);
}

const NOTHING: ReadonlyMap<string, string> = new Map();

/** The rare case: `normalised` are the statements as they come out when texts become one. */
function substituteDistinctly(
  document: PolicyDocument,
  substitute: DocumentSubstitute,
  normalised: readonly Statement[],
): SubstitutedDocument {
  const names = distinctNames(document.statements, normalised, (statement, naming) => {
    renameTexts(statement, substitute, naming);
  });
  const rawTexts = new Map<string, string>();
  const statements = document.statements.map((statement) =>
    renameTexts(statement, substitute, (raw, text) => {
      const name = names(raw, text);
      rawTexts.set(name, raw);
      return name;
    }),
  );
  return { document: withStatements(document, statements), rawTexts };
}

function withStatements(document: PolicyDocument, statements: readonly Statement[]): PolicyDocument {
  return { ...document, statements: canonicalStatements(statements, document.statements) };
}

/**
 * The statement with each text that the substitution changes under the name that `naming` gives it; the same object
 * where nothing changes.
 */
function renameTexts(statement: Statement, substitute: DocumentSubstitute, naming: Naming): Statement {
  const resource = renameResource(statement.resource, substitute, naming);
  const principal = renamePrincipal(statement.principal, substitute, naming);
  const conditions = mapChanged(statement.conditions, (condition) =>
    renameCondition(condition, substitute, naming),
  );
  if (
    resource === statement.resource &&
    principal === statement.principal &&
    conditions === statement.conditions
  ) {
    return statement;
  }
  return { effect: statement.effect, action: statement.action, resource, principal, conditions };
}

function renameResource(
  resource: PatternSet | null,
  { resource: substitute, arns }: DocumentSubstitute,
  naming: Naming,
): PatternSet | null {
  if (!resource) return null;
  const patterns = mapChanged(resource.patterns, (pattern) => {
    const normalised = substituteArn(pattern, substitute, arns);
    return normalised === pattern ? pattern : naming(pattern, normalised, 'resource');
  });
  return patterns === resource.patterns ? resource : { negated: resource.negated, patterns };
}

function renamePrincipal(
  principal: PrincipalSet | null,
  { principal: substitute, arns }: DocumentSubstitute,
  naming: Naming,
): PrincipalSet | null {
  if (!principal) return null;
  const principals = mapChanged(principal.principals, (one) => {
    const { value } = substitutePrincipal(one, substitute, arns);
    return value === one.value
      ? one
      : { type: one.type, value: naming(one.value, value, `principal ${one.type}`) };
  });
  return principals === principal.principals ? principal : { negated: principal.negated, principals };
}

function renameCondition(
  condition: Condition,
  { condition: substitute, arns }: DocumentSubstitute,
  naming: Naming,
): Condition {
  const substituted = substituteCondition(condition, substitute, arns);
  if (substituted === condition) return condition;
  const { operator, key } = condition;
  const values = condition.values.map((raw, index) => {
    const normalised = substituted.values[index]!;
    return raw === normalised ? raw : naming(raw, normalised, `condition ${operator} ${key}`);
  });
  return { operator, key, values };
}
