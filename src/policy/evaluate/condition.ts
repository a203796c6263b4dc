import type { Condition, PolicyVersion } from '../../model/policy.js';
import { operatorParts } from '../operators.js';
import { type RequestContext, valuesOf } from './context.js';
import { type Glyph, literalGlyphs } from './glyphs.js';
import { OPERATORS } from './value-match.js';
import { resolveVariables } from './variables.js';

/** Whether one part of a statement meets the request, and why, in a clause for people. */
export interface Check {
  readonly matches: boolean;
  readonly why: string;
}

/**
 * One operator on one key.
 *
 * - A key that the request doesn't have: IfExists and ForAllValues hold, ForAnyValue doesn't; of the rest negated
 *   operators hold and the others don't.
 * - ForAllValues wants every value of the request to pass, ForAnyValue one. Empty texts count as no value there.
 * - Without a set operator some value of the request has to match (negated: none), though AWS gives no rule for
 *   keys with many values under such an operator.
 * - A value that can't be read (no number, no date, no address) makes the condition not hold, negated or not, and
 *   so does a negated operator's policy variable that the request can't fill: "any attempt to match it fails".
 *   Where the key itself is absent no match is attempted.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
export function checkCondition(condition: Condition, version: PolicyVersion, context: RequestContext): Check {
  const { quantifier, base, ifExists } = operatorParts(condition.operator);
  const values = valuesOf(context, condition.key);
  const says = (matches: boolean, because: string): Check => ({
    matches,
    why: `${condition.operator} ${condition.key} [${condition.values.join(', ')}]: ${because}`,
  });
  if (base === 'null' && !ifExists) return says(checkNull(condition, values), presence(values));

  const operator = OPERATORS.get(base);
  if (!operator) return says(false, 'no operator that AWS documents');
  const present = quantifier === null ? values : (values?.filter((value) => value !== '') ?? []);
  if (ifExists && values === null) return says(true, 'the request has no such key');
  if (present === null) return says(operator.negated, 'the request has no such key');
  if (present.length === 0) {
    return quantifier === 'ForAllValues'
      ? says(true, 'the request has no value, so all of them pass')
      : says(false, 'the request has no value, so none passes');
  }

  const wanted: (readonly Glyph[])[] = [];
  for (const value of condition.values) {
    const resolved = operator.variables
      ? resolveVariables(value, version, context)
      : { kind: 'glyphs' as const, glyphs: literalGlyphs(value) };
    if (resolved.kind === 'glyphs') wanted.push(resolved.glyphs);
    else if (operator.negated) return says(false, `the request has no value for ${resolved.variable}`);
  }

  const outcomes = present.map((value) => wanted.map((glyphs) => operator.matches(value, glyphs)));
  if (operator.negated && outcomes.flat().includes('invalid')) {
    return says(false, `${presence(present)}, and a value can't be read`);
  }
  const matched = outcomes.map((one) => one.includes(true));
  if (quantifier === null) return says(matched.includes(true) !== operator.negated, presence(present));
  const passed = matched.map((one) => one !== operator.negated);
  return says(
    quantifier === 'ForAllValues' ? !passed.includes(false) : passed.includes(true),
    presence(present),
  );
}

/** `true`: the key must be absent; `false`: it must be there. */
function checkNull(condition: Condition, values: readonly string[] | null): boolean {
  const wanted = values === null ? 'true' : 'false';
  return condition.values.some((value) => value.toLowerCase() === wanted);
}

function presence(values: readonly string[] | null): string {
  return values === null ? 'the request has no such key' : `the request has ${values.join(', ')}`;
}
