import { createHash } from 'node:crypto';
import type { SnapshotText } from '../model/run.js';
import type { Snapshot } from '../model/snapshot.js';
import { snapshotJsonChunks, snapshotToJson } from '../snapshot/snapshot-json.js';

/** A snapshot as runs keep it. */
export function canonicalText(snapshot: Snapshot): SnapshotText {
  return textOf(snapshotToJson(snapshot));
}

/** The same, made bit by bit: whatever else there is to do comes between. */
export async function canonicalTextMeanwhile(snapshot: Snapshot): Promise<SnapshotText> {
  const chunks: string[] = [];
  for (const chunk of snapshotJsonChunks(snapshot)) {
    chunks.push(chunk);
    await new Promise((done) => setImmediate(done));
  }
  return textOf(chunks.join(''));
}

function textOf(json: string): SnapshotText {
  // Not from Buffer's pool, so that a thread can give them away.
  const bytes = new TextEncoder().encode(json);
  return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}
