/** The evaluator of single requests: slow and obvious, the judge of what `compareAccess` claims. */
export type { Check } from './condition.js';
export type { Evaluation, NamedPolicy, StatementTrace } from './evaluation.js';
export { explain } from './explain.js';
export {
  evaluateIdentity,
  type IdentityAnswer,
  type IdentityEvaluation,
  type IdentityPolicies,
} from './identity.js';
export { readContext, readPrincipal } from './read-request.js';
export type { EvaluationRequest } from './request.js';
export { evaluateTrust, type TrustAnswer, type TrustEvaluation, type TrustSurroundings } from './trust.js';
