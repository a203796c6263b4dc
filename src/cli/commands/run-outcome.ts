import path from 'node:path';
import type { CommitOutcome } from '../../baseline/index.js';
import type { KeptRun } from '../../workflow/keep-run.js';
import type { Terminal } from '../terminal.js';

/** Says where a run's files are and whether they are in git. */
export function tellRun(kept: KeptRun, terminal: Terminal): void {
  const folder = path.relative(process.cwd(), kept.folder);
  const shown = folder === '' || folder.startsWith('..') ? kept.folder : folder;
  terminal.out(`\n${terminal.colors.green('Files:')} ${shown} (${kept.files.length} files)`);
  if (kept.commit) tellCommit(kept.commit, terminal);
}

/** Says which commit was made, or why none was and how to mend that. */
export function tellCommit(commit: CommitOutcome, terminal: Terminal): void {
  if (commit.committed) {
    terminal.out(`${terminal.colors.green('Committed:')} ${commit.commit.slice(0, 12)} on ${commit.branch}`);
    if (commit.ignored.length > 0) {
      terminal.out(
        `Not in the commit, as your ignore rules say: ${commit.ignored.map((file) => path.basename(file)).join(', ')}`,
      );
    }
    return;
  }
  const mend = commit.mend === undefined ? '' : ` (to mend: ${commit.mend})`;
  terminal.out(`${terminal.colors.yellow('Not committed:')} ${commit.reason}${mend}`);
}
