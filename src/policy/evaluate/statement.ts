import type { PatternSet, PolicyVersion, Statement } from '../../model/policy.js';
import { type Check, checkCondition } from './condition.js';
import type { RequestContext } from './context.js';
import { glyphsMatch, patternGlyphs } from './glyphs.js';
import { matchPrincipals, type PrincipalMatch } from './principal.js';
import type { EvaluationRequest } from './request.js';
import { resolveVariables } from './variables.js';

/** What one statement says to a request. */
export interface StatementResult {
  readonly matches: boolean;
  /** How the principal is meant; `nobody` also where the statement or the request names none. */
  readonly principal: PrincipalMatch;
  /** One per element that was looked at, in the order principal, action, resource, conditions. */
  readonly checks: readonly Check[];
}

/**
 * A statement applies where all of its elements do.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function evaluateStatement(
  statement: Statement,
  version: PolicyVersion,
  request: EvaluationRequest,
  context: RequestContext,
): StatementResult {
  const principal =
    statement.principal && request.principal
      ? matchPrincipals(statement.principal, request.principal)
      : 'nobody';
  const checks = [
    ...(statement.principal ? [checkPrincipal(statement.principal.negated, principal, request)] : []),
    checkAction(statement.action, request.action),
    checkResource(statement.resource, request.resource, version, context),
    ...statement.conditions.map((condition) => checkCondition(condition, version, context)),
  ];
  return { matches: checks.every((check) => check.matches), principal, checks };
}

function checkPrincipal(negated: boolean, match: PrincipalMatch, request: EvaluationRequest): Check {
  const name = negated ? 'NotPrincipal' : 'Principal';
  const asker = request.principal?.value ?? 'a request without principal';
  const matches = match !== 'nobody';
  const how = match === 'account' ? 'means the whole account of' : matches ? 'means' : "doesn't mean";
  return { matches, why: `${name} ${how} ${asker}` };
}

/** Without case. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html */
function checkAction(set: PatternSet, action: string): Check {
  const hit = set.patterns.find((pattern) =>
    glyphsMatch(patternGlyphs(pattern.toLowerCase()), action.toLowerCase()),
  );
  return outcome(set, 'Action', hit, action);
}

/**
 * With case, over the whole text. A statement without Resource is about any. A pattern whose variable has no
 * value matches nothing; in a NotResource the statement then doesn't apply at all.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
function checkResource(
  set: PatternSet | null,
  resource: string,
  version: PolicyVersion,
  context: RequestContext,
): Check {
  if (set === null) return { matches: true, why: 'no Resource: any' };
  let hit: string | undefined;
  for (const pattern of set.patterns) {
    const resolved = resolveVariables(pattern, version, context);
    if (resolved.kind === 'glyphs') {
      if (hit === undefined && glyphsMatch(resolved.glyphs, resource)) hit = pattern;
    } else if (set.negated) {
      return {
        matches: false,
        why: `NotResource ${pattern}: the request has no value for ${resolved.variable}`,
      };
    }
  }
  return outcome(set, 'Resource', hit, resource);
}

function outcome(set: PatternSet, name: string, hit: string | undefined, asked: string): Check {
  const listed = hit === undefined ? `none of [${set.patterns.join(', ')}] matches` : `${hit} matches`;
  return {
    matches: (hit !== undefined) !== set.negated,
    why: `${set.negated ? 'Not' : ''}${name}: ${listed} ${asked}`,
  };
}
