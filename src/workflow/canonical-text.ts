import { createHash } from 'node:crypto';
import type { SnapshotText } from '../model/run.js';
import type { Snapshot } from '../model/snapshot.js';
import { snapshotToJson } from '../snapshot/snapshot-json.js';

/** A snapshot as runs keep it. */
export function canonicalText(snapshot: Snapshot): SnapshotText {
  // Not from Buffer's pool, so that a thread can give them away.
  const bytes = new TextEncoder().encode(snapshotToJson(snapshot));
  return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}
