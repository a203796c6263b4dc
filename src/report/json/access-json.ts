import type { AccessChange, AccessComparison, AccessRequest, Witness } from '../../model/access.js';
import type { Json } from '../../model/json.js';
import type { EntityAccess } from '../../model/report.js';

/** How access differs, as `report.json` has it; keys in a fixed order, whatever objects it comes from. */
export function accessJson(access: EntityAccess | null): Json {
  return access && { identity: comparisonJson(access.identity), trust: comparisonJson(access.trust) };
}

function comparisonJson(comparison: AccessComparison | null): Json {
  if (!comparison) return null;
  const { verdict, today, gained, lost, witnesses, reasons } = comparison;
  return {
    verdict,
    today,
    gained: gained.map(changeJson),
    lost: lost.map(changeJson),
    witnesses: witnesses.map(witnessJson),
    reasons,
  };
}

function changeJson(change: AccessChange): Json {
  const { direction, actions, resources, principals, conditions, cause, witness } = change;
  return {
    direction,
    actions,
    resources,
    principals,
    conditions,
    cause,
    witness: witnessJson(witness),
  };
}

function witnessJson({ request, before, after, today }: Witness): Json {
  return { request: requestJson(request), before, after, today };
}

function requestJson({ principal, action, resource, context }: AccessRequest): Json {
  return {
    principal: principal ? { type: principal.type, value: principal.value } : null,
    action,
    resource,
    context: { ...context },
  };
}
