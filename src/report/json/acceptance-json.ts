import type { Report } from '../../model/report.js';
import type { Gap } from '../../model/snapshot.js';
import { visibleJson } from '../../model/hidden-characters.js';
import { reportJson } from './report-json.js';

export interface AcceptanceJsonInput {
  readonly tag: string;
  readonly outcome: 'accepted' | 'unchanged' | 'declined' | 'incomplete' | 'refused';
  /** The commit that was made. */
  readonly commit: string | null;
  /** Why git refused. */
  readonly reason: string | null;
  /** What could not be read. */
  readonly gaps: readonly Gap[];
  /** The accepted baseline against what was to be accepted; null: not compared. */
  readonly report: Report | null;
}

/** What came of `baseline accept`, as text with a final newline; `report` is a `report.json`. */
export function acceptanceJson({ report, gaps, ...rest }: AcceptanceJsonInput): string {
  const json = {
    tool: 'iamdrift',
    ...rest,
    gaps: gaps.map(({ subject, api, reason }) => ({ subject, api, reason })),
    report: report && (JSON.parse(reportJson(report)) as unknown),
  };
  return `${visibleJson(JSON.stringify(json, null, 2))}\n`;
}
