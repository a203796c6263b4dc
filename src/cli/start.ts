import { availableParallelism } from 'node:os';
import { isLargeFile } from '../workflow/large-file.js';
import { startFileThread } from '../workflow/waiting-thread.js';
import { EXIT } from './exit-codes.js';

/**
 * What comes before the rest of the tool is loaded. Runs one command line (without `node` and the script), and returns
 * the exit code.
 */
export async function start(argv: readonly string[]): Promise<number> {
  if (!hasFolder()) {
    process.stderr.write('iamdrift: The current folder is gone. Change into one that is there: cd ~\n');
    return EXIT.error;
  }
  startThread(argv);
  const { main } = await import('./main.js');
  return main(argv);
}

/** Without one, a package that reads the command line can't even be loaded. */
function hasFolder(): boolean {
  try {
    process.cwd();
    return true;
  } catch {
    return false;
  }
}

/**
 * The thread that reads the second file has the longest way. A guess is enough: what is started and not needed is
 * stopped at the end.
 */
function startThread([command, ...words]: readonly string[]): void {
  if (command !== 'diff' || availableParallelism() < 2) return;
  const large = words.filter((word) => isLargeFile(word, process.cwd()));
  if (large.length > 1) startFileThread();
}
