import type { AccessComparison, Verdict } from '../../../src/policy/access/index.js';

/** Counts verdicts, so that a test that only ever sees one of them, or `unknown`, does not pass for a proof. */
export class Tally {
  readonly #counts = new Map<Verdict, number>();

  add({ verdict }: AccessComparison): void {
    this.#counts.set(verdict, this.of(verdict) + 1);
  }

  of(verdict: Verdict): number {
    return this.#counts.get(verdict) ?? 0;
  }

  get total(): number {
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
  }

  toString(): string {
    return [...this.#counts].map(([verdict, count]) => `${verdict} ${count}`).join(', ');
  }
}
