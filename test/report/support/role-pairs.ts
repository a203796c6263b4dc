import type { Report } from '../../../src/model/report.js';
import { compare } from './compare.js';
import { type AccountSource, type RoleSource, snapshotOf, type Source } from './snapshots.js';

const DEV = '123456789012';
const QA = '987654321098';

export type Policies = Exclude<AccountSource['policies'], undefined>;

/** A report on roles that both accounts have, dev's before qa's, and on policies that are the same in both. */
export async function reportOf(
  roles: Readonly<Record<string, readonly [RoleSource, RoleSource]>>,
  policies: Policies = {},
): Promise<Report> {
  const side = (index: 0 | 1): Record<string, RoleSource> =>
    Object.fromEntries(Object.entries(roles).map(([name, both]) => [name, both[index]]));
  const sides = [
    snapshotOf({ id: DEV, roles: side(0), policies }),
    snapshotOf({ id: QA, roles: side(1), policies }),
  ] as const;
  return (await compare(...sides)).report;
}

/** A role with this one inline policy. */
export function inline(source: Source): RoleSource {
  return { inline: { p: source } };
}
