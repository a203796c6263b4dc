import type { EntityComparison, Report } from '../../model/report.js';
import { visible } from '../../model/hidden-characters.js';
import { isAllWaived, verdictLine } from '../verdict.js';
import { markersSection } from './markers-section.js';
import {
  driftedSection,
  gapsSection,
  type KindWords,
  reorganisedSection,
  scopeSection,
  type Section,
  uniqueSections,
  unreadableSection,
} from './sections.js';
import { type Style, styleOf, type TerminalOptions, wrap } from './style.js';
import { waiversSection } from './waivers-section.js';
import { suggestSection } from './suggest-section.js';
import { summaryTable } from './summary-table.js';

const ROLES: KindWords = {
  noun: 'role',
  plurals: 'Roles',
  files: ['roles_in_<A>_but_not_in_<B>.csv', 'roles_in_<B>_but_not_in_<A>.csv'],
};
const POLICIES: KindWords = {
  noun: 'managed policy',
  plurals: 'Managed policies',
  files: ['policy_differences.csv', 'policy_differences.csv'],
};
const USERS: KindWords = { noun: 'user', plurals: 'Users', files: ['report.json', 'report.json'] };
const GROUPS: KindWords = { noun: 'group', plurals: 'Groups', files: ['report.json', 'report.json'] };

/**
 * The report for a terminal, with a final newline: summary, what differs and how, what could not be read, and the
 * verdict as the last line. Nothing of the accounts' text reaches the terminal unescaped. Warnings are not in it.
 */
export function terminalReport(report: Report, options: TerminalOptions): string {
  const style = styleOf(options);
  const sections: readonly Section[] = [
    [summaryTable(report, style)],
    markersSection(report, style),
    ...kindSections(report, ROLES, report.roles, style),
    ...kindSections(report, POLICIES, report.policies, style),
    ...kindSections(report, USERS, report.users ?? [], style),
    ...kindSections(report, GROUPS, report.groups ?? [], style),
    gapsSection(report, style),
    waiversSection(report, style),
    suggestSection(report, style),
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
  words: KindWords,
  entities: readonly EntityComparison[],
  style: Style,
): Section[] {
  return [
    driftedSection(report, words.plurals, entities, style),
    reorganisedSection(report, words, entities, style),
    unreadableSection(report, words.plurals, entities, style),
    ...uniqueSections(report, words, entities, style),
  ];
}

function verdict(report: Report, style: Style): Section {
  const { colors } = style;
  const drift = isAllWaived(report) ? colors.yellow : colors.red;
  const paint = { 'in-sync': colors.green, drift, incomplete: colors.yellow }[report.outcome];
  return wrap(visible(verdictLine(report)), style.width).map((line) => paint(colors.bold(line)));
}
