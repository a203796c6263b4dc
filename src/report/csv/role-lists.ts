import { oncePer } from '../../model/once-per.js';
import { compareText } from '../../model/text.js';
import type { EntityComparison, Report } from '../../model/report.js';
import { DIFFERENCE_COLUMNS, differenceCells } from '../differences.js';
import {
  type CommonEntity,
  hasOwn,
  isCommon,
  isServiceLinked,
  isUniqueTo,
  onSide,
  type SideIndex,
} from '../entities.js';
import { type Row, sortedRows } from './cells.js';

export type RoleChoice = 'all' | 'service-linked' | 'non-service-linked';

export const ROLE_COLUMNS = ['rolename', 'path', 'raw_rolename', 'raw_path'] as const;
export const UNIQUE_ROLE_COLUMNS = [...ROLE_COLUMNS, ...DIFFERENCE_COLUMNS] as const;
export const NAME_COLUMNS = ['rolename', 'raw_rolename'] as const;
export const COMMON_ROLE_COLUMNS = [
  'rolename',
  'path',
  'raw_rolename_1',
  'raw_path_1',
  'raw_rolename_2',
  'raw_path_2',
] as const;
export const COMMON_NAME_COLUMNS = ['rolename', 'raw_rolename_1', 'raw_rolename_2'] as const;

/** The roles of one side. */
export function rolesOf(report: Report, side: SideIndex, choice: RoleChoice): readonly EntityComparison[] {
  return splitRoles(report).ofSides[side][choice];
}

export function commonRoles(report: Report, choice: RoleChoice): readonly CommonEntity[] {
  return splitRoles(report).common[choice];
}

export function uniqueRoles(report: Report, side: SideIndex, choice: RoleChoice): EntityComparison[] {
  return splitRoles(report).unique.filter((role) => isUniqueTo(role, side) && isChosen(role, choice));
}

/** Common roles of which this side has something that the other lacks. */
export function differingRoles(report: Report, side: SideIndex): CommonEntity[] {
  return splitRoles(report).different.filter(({ findings }) =>
    findings.some((finding) => hasOwn(finding, side)),
  );
}

/** Common roles of which anything was found. */
export function rolesWithFindings(report: Report): readonly CommonEntity[] {
  return splitRoles(report).different;
}

/** Asked for by a dozen files and numbers. */
const splitRoles = oncePer(({ roles }: Report) => {
  const common = roles.filter(isCommon);
  const ofSide = (side: SideIndex): Choices<EntityComparison> => {
    const own = roles.filter((role) => onSide(role, side) !== null);
    return choicesOf(own, (role) => onSide(role, side)!.serviceLinked);
  };
  return {
    ofSides: [ofSide(0), ofSide(1)] as const,
    common: choicesOf(common, isServiceLinked),
    // Nearly all roles are common and the same.
    different: common.filter(({ findings }) => findings.length > 0),
    unique: common.length === roles.length ? [] : roles.filter((role) => !isCommon(role)),
  };
});

type Choices<T> = Readonly<Record<RoleChoice, readonly T[]>>;

function choicesOf<T>(all: readonly T[], isLinked: (role: T) => boolean): Choices<T> {
  return {
    all,
    'service-linked': all.filter(isLinked),
    'non-service-linked': all.filter((role) => !isLinked(role)),
  };
}

function isChosen(role: EntityComparison, choice: RoleChoice): boolean {
  return choice === 'all' || isServiceLinked(role) === (choice === 'service-linked');
}

export function roleRows(report: Report, side: SideIndex, choice: RoleChoice): Row[] {
  const roles = rolesOf(report, side, choice);
  return rowsOf(report, roles, (role) => (choice === 'all' ? pathRow(role, side) : nameRow(role, side)));
}

export function uniqueRoleRows(report: Report, side: SideIndex, choice: RoleChoice): Row[] {
  return sortedRows(
    uniqueRoles(report, side, choice).map((role) => [
      ...pathRow(role, side),
      ...differenceCells(role.differences[0] ?? null),
    ]),
  );
}

export function differingRoleRows(report: Report, side: SideIndex): Row[] {
  return sortedRows(differingRoles(report, side).map((role) => nameRow(role, side)));
}

export function commonRoleRows(report: Report, choice: RoleChoice): Row[] {
  return rowsOf(report, commonRoles(report, choice), ({ name, side1, side2 }) =>
    choice === 'all'
      ? [name, side1.path.normalised, side1.name.raw, side1.path.raw, side2.name.raw, side2.path.raw]
      : [name, side1.name.raw, side2.name.raw],
  );
}

/** A row per role, which begins with its name; in order and distinct, as the roles mostly are already. */
function rowsOf<T extends EntityComparison>(
  report: Report,
  roles: readonly T[],
  rowOf: (role: T) => Row,
): Row[] {
  const rows = roles.map(rowOf);
  return isAscending(report.roles) ? rows : sortedRows(rows);
}

/** Has each role a name of its own, and are they in order? */
const isAscending = oncePer((roles: readonly EntityComparison[]) =>
  roles.every(({ name }, at) => at === 0 || compareText(roles[at - 1]!.name, name) < 0),
);

function pathRow(role: EntityComparison, side: SideIndex): Row {
  const { name, path } = onSide(role, side)!;
  return [name.normalised, path.normalised, name.raw, path.raw];
}

function nameRow(role: EntityComparison, side: SideIndex): Row {
  const { name } = onSide(role, side)!;
  return [name.normalised, name.raw];
}
