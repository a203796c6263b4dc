import Table from 'cli-table3';
import type { Report } from '../../model/report.js';
import { visible } from '../../model/hidden-characters.js';
import { metricsOf } from '../metrics.js';
import type { Style } from './style.js';

/** The summary as a table: a metric per line, a right-aligned column per account. */
export function summaryTable(report: Report, { colors }: Pick<Style, 'colors'>): string {
  const [one, two] = report.sides;
  const table = new Table({
    head: ['Metric', one.tag, two.tag].map((text) => colors.bold(visible(text))),
    colAligns: ['left', 'right', 'right'],
    // The library would colour these whatever was asked for.
    style: { head: [], border: [], compact: true },
  });
  table.push(...metricsOf(report).map(({ name, values }) => [name, ...values.map(String)]));
  const title = `Summary Report: ${one.tag} (${one.accountId}) and ${two.tag} (${two.accountId})`;
  return `${colors.bold(visible(title))}\n${table.toString()}`;
}
