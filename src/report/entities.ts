import type { DocumentFinding, DocumentSide, Finding } from '../model/finding.js';
import { oncePer } from '../model/once-per.js';
import type { EntityComparison, EntitySide, Report } from '../model/report.js';

/** 0: the first account of the comparison, 1: the second. */
export type SideIndex = 0 | 1;

export const SIDES = [0, 1] as const;

/** The field of a two-sided thing that belongs to a side. */
export function onSide<T>(both: { readonly side1: T; readonly side2: T }, side: SideIndex): T {
  return side === 0 ? both.side1 : both.side2;
}

/** An entity that both sides have. */
export interface CommonEntity extends EntityComparison {
  readonly side1: EntitySide;
  readonly side2: EntitySide;
}

export function isCommon(entity: EntityComparison): entity is CommonEntity {
  return entity.side1 !== null && entity.side2 !== null;
}

export function isUniqueTo(entity: EntityComparison, side: SideIndex): boolean {
  return !isCommon(entity) && onSide(entity, side) !== null;
}

/** Service-linked on every side that has it. */
export function isServiceLinked(entity: EntityComparison): boolean {
  return (entity.side1?.serviceLinked ?? true) && (entity.side2?.serviceLinked ?? true);
}

/** All that a report compares: roles, policies, and what else was asked for. */
export const allEntities = oncePer(
  ({ roles, policies, users, groups }: Report): readonly EntityComparison[] => [
    ...roles,
    ...policies,
    ...(users ?? []),
    ...(groups ?? []),
  ],
);

/** Does a side have something that the other lacks: a row, a value, a policy? What can't be read says nothing. */
export function hasOwn(finding: Finding, side: SideIndex): boolean {
  switch (finding.kind) {
    case 'attribute':
      return onSide(finding, side) !== null;
    case 'document':
      return documentHasOwn(finding, side);
    case 'unreadable':
      return false;
    case 'recreated':
      return true;
    case 'cross-reference':
      return finding.side === (side === 0 ? 1 : 2);
    case 'presence':
      return (finding.type === 'only-in-1') === (side === 0);
  }
}

function documentHasOwn(finding: DocumentFinding, side: SideIndex): boolean {
  const { side1, side2, onlyIn1, onlyIn2, notes } = finding;
  if (!side1 || !side2) return onSide(finding, side) !== null;
  if (isReplaced(finding) || notes.length > 0 || onlyIn1.length + onlyIn2.length === 0) return true;
  return (side === 0 ? onlyIn1 : onlyIn2).length > 0;
}

/** Another policy, not the same one with another text: a boundary that was exchanged. */
export function isReplaced({ side1, side2 }: DocumentFinding): boolean {
  return side1 !== null && side2 !== null && identity(side1) !== identity(side2);
}

function identity(side: DocumentSide): string {
  return (side.arn ?? side.name).normalised;
}
