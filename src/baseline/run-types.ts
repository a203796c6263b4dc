/** The text of a file: whole (as it is, or in UTF-8), or in pieces of any size that are never held together in memory. */
export type FileContent = string | Uint8Array | Iterable<string> | AsyncIterable<string>;

/** A file that a run wants written. */
export interface RunFile {
  /** Relative to the run's folder, with `/` between folders: `report.json`, `snapshots/dev.json`. */
  readonly name: string;
  readonly content: FileContent;
  /** Written to disk, never committed: what is large and can be derived from the rest. */
  readonly keepOutOfGit?: boolean;
}

export interface WrittenFile {
  readonly name: string;
  readonly keepOutOfGit: boolean;
}

/** A run that stands on disk, whole. */
export interface WrittenRun {
  /** Absolute path. */
  readonly folder: string;
  /** In the order in which they were written. */
  readonly files: readonly WrittenFile[];
  /** Names of an earlier run's files that this one replaced and does not have. */
  readonly gone: readonly string[];
}
