import type { EntityComparison, Report } from '../../model/report.js';
import { visible } from '../hidden-characters.js';
import { verdictLine } from '../verdict.js';
import {
  driftedSection,
  gapsSection,
  scopeSection,
  type Section,
  uniqueSections,
  unreadableSection,
} from './sections.js';
import { type Style, styleOf, type TerminalOptions, wrap } from './style.js';
import { summaryTable } from './summary-table.js';

const ROLE_FILES = ['roles_in_<A>_but_not_in_<B>.csv', 'roles_in_<B>_but_not_in_<A>.csv'] as const;
const POLICY_FILES = ['policy_differences.csv', 'policy_differences.csv'] as const;
const OTHER_FILES = ['report.json', 'report.json'] as const;

/**
 * The report for a terminal, with a final newline: summary, what differs and how, what could not be read, and the
 * verdict as the last line. Nothing of the accounts' text reaches the terminal unescaped. Warnings are not in it.
 */
export function terminalReport(report: Report, options: TerminalOptions): string {
  const style = styleOf(options);
  const sections: readonly Section[] = [
    [summaryTable(report, style)],
    ...kindSections(report, 'Roles', report.roles, ROLE_FILES, style),
    ...kindSections(report, 'Managed policies', report.policies, POLICY_FILES, style),
    ...kindSections(report, 'Users', report.users ?? [], OTHER_FILES, style),
    ...kindSections(report, 'Groups', report.groups ?? [], OTHER_FILES, style),
    gapsSection(report, style),
    scopeSection(report, style),
    verdict(report, style),
  ];
  return `${sections
    .filter((section) => section.length > 0)
    .map((section) => section.join('\n'))
    .join('\n\n')}\n`;
}

function kindSections(
  report: Report,
  plurals: string,
  entities: readonly EntityComparison[],
  files: readonly [string, string],
  style: Style,
): Section[] {
  return [
    driftedSection(report, plurals, entities, style),
    unreadableSection(report, plurals, entities, style),
    ...uniqueSections(report, plurals, entities, files, style),
  ];
}

function verdict(report: Report, style: Style): Section {
  const { colors } = style;
  const paint = { 'in-sync': colors.green, drift: colors.red, incomplete: colors.yellow }[report.outcome];
  return wrap(visible(verdictLine(report)), style.width).map((line) => paint(colors.bold(line)));
}
