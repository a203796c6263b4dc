import type {
  AccessChange,
  AccessComparison,
  AccessRequest,
  RawChange,
  RawRequests,
  Witness,
} from '../../model/access.js';
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
  const { verdict, today, gained, lost, witnesses, reasons, rawReasons } = comparison;
  return {
    verdict,
    today,
    gained: gained.map(changeJson),
    lost: lost.map(changeJson),
    witnesses: witnesses.map(witnessJson),
    reasons,
    ...ifOther('rawReasons', reasons, rawReasons),
  };
}

function changeJson(change: AccessChange): Json {
  const { direction, actions, resources, principals, conditions, cause, witness, raw } = change;
  return {
    direction,
    actions,
    resources,
    principals,
    conditions,
    cause,
    witness: witnessJson(witness),
    ...ifOther('raw', namingJson(change), raw && namingJson(raw)),
  };
}

/** What of a change can have names in it. */
function namingJson({ resources, principals, conditions }: RawChange): Json {
  return { resources, principals, conditions };
}

function witnessJson({ request, before, after, today, raw }: Witness): Json {
  const own = requestJson(request);
  return {
    request: own,
    before,
    after,
    today,
    ...ifOther('raw', { side1: own, side2: own }, raw && rawRequestsJson(raw)),
  };
}

function rawRequestsJson({ side1, side2 }: RawRequests): Json {
  return { side1: side1 && requestJson(side1), side2: side2 && requestJson(side2) };
}

/** A field for what is as it is in an account; left out where that is no other than what was compared. */
function ifOther(key: string, compared: Json, raw: Json | undefined): Readonly<Record<string, Json>> {
  return raw === undefined || JSON.stringify(raw) === JSON.stringify(compared) ? {} : { [key]: raw };
}

function requestJson({ principal, action, resource, context }: AccessRequest): Json {
  return {
    principal: principal ? { type: principal.type, value: principal.value } : null,
    action,
    resource,
    context: { ...context },
  };
}
