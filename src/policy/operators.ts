/** A condition operator taken apart: `ForAnyValue:StringLikeIfExists` → quantifier, base (folded), ifExists. */
export interface OperatorParts {
  readonly quantifier: 'ForAllValues' | 'ForAnyValue' | null;
  /** Lower case, without quantifier and IfExists: `stringlike`. */
  readonly base: string;
  readonly ifExists: boolean;
}

const PARTS = /^(?:(forallvalues|foranyvalue):)?(.*?)(ifexists)?$/;

/**
 * Operators are compared without case.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function operatorParts(operator: string): OperatorParts {
  const match = PARTS.exec(operator.toLowerCase());
  const quantifier = match?.[1];
  return {
    quantifier:
      quantifier === 'forallvalues' ? 'ForAllValues' : quantifier === 'foranyvalue' ? 'ForAnyValue' : null,
    base: match?.[2] ?? '',
    ifExists: match?.[3] !== undefined,
  };
}

/** The ARN operators match wildcards under both of their names. */
const WILDCARD_OPERATORS = new Set([
  'stringlike',
  'stringnotlike',
  'arnlike',
  'arnnotlike',
  'arnequals',
  'arnnotequals',
]);

export function operatorTakesWildcards(operator: string): boolean {
  return WILDCARD_OPERATORS.has(operatorParts(operator).base);
}

/**
 * Condition keys are compared without case; of a key with a tag name (`aws:PrincipalTag/Team`) the name keeps it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
 */
export function foldConditionKey(key: string): string {
  const slash = key.indexOf('/');
  return slash < 0 ? key.toLowerCase() : key.slice(0, slash).toLowerCase() + key.slice(slash);
}
