import type { EquivalencyEntry } from './list/index.js';
import { escapePattern, isInsideWord } from './words-in-text.js';

/** Value → in how many texts of a side it stands: as a word by itself; if it never does on any side, inside words. */
export type Counts = ReadonlyMap<string, number>;

/** How often each value of an entry stands in some texts: by itself, and inside words. */
export interface ValueCounts {
  readonly words: Counts;
  readonly inside: Counts;
}

/** How often an entry's values stand in the texts of each side. */
export function countsOf(entry: EquivalencyEntry, sides: readonly CountedTexts[]): readonly Counts[] {
  const all = sides.map((texts) => texts.count(entry));
  return all.map(({ words, inside }) => {
    return new Map(
      entry.values.map((value) => {
        const isWord = all.some((one) => (one.words.get(value) ?? 0) > 0);
        return [value, (isWord ? words : inside).get(value) ?? 0];
      }),
    );
  });
}

/** With fewer entries, looking for each in all texts takes no longer than looking for all at once. */
const FEW = 4;

/**
 * Texts in which the values of entries are counted. All `entries` that will be counted are looked for in one pass, so
 * that a list of hundreds doesn't read an account hundreds of times.
 */
export class CountedTexts {
  readonly #make: () => readonly string[];
  #texts: readonly string[] | null = null;
  readonly #entries: ReadonlySet<EquivalencyEntry>;
  readonly #found = new Map<boolean, ReadonlyMap<string, readonly number[]>>();

  constructor(make: () => readonly string[], entries: readonly EquivalencyEntry[]) {
    this.#make = make;
    this.#entries = new Set(entries.length < FEW ? [] : entries.filter(({ match }) => match !== 'regex'));
  }

  get texts(): readonly string[] {
    return (this.#texts ??= this.#make());
  }

  count(entry: EquivalencyEntry): ValueCounts {
    const fold = folding(entry);
    return countIn(
      entry,
      this.#entries.has(entry) ? this.#textsWith(entry.values.map(fold), fold) : this.texts,
      fold,
    );
  }

  /** The texts that have one of the values in them. */
  #textsWith(values: readonly string[], fold: Fold): readonly string[] {
    let found = this.#found.get(fold === lowerCase);
    if (!found) {
      const sought = [...this.#entries].filter((one) => folding(one) === fold);
      found = textsByValue(sought.flatMap((one) => one.values).map(fold), this.texts.map(fold));
      this.#found.set(fold === lowerCase, found);
    }
    const numbers = new Set(values.flatMap((value) => found.get(value) ?? []));
    return [...numbers].map((number) => this.texts[number]!);
  }
}

type Fold = (text: string) => string;
const lowerCase: Fold = (text) => text.toLowerCase();
const asIs: Fold = (text) => text;

function folding({ ignoreCase }: EquivalencyEntry): Fold {
  return ignoreCase ? lowerCase : asIs;
}

/** Value → numbers of the texts that it stands in, wherever: also inside of another value, or across its end. */
function textsByValue(values: readonly string[], texts: readonly string[]): Map<string, number[]> {
  const distinct = [...new Set(values)];
  const numbers = new Map(distinct.map((value): [string, number[]] => [value, []]));
  if (distinct.length === 0) return numbers;
  const pattern = anyOf(distinct);
  const parts = new Map<string, readonly string[]>();
  const partsOf = (value: string): readonly string[] => {
    let known = parts.get(value);
    if (!known) parts.set(value, (known = distinct.filter((one) => value.includes(one))));
    return known;
  };
  texts.forEach((text, number) => {
    pattern.lastIndex = 0;
    for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
      for (const value of partsOf(match[0])) {
        const list = numbers.get(value)!;
        if (list.at(-1) !== number) list.push(number);
      }
      pattern.lastIndex = match.index + 1;
    }
  });
  return numbers;
}

function countIn({ values }: EquivalencyEntry, texts: readonly string[], fold: Fold): ValueCounts {
  const words = new Map<string, number>();
  const inside = new Map<string, number>();
  const byFolded = new Map(values.map((value) => [fold(value), value]));
  if (byFolded.size === 0) return { words, inside };
  const pattern = anyOf([...byFolded.keys()]);
  for (const text of texts) {
    const folded = fold(text);
    for (const { 0: found, index } of folded.matchAll(pattern)) {
      const value = byFolded.get(found)!;
      const counted = isInsideWord(folded, index, found.length) ? inside : words;
      counted.set(value, (counted.get(value) ?? 0) + 1);
    }
  }
  return { words, inside };
}

/** The longest first: where two begin at one place, the longer one is found. */
function anyOf(values: readonly string[]): RegExp {
  const sorted = [...values].sort((a, b) => b.length - a.length);
  return new RegExp(sorted.map(escapePattern).join('|'), 'g');
}
