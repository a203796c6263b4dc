import type { AccessChange, AccessComparison, AccessRequest } from '../../model/access.js';
import type { Difference } from '../../model/difference.js';
import type { DocumentFinding } from '../../model/finding.js';
import type { EntityComparison, Report } from '../../model/report.js';
import { type AccessPart, accessParts, changesOf, differs, isUnjudged, silentBoundaries } from '../access.js';
import { accessDifferenceOf, DIFFERENCE_COLUMNS, differenceCells, differenceOf } from '../differences.js';
import { allEntities } from '../entities.js';
import { type Row, sortedRows } from './cells.js';

export const ACCESS_COLUMNS = [
  'kind',
  'name',
  'policytype',
  'verdict',
  'today',
  'direction',
  'actions',
  'resources',
  'principals',
  'conditions',
  'cause',
  'witness_action',
  'witness_resource',
  'witness_principal',
  'witness_context',
  'before',
  'after',
  'witness_today',
  'reasons',
  'raw_name_1',
  'raw_name_2',
  'raw_resources',
  'raw_principals',
  'raw_conditions',
  'raw_witness_resource_1',
  'raw_witness_principal_1',
  'raw_witness_context_1',
  'raw_witness_resource_2',
  'raw_witness_principal_2',
  'raw_witness_context_2',
  'raw_reasons',
  ...DIFFERENCE_COLUMNS,
] as const;

/**
 * How the access of common entities differs, side 1 being before and side 2 after: a row per thing gained or lost,
 * and one without a change where the verdict is `unknown`, or nothing can be named.
 */
export function accessRows(report: Report): Row[] {
  return sortedRows(allEntities(report).flatMap(rowsOf));
}

function rowsOf(entity: EntityComparison): Row[] {
  if (isUnjudged(entity)) {
    return [row(entity, ['', 'unknown', 'unknown'], null, UNJUDGED, null)];
  }
  return [
    ...accessParts(entity).flatMap((part) => rowsOfPart(entity, part)),
    ...silentBoundaries(entity).map((finding) =>
      row(
        entity,
        ['identity', 'equivalent', 'equivalent'],
        null,
        boundaryReasons(finding),
        differenceOf(entity, finding),
      ),
    ),
  ];
}

function rowsOfPart(entity: EntityComparison, { type, comparison }: AccessPart): Row[] {
  if (!differs(comparison)) return [];
  const changes: (AccessChange | null)[] = changesOf(comparison);
  if (comparison.verdict === 'unknown' || changes.length === 0) changes.push(null);
  const start = [type, comparison.verdict, comparison.today] as const;
  const difference = accessDifferenceOf(entity, type);
  const { reasons: shown, rawReasons: raw = shown } = comparison;
  return changes.map((change) => row(entity, start, change, { shown, raw }, difference));
}

interface Reasons {
  readonly shown: readonly string[];
  readonly raw: readonly string[];
}

const UNJUDGED_REASONS = ['a document could not be read'];
const UNJUDGED: Reasons = { shown: UNJUDGED_REASONS, raw: UNJUDGED_REASONS };

type Start = readonly [
  policyType: string,
  verdict: AccessComparison['verdict'],
  today: AccessComparison['today'],
];

function row(
  { kind, name, side1, side2 }: EntityComparison,
  start: Start,
  change: AccessChange | null,
  reasons: Reasons,
  difference: Difference | null,
): Row {
  return [
    kind,
    name,
    ...start,
    ...(change ? changeCells(change) : NO_CHANGE),
    listCell(reasons.shown),
    side1?.name.raw ?? '',
    side2?.name.raw ?? '',
    ...(change ? rawChangeCells(change) : NO_RAW_CHANGE),
    listCell(reasons.raw),
    ...differenceCells(difference),
  ];
}

const NO_CHANGE: Row = Array<string>(13).fill('');

function changeCells({
  direction,
  actions,
  resources,
  principals,
  conditions,
  cause,
  witness,
}: AccessChange): Row {
  const { request, before, after, today } = witness;
  return [
    direction,
    listCell(actions),
    listCell(resources),
    listCell(principals),
    listCell(conditions),
    cause,
    request.action,
    ...namingCells(request),
    before,
    after,
    String(today),
  ];
}

const NO_RAW_CHANGE: Row = Array<string>(9).fill('');

/** What the placeholders stand for; empty cells of a witness where that can't be told. */
function rawChangeCells({ raw, resources, principals, conditions, witness }: AccessChange): Row {
  const change = raw ?? { resources, principals, conditions };
  const { side1, side2 } = witness.raw ?? { side1: witness.request, side2: witness.request };
  return [
    listCell(change.resources),
    listCell(change.principals),
    listCell(change.conditions),
    ...(side1 ? namingCells(side1) : ['', '', '']),
    ...(side2 ? namingCells(side2) : ['', '', '']),
  ];
}

/** What of a request can have names in it. */
function namingCells({ resource, principal, context }: AccessRequest): Row {
  return [resource, principal ? `${principal.type} ${principal.value}` : '', JSON.stringify(context)];
}

/** A list as JSON; nothing in it: an empty cell. */
function listCell(texts: readonly string[]): string {
  return texts.length === 0 ? '' : JSON.stringify(texts);
}

function boundaryReasons({ side1, side2 }: DocumentFinding): Reasons {
  const [one, two] = [side1, side2].map((side) => side && (side.arn ?? side.name));
  if (!two || one?.normalised !== two.normalised) {
    const reason = (name1 = 'none', name2 = 'none'): string =>
      `the permissions boundary is ${name1} on side 1 and ${name2} on side 2, ${CHANGES_NOTHING}`;
    return { shown: [reason(one?.normalised, two?.normalised)], raw: [reason(one?.raw, two?.raw)] };
  }
  const reason = (name: string): string =>
    `the permissions boundary ${name} says something else, ${CHANGES_NOTHING}`;
  const raw = one.raw === two.raw ? one.raw : `${one.raw} (${two.raw} on side 2)`;
  return { shown: [reason(one.normalised)], raw: [reason(raw)] };
}

const CHANGES_NOTHING = 'which changes nothing that its own policies allow';
