import type { AccessRequest } from '../../model/access.js';
import type { PolicyDocument, Statement } from '../../model/policy.js';
import { matchesWildcard } from '../../policy/wildcard.js';

/** Is a statement about an action, wherever and for whomever? Without case. */
export function speaksOf({ action: { negated, patterns } }: Statement, action: string): boolean {
  const folded = action.toLowerCase();
  return patterns.some((pattern) => matchesWildcard(pattern.toLowerCase(), folded)) !== negated;
}

/**
 * The document without statements that plainly don't apply to a request, by their action or resource. The evaluator
 * answers the same, and need not tell of each why it doesn't.
 */
export function aboutRequest(document: PolicyDocument, { action, resource }: AccessRequest): PolicyDocument {
  const statements = document.statements.filter((one) => couldReach(one, resource) && speaksOf(one, action));
  return { ...document, statements };
}

function couldReach({ resource: set }: Statement, resource: string): boolean {
  if (set === null || set.negated) return true;
  return set.patterns.some((pattern) => pattern.includes('${') || matchesWildcard(pattern, resource));
}
