import type { ParsedDocument, PolicyDocument, Statement } from '../model/policy.js';
import { canonicalStatements } from '../policy/canonical.js';
import { distinctNames, type Naming } from './distinct-names.js';
import { substituteArn, substituteCondition, substitutePrincipal } from './fields.js';
import type { Substitute } from './substitution.js';

export interface SubstitutedDocument {
  readonly document: ParsedDocument;
  /** Normalised text → raw text, for the texts that changed. */
  readonly rawTexts: ReadonlyMap<string, string>;
}

/**
 * A document with its names replaced, in canonical form again. The same object comes back where nothing changed.
 * An unreadable one stays as it is: there is no telling what its text means.
 *
 * Texts that differ within one document never become one: a policy on dev's bucket and qa's says more than one on
 * a single bucket, whatever counts as the same between accounts. The second is called
 * `…<accountname#2>…`, and so on.
 */
export function substituteDocument(document: ParsedDocument, substitute: Substitute): SubstitutedDocument {
  if (document.kind === 'unreadable') return { document, rawTexts: NOTHING };
  const rawTexts = new Map<string, string>();
  const spellings = new Map<string, Set<string>>();
  const statements = document.statements.map((statement) =>
    renameTexts(statement, substitute, (raw, normalised) => {
      rawTexts.set(normalised, raw);
      const raws = spellings.get(normalised);
      if (raws) raws.add(raw);
      else spellings.set(normalised, new Set([raw]));
      return normalised;
    }),
  );
  if (rawTexts.size === 0) return { document, rawTexts: NOTHING };
  if ([...spellings.values()].every(({ size }) => size === 1)) {
    return { document: withStatements(document, statements), rawTexts };
  }
  return substituteDistinctly(document, substitute, statements);
}

const NOTHING: ReadonlyMap<string, string> = new Map();

/** The rare case: `normalised` are the statements as they come out when texts become one. */
function substituteDistinctly(
  document: PolicyDocument,
  substitute: Substitute,
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
  return { ...document, statements: canonicalStatements(statements) };
}

/** The statement with each text that the substitution changes under the name that `naming` gives it. */
function renameTexts(statement: Statement, substitute: Substitute, naming: Naming): Statement {
  const rename = (raw: string, normalised: string, place: string): string =>
    raw === normalised ? raw : naming(raw, normalised, place);
  const resource = statement.resource && {
    negated: statement.resource.negated,
    patterns: statement.resource.patterns.map((pattern) =>
      rename(pattern, substituteArn(pattern, substitute), 'resource'),
    ),
  };
  const principal = statement.principal && {
    negated: statement.principal.negated,
    principals: statement.principal.principals.map((one) => {
      const { value } = substitutePrincipal(one, substitute);
      return { type: one.type, value: rename(one.value, value, `principal ${one.type}`) };
    }),
  };
  const conditions = statement.conditions.map((condition) => {
    const { operator, key, values } = substituteCondition(condition, substitute);
    const renamed = values.map((value, index) =>
      rename(condition.values[index]!, value, `condition ${operator} ${key}`),
    );
    return { operator, key, values: renamed };
  });
  return { effect: statement.effect, action: statement.action, resource, principal, conditions };
}
