import pLimit from 'p-limit';
import { gapReason } from './gaps.js';

/** IAM throttles each call by account: more at once would only be sent back. */
const CONCURRENCY = 8;

/** Runs a call when its turn has come. */
export type Limit = <T>(call: () => Promise<T>) => Promise<T>;

/**
 * Lets eight calls run at once. After an error that would meet every other call as well (credentials that have
 * expired, no network) those that still wait fail with it, and don't go out: there may be thousands.
 */
export function boundedCalls(): Limit {
  const queue = pLimit(CONCURRENCY);
  let fatal: { readonly error: unknown } | undefined;
  return (call) =>
    queue(async () => {
      if (fatal) throw fatal.error;
      try {
        return await call();
      } catch (error) {
        if (gapReason(error) === undefined) fatal ??= { error };
        throw error;
      }
    });
}
