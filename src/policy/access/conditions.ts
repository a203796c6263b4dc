import type { Condition, PolicyVersion } from '../../model/policy.js';
import { foldConditionKey, operatorParts } from '../operators.js';
import { conditionText } from './labels.js';
import { patternKey, plainText, readPattern, segmentwise, type Token, variablesOf } from './pattern.js';
import { type AddressRange, parseDate, parseNumber, parseRange } from './scalars.js';

export type Quantifier = 'ForAllValues' | 'ForAnyValue' | null;
export type Relation = 'equals' | 'less' | 'less-or-equal' | 'greater' | 'greater-or-equal';

/** The values that an operator matches before negation, by the family that they are compared in. */
export type Matcher =
  | { readonly family: 'text'; readonly patterns: readonly (readonly Token[])[]; readonly arn: boolean }
  | { readonly family: 'boolean'; readonly values: readonly boolean[] }
  | { readonly family: 'number' | 'date'; readonly relation: Relation; readonly values: readonly bigint[] }
  | { readonly family: 'address'; readonly ranges: readonly AddressRange[] };

/** A condition as the comparison sees it. `label` names it for people, `id` is equal where the texts say the same. */
export type ParsedCondition = { readonly id: string; readonly label: string; readonly key: string } & (
  | {
      readonly kind: 'values';
      readonly quantifier: Quantifier;
      readonly negated: boolean;
      /** Does it hold where the request lacks the key? */
      readonly whenAbsent: boolean;
      readonly matcher: Matcher;
    }
  | { readonly kind: 'presence'; readonly absent: boolean }
  | { readonly kind: 'constant'; readonly holds: boolean }
  | { readonly kind: 'opaque' }
);

type Family =
  | { readonly family: 'text'; readonly wildcards: boolean; readonly anyCase: boolean; readonly arn: boolean }
  | { readonly family: 'boolean' | 'address' | 'binary' }
  | { readonly family: 'number' | 'date'; readonly relation: Relation };

const text = (wildcards: boolean, anyCase = false, arn = false): Family => ({
  family: 'text',
  wildcards,
  anyCase,
  arn,
});
const arn = text(true, false, true);

/** By folded name; the negated twin of an operator has `not` in it. */
const OPERATORS: Readonly<Record<string, Family>> = {
  stringequals: text(false),
  stringequalsignorecase: text(false, true),
  stringlike: text(true),
  arnequals: arn,
  arnlike: arn,
  bool: { family: 'boolean' },
  binaryequals: { family: 'binary' },
  ipaddress: { family: 'address' },
  ...ordered('numeric', 'number'),
  ...ordered('date', 'date'),
};

const NEGATED: Readonly<Record<string, string>> = {
  stringnotequals: 'stringequals',
  stringnotequalsignorecase: 'stringequalsignorecase',
  stringnotlike: 'stringlike',
  arnnotequals: 'arnequals',
  arnnotlike: 'arnlike',
  notipaddress: 'ipaddress',
  numericnotequals: 'numericequals',
  datenotequals: 'dateequals',
};

function ordered(prefix: string, family: 'number' | 'date'): Record<string, Family> {
  return {
    [`${prefix}equals`]: { family, relation: 'equals' },
    [`${prefix}lessthan`]: { family, relation: 'less' },
    [`${prefix}lessthanequals`]: { family, relation: 'less-or-equal' },
    [`${prefix}greaterthan`]: { family, relation: 'greater' },
    [`${prefix}greaterthanequals`]: { family, relation: 'greater-or-equal' },
  };
}

/**
 * Reads one condition. What can't be read exactly (an unknown operator, a value that is no number, variables under
 * a set operator) is `opaque`: equal to itself, and otherwise anything.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function parseCondition(condition: Condition, version: PolicyVersion): ParsedCondition {
  const { quantifier, base, ifExists } = operatorParts(condition.operator);
  const key = foldConditionKey(condition.key);
  const label = conditionText(condition);
  const variables = condition.values.some((value) => value.includes('${')) ? version : '';
  const values = [...condition.values].sort();
  const id = JSON.stringify([condition.operator.toLowerCase(), key, values, variables]);
  const named = { id, label, key };
  if (base === 'null') {
    if (quantifier !== null || ifExists) return { ...named, kind: 'opaque' };
    return { ...named, ...parsePresence(values) };
  }
  const negated = NEGATED[base] !== undefined;
  const family = OPERATORS[NEGATED[base] ?? base];
  const matcher = family === undefined ? null : readMatcher(family, condition.values, version);
  if (matcher === null) return { ...named, kind: 'opaque' };
  if (quantifier !== null && hasVariables(matcher)) return { ...named, kind: 'opaque' };
  const whenAbsent = ifExists || quantifier === 'ForAllValues' || (quantifier === null && negated);
  return { ...named, kind: 'values', quantifier, negated, whenAbsent, matcher };
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Null */
function parsePresence(
  values: readonly string[],
):
  | { readonly kind: 'presence'; readonly absent: boolean }
  | { readonly kind: 'constant'; readonly holds: boolean }
  | { readonly kind: 'opaque' } {
  const flags = new Set(values.map((value) => value.toLowerCase()));
  if (![...flags].every((flag) => flag === 'true' || flag === 'false')) return { kind: 'opaque' };
  if (flags.size !== 1) return { kind: 'constant', holds: flags.size === 2 };
  return { kind: 'presence', absent: flags.has('true') };
}

function readMatcher(family: Family, values: readonly string[], version: PolicyVersion): Matcher | null {
  switch (family.family) {
    case 'text': {
      const patterns = values.map((value) => {
        const tokens = readPattern(value, { version, ...family });
        return family.arn ? segmentwise(tokens) : tokens;
      });
      return all(patterns, (known) => ({ family: 'text', patterns: unique(known), arn: family.arn }));
    }
    case 'boolean': {
      const flags = values.map((value) => value.toLowerCase());
      if (!flags.every((flag) => flag === 'true' || flag === 'false')) return null;
      return { family: 'boolean', values: flags.map((flag) => flag === 'true') };
    }
    case 'binary': {
      // Base64 in its one canonical spelling stands for its bytes.
      if (!values.every((value) => Buffer.from(value, 'base64').toString('base64') === value)) return null;
      return { family: 'text', patterns: values.map(plainText), arn: false };
    }
    case 'number':
    case 'date': {
      const parse = family.family === 'number' ? parseNumber : parseDate;
      const { relation } = family;
      return all(values.map(parse), (known) => ({ family: family.family, relation, values: known }));
    }
    case 'address':
      return all(values.map(parseRange), (ranges) => ({ family: 'address', ranges }));
  }
}

function all<T, R>(values: readonly (T | null)[], make: (values: T[]) => R): R | null {
  const known = values.filter((value): value is T => value !== null);
  return known.length === values.length ? make(known) : null;
}

function unique(patterns: readonly Token[][]): Token[][] {
  return [...new Map(patterns.map((pattern) => [patternKey(pattern), pattern])).values()];
}

export function hasVariables(matcher: Matcher): boolean {
  return matcher.family === 'text' && matcher.patterns.some((pattern) => variablesOf(pattern).length > 0);
}
