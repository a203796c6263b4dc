import type { DocumentFinding, Finding, UnreadableFinding } from '../../model/finding.js';
import type { EntityComparison, Report } from '../../model/report.js';
import { DIFFERENCE_COLUMNS, differenceCells, differenceOf } from '../differences.js';
import { crossReferencePlace } from '../cross-reference.js';
import { onSide, type SideIndex, SIDES } from '../entities.js';
import { type Row, sortedRows } from './cells.js';
import { itemCells } from './item-cells.js';
import { ownItems } from './difference-items.js';

/** `tag` is the account that has what the row says. */
export const POLICY_COLUMNS = [
  'policyname',
  'policyarn',
  'status',
  'type',
  'tag',
  'effect',
  'service',
  'action',
  'arn',
  'principal',
  'principaltype',
  'condition',
  'notaction',
  'notresource',
  'notprincipal',
  'note',
  'raw_policyname',
  'raw_policyarn',
  'raw_arn',
  'raw_condition',
  'raw_notresource',
  'raw_principal',
  'raw_notprincipal',
  ...DIFFERENCE_COLUMNS,
] as const;

/** Managed policies that differ: one row per item, per other finding, and per policy that only one side has. */
export function policyRows(report: Report): Row[] {
  const tags = report.sides.map(({ tag }) => tag);
  return sortedRows(
    report.policies.flatMap((policy) =>
      SIDES.flatMap((side) => {
        const own = onSide(policy, side);
        if (!own) return [];
        return policy.findings.flatMap((finding) =>
          rowsOf({ policy, side, tag: tags[side]!, finding }, finding),
        );
      }),
    ),
  );
}

interface About {
  readonly policy: EntityComparison;
  readonly side: SideIndex;
  readonly tag: string;
  readonly finding: Finding;
}

const NO_ITEM: Row = Array<string>(10).fill('');
const NO_RAW: Row = ['', '', '', '', ''];

function row({ policy, side, tag, finding }: About, type: string, item: Row, note: string, raw: Row): Row {
  const { name, arn } = onSide(policy, side)!;
  const start = [policy.name, arn.normalised, policy.status, type, tag];
  const end = differenceCells(differenceOf(policy, finding));
  return [...start, ...item, note, name.raw, arn.raw, ...raw, ...end];
}

function rowsOf(about: About, finding: Finding): Row[] {
  switch (finding.kind) {
    case 'document':
      return documentRows(about, finding);
    case 'unreadable':
      return unreadableRows(about, finding);
    case 'attribute': {
      const value = onSide(finding, about.side);
      if (!value) return [];
      const note = finding.key === null ? value.raw : `${finding.key}: ${value.raw}`;
      return [row(about, finding.type, NO_ITEM, note, NO_RAW)];
    }
    case 'presence':
      return [row(about, finding.type, NO_ITEM, '', NO_RAW)];
    case 'cross-reference': {
      // The side that names the other account is the one to look at.
      if (finding.side !== (about.side === 0 ? 1 : 2)) return [];
      const value = onSide(finding, about.side);
      return [row(about, finding.type, NO_ITEM, `${crossReferencePlace(finding)}: ${value.raw}`, NO_RAW)];
    }
    case 'recreated':
      return [row(about, finding.type, NO_ITEM, about.side === 0 ? finding.id1 : finding.id2, NO_RAW)];
  }
}

function documentRows(about: About, finding: DocumentFinding): Row[] {
  return [
    ...ownItems(finding, about.side).map(({ item, raw }) =>
      row(about, finding.type, itemCells(item), '', [
        raw.resource,
        raw.condition,
        raw.notResource,
        raw.principal,
        raw.notPrincipal,
      ]),
    ),
    ...finding.notes.map((note) => row(about, finding.type, NO_ITEM, note, NO_RAW)),
  ];
}

function unreadableRows(about: About, finding: UnreadableFinding): Row[] {
  const reason = about.side === 0 ? finding.reason1 : finding.reason2;
  return reason === null ? [] : [row(about, finding.type, NO_ITEM, reason, NO_RAW)];
}
