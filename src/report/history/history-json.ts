import type { HistoryEntry } from '../../model/history.js';
import { visibleJson } from '../../model/hidden-characters.js';
import { styleOf } from '../terminal/style.js';
import { entityChanges } from './changes.js';

/** A baseline's history as JSON text with a final newline, newest first; nothing is shortened. */
export function historyJson(tag: string, entries: readonly HistoryEntry[]): string {
  const style = styleOf({ color: false, full: true, width: 100 });
  const json = {
    tool: 'iamdrift',
    tag,
    commits: entries.map(({ commit, kind, report, counts }) => ({
      ...commit,
      kind,
      counts,
      changes: report === null ? [] : entityChanges(report, style),
    })),
  };
  return `${visibleJson(JSON.stringify(json, null, 2))}\n`;
}
