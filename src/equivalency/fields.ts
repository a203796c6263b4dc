import type { Condition, Principal } from '../model/policy.js';
import { operatorParts } from '../policy/operators.js';
import type { Substitute } from './substitution.js';

/**
 * Where names live, and so where a substitution may touch a text: never service prefixes, partitions and regions
 * of ARNs, action names, condition operators or keys.
 */

/** The account and resource parts of an ARN (or of a pattern of one); a text that is no ARN as a whole. */
export function substituteArn(text: string, substitute: Substitute): string {
  if (!text.startsWith('arn:')) return substitute(text);
  const fourth = nthColon(text, 4);
  if (fourth < 0) return text;
  return text.slice(0, fourth + 1) + substitute(text.slice(fourth + 1));
}

function nthColon(text: string, n: number): number {
  let at = -1;
  for (let i = 0; i < n; i++) {
    at = text.indexOf(':', at + 1);
    if (at < 0) return -1;
  }
  return at;
}

/** A service principal is AWS's word, not a name of ours: `devicefarm.amazonaws.com` is not `dev`. */
export function substitutePrincipal(principal: Principal, substitute: Substitute): Principal {
  if (principal.type === 'Service') return principal;
  const value = substituteArn(principal.value, substitute);
  return value === principal.value ? principal : { ...principal, value };
}

/** Numbers, dates, addresses and truth values name nothing. */
const NAMELESS = /^(?:numeric|date|bool|null|ipaddress|notipaddress|binary)/;

/** Keys whose values are services of AWS. */
const SERVICE_KEYS =
  /(?:service|servicename|serviceslist|servicenameslist|calledvia|calledviafirst|calledvialast)$/i;

export function substituteCondition(condition: Condition, substitute: Substitute): Condition {
  if (NAMELESS.test(operatorParts(condition.operator).base)) return condition;
  const isServiceKey = SERVICE_KEYS.test(condition.key);
  const values = condition.values.map((value) =>
    isServiceKey && /\.amazonaws\.com(?:\.cn)?$/.test(value) ? value : substituteArn(value, substitute),
  );
  return values.every((value, index) => value === condition.values[index])
    ? condition
    : { ...condition, values };
}
