import { type EquivalencyEntry, type MatchMode, plainEntry } from '../list/index.js';
import type { Judgement } from './judge.js';
import { placeholderFor } from './placeholder-names.js';
import { isListValue } from './values.js';

/** An entry that is proposed: a new one, or more values for one of the list. */
export interface ProposedEntry {
  readonly placeholder: string;
  /** Does the list have the entry already? */
  readonly extends: boolean;
  /** What is to be added, in the order of the sides. */
  readonly added: readonly string[];
  /** Every value that the entry has then. */
  readonly values: readonly string[];
  /** How the values are found; of an entry that the list has, as it says there. */
  readonly match: MatchMode;
  /** The least of its pairs'. */
  readonly confidence: number;
  readonly judgements: readonly Judgement[];
}

/** The list with proposals on top. Immutable: `with` gives another one. */
export class Proposals {
  constructor(
    readonly list: readonly EquivalencyEntry[],
    readonly proposed: readonly ProposedEntry[] = [],
  ) {}

  /** The entries as they would be with every proposal accepted. */
  entries(): EquivalencyEntry[] {
    const extended = new Map(this.proposed.map((entry) => [entry.placeholder, entry]));
    return [
      ...this.list.map((entry) => ({
        ...entry,
        values: extended.get(entry.placeholder)?.values ?? entry.values,
      })),
      ...this.proposed
        .filter((entry) => !entry.extends)
        .map(({ placeholder, values, match }) => ({ ...plainEntry(placeholder, values), match })),
    ];
  }

  /** May the pair join? Its words must be free, and its placeholder an entry's that applies wherever names live. */
  accepts({ candidate: { from, to } }: Judgement): boolean {
    const entries = this.entries();
    const used = new Set(entries.flatMap(({ placeholder, values }) => [placeholder, ...values]));
    const open = new Set(
      entries
        .filter((entry) => entry.in === null && (entry.match === 'anywhere' || entry.match === 'word'))
        .map(({ placeholder }) => placeholder),
    );
    const isFree = [from, to].every((word) =>
      isPlaceholder(word) ? open.has(word.slice(1, -1)) : !used.has(word),
    );
    return isFree && (![from, to].some(isWholeOnly) || this.#canBeWhole([from, to]));
  }

  /** Can the entry of one of the words count only as whole words? */
  #canBeWhole(words: readonly string[]): boolean {
    const isMeant = ({ placeholder }: { placeholder: string }): boolean => words.includes(`<${placeholder}>`);
    const proposed = this.proposed.find(isMeant);
    const match = proposed?.match ?? this.list.find(isMeant)?.match ?? 'word';
    if (match === 'word') return true;
    return proposed?.extends === false && !proposed.judgements.some(({ candidate }) => candidate.inner);
  }

  /** Another pair of words: joins the entry that has one of them, or becomes one. */
  with(judgement: Judgement, areIdentities: boolean): Proposals {
    const { from, to } = judgement.candidate;
    const words = [from, to].filter((word) => !isPlaceholder(word));
    const entries = this.entries();
    const known =
      entries.find(({ placeholder }) => [from, to].includes(`<${placeholder}>`)) ??
      entries.find(({ values }) => values.some((value) => words.includes(value)));
    const proposed = this.proposed.find(({ placeholder }) => placeholder === known?.placeholder);
    return this.#put(
      proposed ?? {
        placeholder: known?.placeholder ?? this.#newName(judgement, areIdentities),
        extends: known !== undefined,
        added: [],
        values: known?.values ?? [],
        match: known?.match ?? 'anywhere',
        confidence: 1,
        judgements: [],
      },
      words,
      judgement,
    );
  }

  /** The same proposals, one of them with values that count only as whole words. */
  asWord(placeholder: string): Proposals {
    const proposed = this.proposed.map((entry) =>
      entry.placeholder === placeholder ? { ...entry, match: 'word' as const } : entry,
    );
    return new Proposals(this.list, proposed);
  }

  /** The name of an entry that says the same in other letters gives the name: `ACCOUNTNAME` beside `accountname`. */
  #newName({ candidate }: Judgement, areIdentities: boolean): string {
    const words = [candidate.from, candidate.to];
    const entries = this.entries();
    const taken = new Set(entries.flatMap(({ placeholder, values }) => [placeholder, ...values]));
    const kin = entries.find(({ values }) => {
      const folded = new Set(values.map((value) => value.toLowerCase()));
      return words.every((word) => folded.has(word.toLowerCase()));
    });
    return placeholderFor({ values: words, areIdentities, kin: kin?.placeholder, tag: candidate.tag }, taken);
  }

  #put(entry: ProposedEntry, words: readonly string[], judgement: Judgement): Proposals {
    const put: ProposedEntry = {
      ...entry,
      added: [...new Set([...entry.added, ...words.filter((word) => !entry.values.includes(word))])],
      values: [...new Set([...entry.values, ...words])],
      match: words.some(isWholeOnly) ? 'word' : entry.match,
      confidence: Math.min(entry.confidence, judgement.confidence),
      judgements: [...entry.judgements, judgement],
    };
    const others = this.proposed.filter(({ placeholder }) => placeholder !== entry.placeholder);
    return new Proposals(this.list, [...others, put]);
  }
}

/** A word that changes words of AWS unless it counts only as a whole. */
function isWholeOnly(word: string): boolean {
  return !isPlaceholder(word) && !isListValue(word, 'anywhere');
}

export function isPlaceholder(word: string): boolean {
  return word.startsWith('<');
}
