import type { BaselineCommit } from './baseline.js';
import type { Report } from './report.js';

/** One commit of a baseline's history. */
export interface HistoryEntry {
  readonly commit: BaselineCommit;
  /** `first`: nothing to compare with; `removed`: the baseline went. */
  readonly kind: 'first' | 'changed' | 'removed';
  /** What it changed, side 1 being the state before; of `changed` only. */
  readonly report: Report | null;
  /** How much was accepted; of `first` only. Where some roles are asked for, these alone. */
  readonly counts: {
    readonly roles: number;
    readonly policies: number;
    readonly users: number;
    readonly groups: number;
  } | null;
}
