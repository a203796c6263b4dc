import type { HistoryEntry } from '../../model/history.js';
import { visible } from '../../model/hidden-characters.js';
import { plural } from '../plural.js';
import { type Style, styleOf, type TerminalOptions } from '../terminal/style.js';
import { entityChanges } from './changes.js';

const KINDS = { role: '', 'managed-policy': 'managed policy ', user: 'user ', group: 'group ' } as const;

/**
 * A baseline's history for people, newest first: a line per commit, below it one per entity that changed, which begins
 * with the date so that it can be searched for: `2026-11-03 app1: broader: can also s3:PutObject on …`.
 */
export function historyText(entries: readonly HistoryEntry[], options: TerminalOptions): string {
  const style = styleOf(options);
  const blocks = entries.map((entry) => {
    const { id, date, author, subject } = entry.commit;
    const head = `${style.colors.yellow(`commit ${id.slice(0, 12)}`)} ${visible(`${date} ${author}: ${subject}`)}`;
    return [head, ...linesOf(entry, style).map((line) => `  ${date.slice(0, 10)} ${line}`)].join('\n');
  });
  return `${blocks.join('\n\n')}\n`;
}

function linesOf({ kind, counts, report }: HistoryEntry, style: Style): string[] {
  switch (kind) {
    case 'removed':
      return ['the baseline was removed'];
    case 'first': {
      const { roles, policies, users, groups } = counts!;
      const parts = [
        [roles, 'role'],
        [policies, 'managed policy'],
        [users, 'user'],
        [groups, 'group'],
      ] as const;
      const told = parts.filter(([count]) => count > 0).map(([count, noun]) => plural(count, noun));
      return [`accepted: ${told.length === 0 ? 'an empty account' : told.join(', ')}`];
    }
    case 'changed': {
      const changes = entityChanges(report!, style);
      if (changes.length === 0) return ['no change in access or attributes'];
      return changes.map(({ kind: of, name, word, clauses }) => {
        const rest = clauses.length === 0 ? '' : `: ${clauses.join('; ')}`;
        return `${KINDS[of]}${name}: ${style.colors.bold(word)}${rest}`;
      });
    }
  }
}
