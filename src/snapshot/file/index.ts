import path from 'node:path';
import { UserError } from '../../model/errors.js';
import { isRecord } from '../../model/json.js';
import type { SnapshotRequest, Snapshotter, TakenSnapshot } from '../snapshotter.js';
import { refuseOtherAccount } from './account-of.js';
import { EXPORT_LISTS } from './export-lists.js';
import { parseJsonText } from './json-text.js';
import { readExport } from './read-export.js';
import { EXPORT_AGAIN, readText } from './read-text.js';

/**
 * Files: what `aws iam get-account-authorization-details` prints, and snapshots of our own. No AWS SDK, no calls.
 * A file doesn't say when it was taken nor by whom. Throws UserError for whatever is wrong with the file.
 */
export const fileSnapshotter: Snapshotter = {
  kind: 'file',
  async take({ source, cwd, accountId }: SnapshotRequest): Promise<TakenSnapshot> {
    const value = parseJsonText(await readText(path.resolve(cwd ?? '.', source), source), source);
    if (isRecord(value) && Object.hasOwn(value, 'iamdrift')) {
      const { parseSnapshot } = await import('../parse-snapshot.js');
      const snapshot = parseSnapshot(value, source);
      refuseOtherAccount(accountId, snapshot.account.id, source);
      return { info: { source, kind: 'snapshot', callerArn: null, capturedAt: null }, snapshot };
    }
    if (isRecord(value) && Object.keys(EXPORT_LISTS).some((list) => Object.hasOwn(value, list))) {
      const snapshot = await readExport(value, source, accountId);
      return { info: { source, kind: 'export', callerArn: null, capturedAt: null }, snapshot };
    }
    throw new UserError(
      `${source}: ${nounFor(value)}, and neither an account export (RoleDetailList, Policies, …) nor a snapshot of iamdrift`,
      EXPORT_AGAIN,
    );
  },
};

function nounFor(value: unknown): string {
  if (Array.isArray(value)) return 'a JSON list';
  if (!isRecord(value)) return 'a JSON value that is no object';
  const fields = Object.keys(value);
  const shown = fields.slice(0, 3).map((field) => JSON.stringify(field));
  return fields.length === 0
    ? 'an empty JSON object'
    : `JSON with ${shown.join(', ')}${fields.length > shown.length ? ', …' : ''}`;
}
