import type { AccessChange, AccessRequest } from '../../model/access.js';
import { visible } from '../../model/hidden-characters.js';

/** One change of access as lines: what, on what, for whom, if what; then the request that proves it. */
export function changeLines(change: AccessChange): string[] {
  const { actions, resources, principals, conditions, cause, witness } = change;
  const parts = [
    actions.join(', '),
    ...(principals.length > 0 ? [`by ${principals.join(', ')}`] : [`on ${resources.join(', ')}`]),
    ...(conditions.length > 0 ? [`if ${conditions.join(' and ')}`] : []),
  ];
  const when = witness.today ? '' : ' (no request of today)';
  return [
    `  ${parts.join(' ')} [${cause}]`,
    `    witness: ${requestText(witness.request)}: ${witness.before}, then ${witness.after}${when}`,
  ].map(visible);
}

function requestText({ principal, action, resource, context }: AccessRequest): string {
  const keys = Object.entries(context).map(([key, values]) => `${key}=${values.join('|')}`);
  return [
    ...(principal ? [`${principal.type} ${principal.value}:`] : []),
    `${action} on ${resource}`,
    ...(keys.length > 0 ? [`with ${keys.join(', ')}`] : []),
  ].join(' ');
}
