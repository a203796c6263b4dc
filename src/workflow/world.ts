import type { Progress } from '../snapshot/snapshotter.js';

/** What the outside decides: the clock, the folder, the environment, the way to reach the user. */
export interface World {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => Date;
  readonly version: string;
  /** As typed, without `node` and the script. */
  readonly commandLine: readonly string[];
  /** Threads that may work beside this one; none without it. */
  readonly threads?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** Takes the progress off the terminal, so that something else can be shown. */
  readonly endProgress?: () => Promise<void>;
  readonly askMfaCode?: (serial: string) => Promise<string>;
}
