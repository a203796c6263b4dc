import type { PatternSet, PolicyVersion, PrincipalSet, Statement } from '../../model/policy.js';
import { type ParsedCondition, parseCondition } from './conditions.js';
import { patternKey, readPattern, type Token, variablesOf } from './pattern.js';

/** What a statement says apart from its actions. Statements with equal ids say the same. */
export interface Rest {
  readonly id: string;
  readonly statement: Statement;
  readonly version: PolicyVersion;
  /** null: any resource. */
  readonly resource: ResourceSet | null;
  readonly conditions: readonly ParsedCondition[];
}

export interface ResourceSet {
  readonly negated: boolean;
  /** Patterns without variables. */
  readonly plain: readonly (readonly Token[])[];
  /** Patterns with variables. */
  readonly variable: readonly (readonly Token[])[];
  readonly key: string;
}

const cache = new WeakMap<Statement, Map<PolicyVersion, Rest>>();

/** Reads a statement once per version that it stands under. */
export function restOf(statement: Statement, version: PolicyVersion): Rest {
  const versions = cache.get(statement) ?? new Map<PolicyVersion, Rest>();
  cache.set(statement, versions);
  const known = versions.get(version);
  if (known) return known;
  const resource = readResources(statement.resource, version);
  const conditions = statement.conditions.map((condition) => parseCondition(condition, version));
  const id = JSON.stringify([
    statement.effect,
    resource?.key ?? null,
    statement.principal && principalKey(statement.principal),
    conditions.map((condition) => condition.id).sort(),
  ]);
  const rest = { id, statement, version, resource, conditions };
  versions.set(version, rest);
  return rest;
}

/** null where any resource is meant: no Resource at all, or `*` among the patterns. */
function readResources(set: PatternSet | null, version: PolicyVersion): ResourceSet | null {
  if (set === null || (!set.negated && set.patterns.includes('*'))) return null;
  const patterns = new Map(
    set.patterns
      .map((text) => readPattern(text, { version, wildcards: true, anyCase: false }))
      .map((tokens) => [patternKey(tokens), tokens]),
  );
  const all = [...patterns.values()];
  return {
    negated: set.negated,
    plain: all.filter((tokens) => variablesOf(tokens).length === 0),
    variable: all.filter((tokens) => variablesOf(tokens).length > 0),
    key: JSON.stringify([set.negated, [...patterns.keys()].sort()]),
  };
}

function principalKey(set: PrincipalSet): string {
  return JSON.stringify([set.negated, set.principals.map(({ type, value }) => [type, value])]);
}
