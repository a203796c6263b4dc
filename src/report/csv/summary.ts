import type { Report } from '../../model/report.js';
import { metricsOf } from '../metrics.js';
import type { Row } from './cells.js';

/** IAMCTL's header: the metric, then a column per tag. */
export function summaryColumns(report: Report): readonly string[] {
  return ['Metric', ...report.sides.map(({ tag }) => tag)];
}

/** In the order of the metrics, not of their names. */
export function summaryRows(report: Report): Row[] {
  return metricsOf(report).map(({ name, values }) => [name, String(values[0]), String(values[1])]);
}
