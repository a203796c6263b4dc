import type { AccessChange, AccessComparison } from '../../model/access.js';
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
    return [row(entity, ['', 'unknown', 'unknown'], null, ['a document could not be read'], null)];
  }
  return [
    ...accessParts(entity).flatMap((part) => rowsOfPart(entity, part)),
    ...silentBoundaries(entity).map((finding) =>
      row(
        entity,
        ['identity', 'equivalent', 'equivalent'],
        null,
        [boundaryReason(finding)],
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
  return changes.map((change) => row(entity, start, change, comparison.reasons, difference));
}

type Start = readonly [
  policyType: string,
  verdict: AccessComparison['verdict'],
  today: AccessComparison['today'],
];

function row(
  { kind, name, side1, side2 }: EntityComparison,
  start: Start,
  change: AccessChange | null,
  reasons: readonly string[],
  difference: Difference | null,
): Row {
  return [
    kind,
    name,
    ...start,
    ...(change ? changeCells(change) : NO_CHANGE),
    listCell(reasons),
    side1?.name.raw ?? '',
    side2?.name.raw ?? '',
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
    request.resource,
    request.principal ? `${request.principal.type} ${request.principal.value}` : '',
    JSON.stringify(request.context),
    before,
    after,
    String(today),
  ];
}

/** A list as JSON; nothing in it: an empty cell. */
function listCell(texts: readonly string[]): string {
  return texts.length === 0 ? '' : JSON.stringify(texts);
}

function boundaryReason({ side1, side2 }: DocumentFinding): string {
  const [one, two] = [side1, side2].map((side) => (side ? (side.arn ?? side.name).normalised : 'none'));
  return one === two
    ? `the permissions boundary ${one} says something else, which changes nothing that its own policies allow`
    : `the permissions boundary is ${one} on side 1 and ${two} on side 2, which changes nothing that its own policies allow`;
}
