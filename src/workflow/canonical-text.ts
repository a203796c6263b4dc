import { createHash } from 'node:crypto';
import type { SnapshotText } from '../model/run.js';
import type { Snapshot } from '../model/snapshot.js';
import { snapshotToJson } from '../snapshot/snapshot-json.js';

/** A snapshot as runs keep it. */
export function canonicalText(snapshot: Snapshot): SnapshotText {
  const text = snapshotToJson(snapshot);
  return { text, sha256: createHash('sha256').update(text).digest('hex') };
}
