import type { Report } from '../../model/report.js';
import { type SideIndex, SIDES } from '../entities.js';
import { safeName } from '../file-names.js';
import { ACCESS_COLUMNS, accessRows } from './access-differences.js';
import { ATTRIBUTE_COLUMNS, attributeRows } from './attribute-differences.js';
import type { Row } from './cells.js';
import { DIFFERENCE_ITEM_COLUMNS, differenceRows } from './difference-items.js';
import { MARKER_COLUMNS, markerRows } from './incident-markers.js';
import { POLICY_COLUMNS, policyRows } from './policy-differences.js';
import {
  COMMON_NAME_COLUMNS,
  COMMON_ROLE_COLUMNS,
  commonRoleRows,
  differingRoleRows,
  NAME_COLUMNS,
  ROLE_COLUMNS,
  type RoleChoice,
  roleRows,
  UNIQUE_ROLE_COLUMNS,
  uniqueRoleRows,
} from './role-lists.js';
import { summaryColumns, summaryRows } from './summary.js';

/** One CSV file of a comparison. */
export interface ReportCsv {
  /** Its name with `<A>` and `<B>` for the tags. */
  readonly template: string;
  readonly columns: (report: Report) => readonly string[];
  /** Sorted, distinct; can be iterated more than once. */
  readonly rows: (report: Report) => Iterable<Row>;
}

/** The file's name for these two tags. */
export function csvName({ template }: Pick<ReportCsv, 'template'>, report: Report): string {
  const [a, b] = report.sides.map(({ tag }) => safeName(tag)) as [string, string];
  return template.replace(/<([AB])>/g, (_, letter: string) => (letter === 'A' ? a : b));
}

/** Letters of a side and of the other one, as they stand in the templates. */
const LETTERS = { 0: { own: '<A>', other: '<B>' }, 1: { own: '<B>', other: '<A>' } } as const;

const CHOICES: readonly { readonly choice: RoleChoice; readonly prefix: string }[] = [
  { choice: 'all', prefix: '' },
  { choice: 'service-linked', prefix: 'service_linked_' },
  { choice: 'non-service-linked', prefix: 'non_service_linked_' },
];

/** Every CSV file of a comparison but the two of all items. Names and columns that IAMCTL has are IAMCTL's. */
export const REPORT_CSVS: readonly ReportCsv[] = [
  { template: 'summary.csv', columns: summaryColumns, rows: summaryRows },
  ...CHOICES.map(({ choice, prefix }) => ({
    template: `common_${prefix}roles.csv`,
    columns: () => (choice === 'all' ? COMMON_ROLE_COLUMNS : COMMON_NAME_COLUMNS),
    rows: (report: Report) => commonRoleRows(report, choice),
  })),
  { template: 'access_differences.csv', columns: () => ACCESS_COLUMNS, rows: accessRows },
  { template: 'attribute_differences.csv', columns: () => ATTRIBUTE_COLUMNS, rows: attributeRows },
  { template: 'policy_differences.csv', columns: () => POLICY_COLUMNS, rows: policyRows },
  { template: 'incident_markers.csv', columns: () => MARKER_COLUMNS, rows: markerRows },
  ...SIDES.flatMap(sideCsvs),
];

function sideCsvs(side: SideIndex): ReportCsv[] {
  const { own, other } = LETTERS[side];
  return [
    ...CHOICES.map(({ choice, prefix }) => ({
      template: `${own}_${prefix}roles.csv`,
      columns: () => (choice === 'all' ? ROLE_COLUMNS : NAME_COLUMNS),
      rows: (report: Report) => roleRows(report, side, choice),
    })),
    ...CHOICES.map(({ choice, prefix }) => ({
      template: `${prefix}roles_in_${own}_but_not_in_${other}.csv`,
      columns: () => UNIQUE_ROLE_COLUMNS,
      rows: (report: Report) => uniqueRoleRows(report, side, choice),
    })),
    {
      template: `common_roles_in_${own}_with_differences.csv`,
      columns: () => NAME_COLUMNS,
      rows: (report) => differingRoleRows(report, side),
    },
    {
      template: `${own}_to_${other}_common_role_difference_items.csv`,
      columns: () => DIFFERENCE_ITEM_COLUMNS,
      rows: (report) => differenceRows(report, side),
    },
  ];
}
