import type { StoredBaseline } from '../model/baseline.js';
import type { SourceInfo } from '../model/run.js';
import type { Snapshot } from '../model/snapshot.js';

/** What a snapshotter is asked for. Everything that the outside world decides comes in here. */
export interface SnapshotRequest {
  /** As the user typed it: a profile's name, a path, or `baseline:<tag>[@<ref|date>]`. */
  readonly source: string;
  /** Folder that relative paths start from; without it the process's. */
  readonly cwd?: string;
  /** `--account-id`: for files that name no account. Twelve digits. */
  readonly accountId?: string;
  readonly now: () => Date;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly onProgress?: (progress: Progress) => void;
  /** Asks the user for an MFA code; absent where there is no terminal to ask in. */
  readonly askMfaCode?: (serial: string) => Promise<string>;
  /** Reads an accepted baseline out of git; `moment` is a ref or a date, null for what is accepted now. */
  readonly readBaseline?: (tag: string, moment: string | null) => Promise<StoredBaseline>;
}

/** How far a live snapshot is, for a line on the terminal. Counts so far. */
export interface Progress {
  readonly source: string;
  readonly calls: number;
  readonly roles: number;
  readonly policies: number;
}

export interface TakenSnapshot {
  readonly info: SourceInfo;
  readonly snapshot: Snapshot;
  readonly warnings?: readonly string[];
}

/** One kind of source. `take` throws UserError for what the user can mend. */
export interface Snapshotter {
  readonly kind: 'profile' | 'file' | 'baseline';
  take(request: SnapshotRequest): Promise<TakenSnapshot>;
}
