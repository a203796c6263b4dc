/** A commit that an accepted baseline was read from. */
export interface BaselineCommit {
  /** 40 or 64 hex digits. */
  readonly id: string;
  /** When it was committed: ISO 8601 in UTC to the second. */
  readonly date: string;
  /** Name of its author. */
  readonly author: string;
  /** First line of its message. */
  readonly subject: string;
}

/** An accepted baseline as git holds it. */
export interface StoredBaseline {
  readonly commit: BaselineCommit;
  /** git's id of the baseline's folder: equal ids, equal files. */
  readonly tree: string;
  /** Texts of its files by name below the baseline's folder: `account.json`, `roles/app1.json`. */
  readonly files: ReadonlyMap<string, string>;
  /** What the files are called in messages: `baselines/accounts/prod at 3f2a1b4c5d6e`. */
  readonly where: string;
  /** Sentences about what stands in the work tree and is not accepted. */
  readonly warnings: readonly string[];
}

/** Is a file, by its name below a baseline's folder, a part of the baseline? What else users keep there is not. */
export function isBaselineFile(name: string): boolean {
  return name === 'account.json' || /^(?:roles|users|groups|policies|policies\/aws)\/[^/]+\.json$/.test(name);
}
