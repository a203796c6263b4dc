import type { BaselineCommit } from './baseline.js';
import type { ParsedDocument } from './policy.js';
import type { Snapshot } from './snapshot.js';

/** Where a snapshot came from, for reports; no secrets. */
export interface SourceInfo {
  /** As the user typed it: a profile's name, a file's path, `baseline:prod@2026-11-01`. */
  readonly source: string;
  readonly kind: 'profile' | 'export' | 'snapshot' | 'baseline';
  /** ARN of the caller, for live sources. */
  readonly callerArn: string | null;
  /** ISO 8601 in UTC; null where a file doesn't say. */
  readonly capturedAt: string | null;
  /** Of an accepted baseline: the commit that it was read from. */
  readonly commit?: BaselineCommit;
}

/** A snapshot's canonical JSON in UTF-8, as runs keep it, and the SHA-256 of it (hexadecimal). */
export interface SnapshotText {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly sha256: string;
}

/** How many rows of items documents have. */
export type RowCounts = ReadonlyMap<ParsedDocument, number>;

/** One side of a comparison, as captured. */
export interface Capture {
  readonly tag: string;
  readonly info: SourceInfo;
  readonly snapshot: Snapshot;
  /** The snapshot's text, where it is made early; null: that did not work out. */
  readonly text?: Promise<SnapshotText | null>;
  /** The same of how many rows the snapshot's documents have. */
  readonly rows?: Promise<RowCounts | null>;
  /** Sentences about the source that the user should know. */
  readonly warnings?: readonly string[];
}
