import type { ParsedDocument, PatternSet, PolicyDocument, Statement } from '../model/policy.js';
import { canonicalStatements } from '../policy/canonical.js';
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
 */
export function substituteDocument(document: ParsedDocument, substitute: Substitute): SubstitutedDocument {
  if (document.kind === 'unreadable') return { document, rawTexts: NOTHING };
  const rawTexts = new Map<string, string>();
  const statements = document.statements.map((statement) =>
    substituteStatement(statement, substitute, rawTexts),
  );
  if (rawTexts.size === 0) return { document, rawTexts: NOTHING };
  const substituted: PolicyDocument = { ...document, statements: canonicalStatements(statements) };
  return { document: substituted, rawTexts };
}

const NOTHING: ReadonlyMap<string, string> = new Map();

function substituteStatement(
  statement: Statement,
  substitute: Substitute,
  rawTexts: Map<string, string>,
): Statement {
  const note = (raw: string, normalised: string): void => {
    if (raw === normalised) return;
    const known = rawTexts.get(normalised);
    // Two texts of one document that become one are both named.
    rawTexts.set(normalised, known === undefined || known === raw ? raw : `${known} | ${raw}`);
  };
  const resource = statement.resource && substitutePatterns(statement.resource, substitute, note);
  const principal = statement.principal && {
    negated: statement.principal.negated,
    principals: statement.principal.principals.map((one) => {
      const substituted = substitutePrincipal(one, substitute);
      note(one.value, substituted.value);
      if (statement.principal?.negated) note(`${one.type}:${one.value}`, `${one.type}:${substituted.value}`);
      return substituted;
    }),
  };
  const conditions = statement.conditions.map((condition) => {
    const substituted = substituteCondition(condition, substitute);
    condition.values.forEach((value, index) => note(value, substituted.values[index]!));
    return substituted;
  });
  return { effect: statement.effect, action: statement.action, resource, principal, conditions };
}

function substitutePatterns(
  set: PatternSet,
  substitute: Substitute,
  note: (raw: string, normalised: string) => void,
): PatternSet {
  const patterns = set.patterns.map((pattern) => {
    const substituted = substituteArn(pattern, substitute);
    note(pattern, substituted);
    return substituted;
  });
  return { negated: set.negated, patterns };
}
