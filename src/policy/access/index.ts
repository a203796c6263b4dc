/** The exact comparison of access: two policy sets, or two trust policies, over all requests. */
export { AccessInTurn, compareAccess, compareAccessWithCatalogue } from './compare.js';
export { conditionText, notPrincipalText } from './labels.js';
export { loadServiceData, type ServiceData, servicesOf, servicesOfDocument } from './service-data.js';
export type {
  AccessAnswers,
  AccessChange,
  AccessComparison,
  AccessInput,
  AccessRequest,
  Answer,
  ChangeCause,
  IdentityComparison,
  PolicySet,
  TrustComparison,
  Verdict,
  Witness,
} from './types.js';
