import type { Condition, PrincipalSet } from '../../model/policy.js';

const asIs = (text: string): string => text;

/** A condition as results name it: `StringEquals aws:RequestedRegion eu-west-1, eu-west-2`. */
export function conditionText({ operator, key, values }: Condition, textOf = asIs): string {
  return `${operator} ${key} ${values.map(textOf).join(', ')}`;
}

/** A NotPrincipal as reasons name it. */
export function notPrincipalText({ principals }: PrincipalSet, textOf = asIs): string {
  return `NotPrincipal ${principals.map(({ type, value }) => `${type} ${textOf(value)}`).join(', ')}`;
}
