import type { DocumentFinding, ItemDifference } from '../../model/finding.js';
import type { Report } from '../../model/report.js';
import { DIFFERENCE_COLUMNS, differenceCells, differenceOf } from '../differences.js';
import { type CommonEntity, onSide, type SideIndex } from '../entities.js';
import { type Row, sortedRows } from './cells.js';
import { ITEM_HEADER, itemCells, UNREADABLE_ITEM } from './item-cells.js';
import { rolesWithFindings } from './role-lists.js';

/** Items in normalised text, then the cells that substitution can change as they are in the account. */
export const DIFFERENCE_ITEM_COLUMNS = [
  ...ITEM_HEADER,
  'raw_rolename',
  'raw_path',
  'raw_policyname',
  'raw_arn',
  'raw_principal',
  'raw_condition',
  'raw_notresource',
  'raw_notprincipal',
  ...DIFFERENCE_COLUMNS,
] as const;

/**
 * The rows that a side has and the other lacks, among the roles that both have, sorted. Roles come in the order of
 * their names, so that the rows of one role at a time are made.
 */
export function differenceRows(report: Report, side: SideIndex): Iterable<Row> {
  return {
    *[Symbol.iterator]() {
      for (const role of rolesWithFindings(report)) yield* rowsOfRole(role, side);
    },
  };
}

/** How many rows `differenceRows` gives; counted once per report. */
export function countDifferences(report: Report, side: SideIndex): number {
  let counts = knownCounts.get(report);
  if (!counts) knownCounts.set(report, (counts = [count(report, 0), count(report, 1)]));
  return counts[side];
}

const knownCounts = new WeakMap<Report, readonly [number, number]>();

function count(report: Report, side: SideIndex): number {
  return rolesWithFindings(report).reduce((sum, role) => sum + rowsOfRole(role, side).length, 0);
}

function rowsOfRole(role: CommonEntity, side: SideIndex): Row[] {
  const rows = role.findings.flatMap((finding) =>
    finding.kind === 'document' ? rowsOfFinding(role, finding, side) : [],
  );
  return sortedRows(rows);
}

function rowsOfFinding(role: CommonEntity, finding: DocumentFinding, side: SideIndex): Row[] {
  const policy = onSide(finding, side);
  if (!policy) return [];
  const { name, path } = onSide(role, side);
  const end = differenceCells(differenceOf(role, finding));
  return ownItems(finding, side).map(({ item, raw }) => [
    name.normalised,
    path.normalised,
    policy.name.normalised,
    finding.policyType,
    ...itemCells(item),
    name.raw,
    path.raw,
    policy.name.raw,
    raw.resource,
    raw.principal,
    raw.condition,
    raw.notResource,
    raw.notPrincipal,
    ...end,
  ]);
}

/** What a side has; a policy that stands there alone and can't be read is one row that says so. */
export function ownItems(finding: DocumentFinding, side: SideIndex): readonly ItemDifference[] {
  const policy = onSide(finding, side);
  const isAlone = finding.side1 === null || finding.side2 === null;
  if (policy && isAlone && policy.document?.kind !== 'policy') {
    return [{ item: UNREADABLE_ITEM, raw: UNREADABLE_ITEM }];
  }
  return side === 0 ? finding.onlyIn1 : finding.onlyIn2;
}
