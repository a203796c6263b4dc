import { awsSnapshotter } from '../../../src/snapshot/aws/index.js';
import type { Progress, TakenSnapshot } from '../../../src/snapshot/snapshotter.js';
import type { UserError } from '../../../src/model/errors.js';
import { KEYS, writeProfiles } from '../../support/accounts.js';

export interface TakeOptions {
  readonly askMfaCode?: (serial: string) => Promise<string>;
  readonly onProgress?: (progress: Progress) => void;
}

/** Takes a snapshot by a profile, with the environment of `writeProfiles` and a clock that stands still. */
export function take(
  source: string,
  env: Readonly<Record<string, string>>,
  options: TakeOptions = {},
): Promise<TakenSnapshot> {
  return awsSnapshotter.take({ source, env, now: () => new Date('2026-01-31T12:00:00.789Z'), ...options });
}

/** Takes a snapshot of the account behind an endpoint, by a profile with plain keys. */
export async function takeFrom(url: string, options: TakeOptions = {}): Promise<TakenSnapshot> {
  const { env } = await writeProfiles({ audit: { ...KEYS, endpoint_url: url } });
  return take('audit', env, options);
}

/** The error that a promise ends with, as the line that the user reads. */
export async function failureOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason as UserError,
  );
  if (error?.name !== 'UserError') throw new Error(`no UserError: ${String(error)}`, { cause: error });
  return `${error.message}; ${error.mend ?? ''}`;
}
