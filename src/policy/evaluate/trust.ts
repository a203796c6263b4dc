import type { PolicyDocument, Principal } from '../../model/policy.js';
import { arnParts } from './arn.js';
import type { Evaluation, StatementTrace } from './evaluation.js';
import { matching, traceDocument } from './identity.js';
import { type EvaluationRequest, requestContext } from './request.js';

/**
 * `not-allowed`: nothing is said of the request. `delegated`: it is left to the policies of the principal's own
 * account. `allowed`: the trust policy grants by itself.
 */
export type TrustAnswer = 'explicitly-denied' | 'not-allowed' | 'delegated' | 'allowed';
export type TrustEvaluation = Evaluation<TrustAnswer>;

export interface TrustSurroundings {
  /** 12-digit id of the account that the role is in. */
  readonly account: string;
  /** What to call the document; "trust policy" where not given. */
  readonly name?: string;
}

/**
 * What a role's trust policy says to one request of one principal. A statement without a Principal means nobody.
 *
 * Naming an account leaves the decision to that account, also if it is the role's own. Naming a principal of the
 * role's account, or everybody, grants by itself; a principal of another account needs its account's leave too.
 * Services and federated principals have no account that could be asked.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 */
export function evaluateTrust(
  document: PolicyDocument,
  request: EvaluationRequest,
  { account, name = 'trust policy' }: TrustSurroundings,
): TrustEvaluation {
  const context = requestContext(request);
  const statements = traceDocument({ name, document }, 'trust', request, context).map(
    (trace): StatementTrace => (trace.principal === 'nobody' ? { ...trace, matches: false } : trace),
  );
  const denies = matching(statements, 'Deny');
  if (denies.length > 0) {
    return { answer: 'explicitly-denied', reason: 'a Deny matches', deciding: denies, statements };
  }
  const allows = matching(statements, 'Allow');
  if (allows.length === 0) {
    return { answer: 'not-allowed', reason: 'no statement matches', deciding: [], statements };
  }
  const granting = allows.filter(
    (trace) => trace.principal === 'named' && grantsByItself(request.principal, account),
  );
  if (granting.length > 0) {
    return { answer: 'allowed', reason: 'an Allow names the principal', deciding: granting, statements };
  }
  const reason = "an Allow leaves it to the policies of the principal's own account";
  return { answer: 'delegated', reason, deciding: allows, statements };
}

/** A principal of another account needs the leave of that account. */
function grantsByItself(principal: Principal | undefined, account: string): boolean {
  if (principal?.type !== 'AWS') return true;
  const own = arnParts(principal.value)?.account;
  return own === undefined || own === account;
}
