import type { RequestContext } from './context.js';
import type { Evaluation, NamedPolicy, StatementTrace } from './evaluation.js';
import { type EvaluationRequest, requestContext } from './request.js';
import { evaluateStatement } from './statement.js';

export type IdentityAnswer = 'explicitly-denied' | 'not-allowed' | 'allowed';
export type IdentityEvaluation = Evaluation<IdentityAnswer>;

export interface IdentityPolicies {
  /** All inline and managed policies of one identity. */
  readonly policies: readonly NamedPolicy[];
  /** Absent or null: nothing limits them. */
  readonly boundary?: NamedPolicy | null;
}

/**
 * What an identity's own policies say to one request: a matching Deny anywhere (in the boundary too) decides,
 * else a matching Allow among the policies, within a matching Allow of the boundary where there is one.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export function evaluateIdentity(
  { policies, boundary }: IdentityPolicies,
  request: EvaluationRequest,
): IdentityEvaluation {
  const context = requestContext(request);
  const own = policies.flatMap((policy) => traceDocument(policy, 'policy', request, context));
  const limits = boundary ? traceDocument(boundary, 'boundary', request, context) : [];
  const statements = [...own, ...limits];

  const denies = matching(statements, 'Deny');
  if (denies.length > 0) {
    return { answer: 'explicitly-denied', reason: 'a Deny matches', deciding: denies, statements };
  }
  const allows = matching(own, 'Allow');
  if (allows.length === 0) {
    return { answer: 'not-allowed', reason: 'no Allow matches', deciding: [], statements };
  }
  if (!boundary) return { answer: 'allowed', reason: 'an Allow matches', deciding: allows, statements };
  const within = matching(limits, 'Allow');
  if (within.length === 0) {
    const reason = 'an Allow matches, but none of the permissions boundary does';
    return { answer: 'not-allowed', reason, deciding: [], statements };
  }
  const reason = 'an Allow matches, and one of the permissions boundary does';
  return { answer: 'allowed', reason, deciding: [...allows, ...within], statements };
}

export function traceDocument(
  { name, document }: NamedPolicy,
  part: StatementTrace['part'],
  request: EvaluationRequest,
  context: RequestContext,
): StatementTrace[] {
  return document.statements.map((statement, index) => ({
    document: name,
    part,
    index,
    statement,
    ...evaluateStatement(statement, document.version, request, context),
  }));
}

export function matching(traces: readonly StatementTrace[], effect: 'Allow' | 'Deny'): StatementTrace[] {
  return traces.filter((trace) => trace.matches && trace.statement.effect === effect);
}
