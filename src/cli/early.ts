import { availableParallelism } from 'node:os';
import { isLargeFile } from '../workflow/large-file.js';
import { startFileThread } from '../workflow/waiting-thread.js';

/**
 * Starts what a command will need, before the rest of the tool is loaded. A guess is enough: what is started and not
 * needed is stopped at the end. `argv`: without `node` and the script.
 */
export function startEarly([command, ...words]: readonly string[]): void {
  if (command !== 'diff' || availableParallelism() < 2) return;
  const large = words.filter((word) => isLargeFile(word, '.'));
  if (large.length > 1) startFileThread();
}
