import type {
  Condition,
  PatternSet,
  PolicyDocument,
  Principal,
  PrincipalSet,
  Statement,
} from '../model/policy.js';

/** `T`, as long as these are all of its fields: one that is added later must be compared below as well. */
type WithAll<T, Fields extends keyof T> = [Exclude<keyof T, Fields>] extends [never] ? T : never;

/** Are two canonical documents spelled alike, field by field? Makes no text of either. */
export function isSameDocument(
  one: WithAll<PolicyDocument, 'kind' | 'version' | 'statements'>,
  two: PolicyDocument,
): boolean {
  return (
    one === two || (one.version === two.version && areAll(one.statements, two.statements, isSameStatement))
  );
}

function isSameStatement(
  one: WithAll<Statement, 'effect' | 'action' | 'resource' | 'principal' | 'conditions'>,
  two: Statement,
): boolean {
  return (
    one.effect === two.effect &&
    isSamePatterns(one.action, two.action) &&
    isSamePatterns(one.resource, two.resource) &&
    isSamePrincipals(one.principal, two.principal) &&
    areAll(one.conditions, two.conditions, isSameCondition)
  );
}

/** The same of actions, and of resources. */
export function isSamePatterns(
  one: WithAll<PatternSet, 'negated' | 'patterns'> | null,
  two: PatternSet | null,
): boolean {
  if (!one || !two) return one === two;
  return one.negated === two.negated && areAll(one.patterns, two.patterns, Object.is);
}

function isSamePrincipals(
  one: WithAll<PrincipalSet, 'negated' | 'principals'> | null,
  two: PrincipalSet | null,
): boolean {
  if (!one || !two) return one === two;
  return one.negated === two.negated && areAll(one.principals, two.principals, isSamePrincipal);
}

function isSamePrincipal(one: WithAll<Principal, 'type' | 'value'>, two: Principal): boolean {
  return one.type === two.type && one.value === two.value;
}

function isSameCondition(one: WithAll<Condition, 'operator' | 'key' | 'values'>, two: Condition): boolean {
  return one.operator === two.operator && one.key === two.key && areAll(one.values, two.values, Object.is);
}

function areAll<T>(one: readonly T[], two: readonly T[], isSame: (a: T, b: T) => boolean): boolean {
  if (one === two) return true;
  if (one.length !== two.length) return false;
  for (let i = 0; i < one.length; i++) if (!isSame(one[i]!, two[i]!)) return false;
  return true;
}
