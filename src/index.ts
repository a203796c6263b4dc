/** iamdrift as a library: the IAM policy language, compared and evaluated. */
export type {
  AccessChange,
  AccessComparison,
  AccessInput,
  AccessRequest,
  Answer,
  PolicySet,
  Verdict,
  Witness,
} from './model/access.js';
export type { ParsedDocument, PolicyDocument, Principal, UnreadableDocument } from './model/policy.js';
export {
  compareAccess,
  compareAccessWithCatalogue,
  loadServiceData,
  type ServiceData,
  servicesOf,
} from './policy/access/index.js';
export { evaluateIdentity, evaluateTrust, explain, readPrincipal } from './policy/evaluate/index.js';
export { parsePolicy } from './policy/parse.js';
