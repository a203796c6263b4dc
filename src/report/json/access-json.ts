import type { AccessChange, AccessComparison, AccessRequest, Witness } from '../../model/access.js';
import type { Json } from '../../model/json.js';
import type { AccessHalf } from '../../model/difference.js';
import type { EntityComparison } from '../../model/report.js';
import { accessDifferenceOf } from '../differences.js';
import type { Tags } from '../terminal/finding-sentences.js';
import { differenceJson } from './difference-json.js';

/** How access differs, as `report.json` has it; keys in a fixed order, whatever objects it comes from. */
export function accessJson(entity: EntityComparison, tags: Tags): Json {
  const { access } = entity;
  const halfJson = (half: AccessHalf): Json =>
    access?.[half]
      ? {
          ...comparisonJson(access[half]),
          ...differenceJson(accessDifferenceOf(entity, half), entity, tags),
        }
      : null;
  return access && { identity: halfJson('identity'), trust: halfJson('trust') };
}

function comparisonJson(comparison: AccessComparison): Readonly<Record<string, Json>> {
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
