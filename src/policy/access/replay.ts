import { inLanguage } from './automaton.js';
import type { Matcher, ParsedCondition } from './conditions.js';
import { inKeptLanguage } from './kept-language.js';
import { plainText, type Token, type Variable } from './pattern.js';
import type { Rest } from './rest.js';
import { parseAddress, parseDate, parseNumber } from './scalars.js';
import { compares } from './value-cells.js';
import type { AccessRequest } from './types.js';

/** `null`: what AWS says to this is not documented, so the request proves nothing. */
export type Truth = boolean | null;

export function and(truths: readonly Truth[]): Truth {
  return truths.includes(false) ? false : truths.includes(null) ? null : true;
}

export function or(truths: readonly Truth[]): Truth {
  return truths.includes(true) ? true : truths.includes(null) ? null : false;
}

export function not(truth: Truth): Truth {
  return truth === null ? null : !truth;
}

/** Do resource and conditions of the statement match the request? The action is the caller's. */
export function restApplies(rest: Rest, request: AccessRequest): Truth {
  let truth = resourceApplies(rest, request);
  for (const condition of rest.conditions) {
    if (truth === false) return false;
    const holds = conditionHolds(condition, request);
    if (holds !== true) truth = holds;
  }
  return truth;
}

function resourceApplies(rest: Rest, request: AccessRequest): Truth {
  const set = rest.resource;
  if (set === null) return true;
  const matches = set.variable.map((pattern) => {
    const resolved = resolve(pattern, request);
    return typeof resolved === 'string' ? resolved : inLanguage([resolved], request.resource);
  });
  return combine([plainApplies(set, request.resource), ...matches], set.negated);
}

type Resources = NonNullable<Rest['resource']>;

const judged = new WeakMap<Resources, Map<string, boolean>>();
const MOST_JUDGED = 200;

/** Candidates differ in their context more often than in their resource. */
function plainApplies(set: Resources, resource: string): boolean {
  let known = judged.get(set);
  if (!known) judged.set(set, (known = new Map<string, boolean>()));
  let answer = known.get(resource);
  if (answer === undefined) {
    answer = inKeptLanguage(set.plain, resource);
    if (known.size < MOST_JUDGED) known.set(resource, answer);
  }
  return answer;
}

/** A pattern whose variable has no value matches nothing; where it is negated, the element doesn't hold. */
function combine(matches: readonly (boolean | 'unresolved' | 'undocumented')[], negated: boolean): Truth {
  if (negated && matches.includes('unresolved')) return matches.includes('undocumented') ? null : false;
  const found = or(
    matches.map((match) => (match === 'unresolved' ? false : match === 'undocumented' ? null : match)),
  );
  return negated ? not(found) : found;
}

/** The values of a key; the keys of `context` are folded here, as is `key`. null: absent. */
export function valuesIn(request: AccessRequest, key: string): readonly string[] | null {
  // A key can be named `constructor`: what all objects inherit is no value of it.
  const values = Object.hasOwn(request.context, key) ? request.context[key] : undefined;
  return values === undefined || values.length === 0 ? null : values;
}

/** Puts the request's values in place of the variables. */
function resolve(
  pattern: readonly Token[],
  request: AccessRequest,
): readonly Token[] | 'unresolved' | 'undocumented' {
  if (!pattern.some(({ kind }) => kind === 'variable')) return pattern;
  const tokens: Token[] = [];
  for (const token of pattern) {
    if (token.kind !== 'variable') {
      tokens.push(token);
      continue;
    }
    const value = variableValue(token.variable, request);
    if (value === 'unresolved' || value === 'undocumented') return value;
    tokens.push(...value.text.map((one) => (one.kind === 'char' ? { ...one, anyCase: token.anyCase } : one)));
  }
  return tokens;
}

function variableValue(
  { key, fallback }: Variable,
  request: AccessRequest,
): { readonly text: Token[] } | 'unresolved' | 'undocumented' {
  const values = valuesIn(request, key);
  if (values !== null && values.length > 1) return 'undocumented';
  const text = values?.[0] ?? fallback;
  if (text === null) return 'unresolved';
  return { text: plainText(text) };
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
export function conditionHolds(condition: ParsedCondition, request: AccessRequest): Truth {
  switch (condition.kind) {
    case 'opaque':
      return null;
    case 'constant':
      return condition.holds;
    case 'presence':
      return (valuesIn(request, condition.key) === null) === condition.absent;
    case 'values': {
      const values = valuesIn(request, condition.key);
      if (values === null) return condition.whenAbsent;
      const { matcher, negated } = condition;
      const passes = (value: string): Truth => combine(matchesOf(matcher, value, request), negated);
      switch (condition.quantifier) {
        case null:
          return values.length === 1 ? passes(values[0]!) : null;
        case 'ForAllValues':
          return values.includes('') ? null : and(values.map(passes));
        case 'ForAnyValue':
          return values.includes('') ? null : or(values.map(passes));
      }
    }
  }
}

const ARN = /^[^:]*:[^:]*:[^:]*:[^:]*:[^:]*:/;

function matchesOf(
  matcher: Matcher,
  value: string,
  request: AccessRequest,
): (boolean | 'unresolved' | 'undocumented')[] {
  switch (matcher.family) {
    case 'text':
      if (matcher.arn && !ARN.test(value)) return ['undocumented'];
      return matcher.patterns.map((pattern) => {
        const resolved = resolve(pattern, request);
        if (typeof resolved === 'string') return resolved;
        // A value with colons moves the parts of the ARN.
        if (matcher.arn && hasColon(pattern, request)) return 'undocumented';
        return inLanguage([resolved], value);
      });
    case 'boolean': {
      const flag = value.toLowerCase();
      if (flag !== 'true' && flag !== 'false') return ['undocumented'];
      return [matcher.values.includes(flag === 'true')];
    }
    case 'number':
    case 'date': {
      const parsed = matcher.family === 'number' ? parseNumber(value) : parseDate(value);
      if (parsed === null) return ['undocumented'];
      return [matcher.values.some((one) => compares(matcher.relation, parsed, one))];
    }
    case 'address': {
      const address = parseAddress(value);
      if (address === null) return ['undocumented'];
      return [matcher.ranges.some(({ low, high }) => low <= address && address <= high)];
    }
  }
}

function hasColon(pattern: readonly Token[], request: AccessRequest): boolean {
  return pattern.some((token) => {
    if (token.kind !== 'variable') return false;
    const value = variableValue(token.variable, request);
    return typeof value !== 'string' && value.text.some((one) => one.kind === 'char' && one.char === ':');
  });
}
