import { join } from 'node:path';
import { UserError } from '../../model/errors.js';
import { errorCode, explainDiskError } from '../disk-error.js';

/** A lock whose holder died is free after this time. */
const STALE_MS = 5000;
const WAIT_MS = 200;
/** How often one run waits for another before it gives up: a minute. */
const TRIES = 300;

/**
 * Runs `work` while no other accept writes in the same work tree, on this machine or over a network drive.
 * `onWait` is called once if another run holds the lock. Throws UserError where it doesn't end within a minute.
 */
export async function withLock<T>(
  gitFolder: string,
  onWait: () => void,
  work: (held: () => boolean) => Promise<T>,
): Promise<T> {
  const { lock } = await import('proper-lockfile');
  const lockfilePath = join(gitFolder, 'iamdrift.lock');
  let compromised = false;
  const acquire = (retries: number): Promise<() => Promise<void>> =>
    lock(gitFolder, {
      lockfilePath,
      realpath: false,
      stale: STALE_MS,
      update: STALE_MS / 5,
      retries: { retries, factor: 1, minTimeout: WAIT_MS, maxTimeout: WAIT_MS },
      // The machine slept, and another run took over: this one must not go on writing.
      onCompromised: () => {
        compromised = true;
      },
    });
  const release = await acquire(0)
    .catch((error: unknown) => {
      if (errorCode(error) !== 'ELOCKED') throw error;
      onWait();
      return acquire(TRIES);
    })
    .catch((error: unknown) => {
      if (errorCode(error) !== 'ELOCKED') throw explainDiskError('make', lockfilePath, error);
      throw new UserError(
        'Another run of iamdrift is accepting a baseline in this repository, and does not end',
        `wait for it, or end it; if there is none, delete ${lockfilePath}`,
        { cause: error },
      );
    });
  try {
    return await work(() => !compromised);
  } finally {
    // Whoever took a stale lock over owns it now.
    await release().catch(() => undefined);
  }
}
