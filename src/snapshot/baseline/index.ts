import { UserError } from '../../model/errors.js';
import type { SnapshotRequest, Snapshotter, TakenSnapshot } from '../snapshotter.js';
import { snapshotOfFiles } from './read-files.js';
import { parseBaselineSource } from './source.js';

/** Accepted baselines, as git holds them. No AWS SDK, no calls. */
export const baselineSnapshotter: Snapshotter = {
  kind: 'baseline',
  async take({ source, accountId, readBaseline }: SnapshotRequest): Promise<TakenSnapshot> {
    const { tag, moment } = parseBaselineSource(source);
    if (!readBaseline) throw new Error('nobody said how baselines are read');
    const { files, commit, where, warnings } = await readBaseline(tag, moment);
    const snapshot = snapshotOfFiles(files, where);
    if (accountId !== undefined && accountId !== snapshot.account.id) {
      throw new UserError(
        `${source}: the baseline is of account ${snapshot.account.id}, not of ${accountId}`,
        'Leave --account-id out.',
      );
    }
    return {
      info: { source, kind: 'baseline', callerArn: null, capturedAt: null, commit },
      snapshot,
      warnings,
    };
  },
};
