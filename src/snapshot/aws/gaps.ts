import type { Gap } from '../../model/snapshot.js';
import { compareText } from '../../model/text.js';
import { clause, failureKind } from './errors.js';
import { PaginationError } from './pages.js';

/** Collects what could not be read. */
export class Gaps {
  private readonly all = new Map<string, Gap>();

  add(subject: string, api: string, reason: string): void {
    this.all.set(`${subject}\n${api}\n${reason}`, { subject, api, reason });
  }

  addAll(gaps: readonly Gap[]): void {
    for (const { subject, api, reason } of gaps) this.add(subject, api, reason);
  }

  /** Each once, in a total order. */
  get list(): Gap[] {
    return [...this.all].sort(([a], [b]) => compareText(a, b)).map(([, gap]) => gap);
  }

  /**
   * What `read` gives; if the call is denied, fails, or has no end, a gap and `undefined`.
   * What would fail every other call as well (credentials, the network) and what is a bug is thrown.
   */
  async attempt<T>(subject: string, api: string, read: () => Promise<T>): Promise<T | undefined> {
    try {
      return await read();
    } catch (error) {
      const reason = gapReason(error);
      if (reason === undefined) throw error;
      this.add(subject, api, reason);
      return undefined;
    }
  }
}

/** One clause for an error that leaves a gap; undefined for one that ends the run. */
export function gapReason(error: unknown): string | undefined {
  if (error instanceof PaginationError) return error.message;
  if (!(error instanceof Error)) return undefined;
  switch (failureKind(error)) {
    case 'denied':
      return `denied: ${clause(error)}`;
    case 'gone':
      return 'deleted while the account was read';
    case 'throttled':
      return `throttled: ${clause(error)}`;
    case 'service':
      return `${error.name}: ${clause(error)}`;
    case 'foreign':
      return "the answer is not AWS's";
    case 'expired':
    case 'unknown-key':
    case 'signature':
    case 'clock':
    case 'network':
    case 'slow':
    case 'other':
      return undefined;
  }
}
