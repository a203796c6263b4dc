import { setTimeout as delay } from 'node:timers/promises';
import { Interrupted } from './errors.js';

/** Milliseconds that interrupted work gets to remove what it had half-written. */
const GRACE = 3000;

/**
 * Runs `work` with a signal that aborts on SIGINT and SIGTERM; then rejects with `Interrupted`, once the work has let
 * go. A second signal ends the process at once.
 */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const onSignal = (signal: NodeJS.Signals): void => {
    const interrupted = new Interrupted(signal === 'SIGTERM' ? 'SIGTERM' : 'SIGINT');
    if (controller.signal.aborted) process.exit(interrupted.exitCode);
    controller.abort(interrupted);
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  const working = work(controller.signal);
  const aborted = new Promise<never>((_resolve, reject) => {
    controller.signal.addEventListener('abort', () => {
      const settled = working.then(
        () => undefined,
        () => undefined,
      );
      void Promise.race([settled, delay(GRACE)]).then(() => reject(controller.signal.reason as Interrupted));
    });
  });
  try {
    return await Promise.race([aborted, working.catch(asInterrupted(controller.signal))]);
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}

/**
 * Lets a write past the limit of file sizes (`ulimit -f`) fail with EFBIG, which is told in one line. Node ignores
 * the signal that comes with it, but a library that cleans up at exit (`signal-exit`, of the lock) would take it for
 * the end, were its listener the only one. Stays for the life of the process; Windows has no such signal.
 */
export function surviveFileSizeLimit(): void {
  process.on('SIGXFSZ', () => undefined);
}

/** What fails because of the abort is the interruption, not an error of its own. */
function asInterrupted(signal: AbortSignal): (error: unknown) => never {
  return (error) => {
    throw signal.aborted ? signal.reason : error;
  };
}
