import type { ComparedSide } from './compared-side.js';
import type { EquivalencyEntry } from './list/index.js';

/** Placeholders that no entry of the user's has. */
export class Names {
  readonly #taken: ReadonlySet<string>;
  readonly bases = new Map<string, string>();

  constructor(
    entries: readonly EquivalencyEntry[],
    readonly compared: readonly ComparedSide[],
  ) {
    this.#taken = new Set(entries.map(({ placeholder }) => placeholder));
  }

  accountOf(side: number): string {
    return this.compared[side]!.snapshot.account.id;
  }

  free(wanted: string): string {
    let name = wanted;
    for (let n = 2; this.#taken.has(name); n++) name = `${wanted}-${n}`;
    return name;
  }

  /** What a value at home in `home` (an account's id) is called in the other accounts. */
  other(placeholder: string, home: string): string {
    const accounts = new Set(this.compared.map(({ snapshot }) => snapshot.account.id));
    const tag = this.compared.find(({ snapshot }) => snapshot.account.id === home)?.tag ?? 'other';
    const name = this.free(`${placeholder}-${accounts.size > 2 ? `of-${tag}` : 'other'}`);
    this.bases.set(name, placeholder);
    return name;
  }

  /** What a partition is called in accounts of another one; `all` are those of the compared accounts. */
  otherPartition(partition: string, all: readonly string[]): string {
    const name = `partition-${all.length > 2 ? `of-${partition}` : 'other'}`;
    this.bases.set(name, 'partition');
    return name;
  }
}
