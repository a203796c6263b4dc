import type { ComparedSide } from './compared-side.js';
import { CountedTexts, type Counts, countsOf } from './value-counts.js';
import type { EquivalencyEntry } from './list/index.js';
import { isRegion } from './regions.js';
import { ownNames, visitTexts } from './texts.js';
import { escapePattern, hasWord } from './words-in-text.js';

/**
 * Where a value belongs, seen from one side.
 * - `own`: to this account
 * - `other`: to another compared account
 * - `third`: to neither: the account has a value of its own, and this is another
 * - `unclear`: nobody said, and the data doesn't tell
 */
export type Home = 'own' | 'other' | 'third' | 'unclear';

/** Homes of one entry's values: per side, value → home. */
export type EntryHomes = readonly ReadonlyMap<string, Home>[];

/**
 * Whose each value is. In this order: the entry's `accounts`; an account id or alias inside the value; the tag that
 * the user gave to a side; the account in whose own names the value prevails; the one in whose other texts it does.
 * A region belongs to the accounts that live in it. Sides of one account (a baseline and the account today) are one home.
 */
export class Homes {
  readonly #accounts: readonly string[];
  readonly #names: readonly CountedTexts[];
  readonly #texts: readonly CountedTexts[];

  /** `entries`: those that will be asked about, which is quicker for all at once. */
  constructor(
    readonly sides: readonly ComparedSide[],
    entries: readonly EquivalencyEntry[] = [],
  ) {
    this.#accounts = sides.map(({ snapshot }) => snapshot.account.id);
    this.#names = sides.map(({ snapshot }) => new CountedTexts(() => [...ownNames(snapshot)], entries));
    this.#texts = sides.map(
      ({ snapshot }) =>
        new CountedTexts(() => {
          const texts: string[] = [];
          visitTexts(snapshot, (_, text) => texts.push(text));
          return texts;
        }, entries),
    );
  }

  /** Patterns have no home: what they match is not known before. */
  of(entry: EquivalencyEntry): EntryHomes {
    const standing = this.#standing(entry);
    const owners = this.#ownersOf(entry);
    const strangers = this.#strangers(entry, owners);
    return this.#accounts.map(
      (account) =>
        new Map(
          entry.values.map((value): [string, Home] => {
            if (standing.has(value)) return [value, 'third'];
            const accounts = owners.get(value);
            if (!accounts) return [value, strangers.has(value) ? 'third' : 'unclear'];
            if (accounts.has(account)) return [value, 'own'];
            return [value, this.#accounts.some((id) => accounts.has(id)) ? 'other' : 'third'];
          }),
        ),
    );
  }

  /**
   * Values that one account has at both times at which it is compared: where one stands in the place of another then,
   * something has changed.
   */
  #standing(entry: EquivalencyEntry): ReadonlySet<string> {
    if (new Set(this.#accounts).size > 1 || this.sides.length < 2 || entry.match === 'regex')
      return new Set();
    const all = this.#texts.map((texts) => texts.count(entry));
    return new Set(
      entry.values.filter(
        (value) =>
          !this.#told(entry, value) &&
          !this.#written(value) &&
          all.every(({ words, inside }) => words.has(value) || inside.has(value)),
      ),
    );
  }

  /**
   * Values that nobody can be said to own, where each account has a value of its own and nothing of its own is named
   * so: `prod` in a list of dev, qa and prod when dev is compared with qa. The same for all sides, so that
   * a text that is the same on both stays the same.
   */
  #strangers(entry: EquivalencyEntry, owners: ReadonlyMap<string, ReadonlySet<string>>): ReadonlySet<string> {
    const all = new Set([...owners.values()].flatMap((accounts) => [...accounts]));
    if (entry.match === 'regex' || owners.size === entry.values.length) return new Set();
    if (!this.#accounts.every((account) => all.has(account))) return new Set();
    const named = this.#nameCounts(entry);
    return new Set(
      entry.values.filter(
        (value) => !owners.has(value) && (isRegion(value) || named.every((counted) => !counted.get(value))),
      ),
    );
  }

  /** Value → ids of the accounts that it belongs to; nothing: not clear. An id that is no account's: a third one. */
  #ownersOf(entry: EquivalencyEntry): ReadonlyMap<string, ReadonlySet<string>> {
    const owners = new Map<string, ReadonlySet<string>>();
    const names = lazy(() => this.#nameCounts(entry));
    const texts = lazy(() => countsOf(entry, this.#texts));
    const residents = lazy(() => this.#residents(entry, texts()));
    const namesIds = entry.values.some((value) => this.#accounts.includes(value));
    for (const value of entry.values) {
      const owner =
        entry.match === 'regex' && !this.#told(entry, value)
          ? null
          : (this.#told(entry, value) ??
            this.#written(value) ??
            (namesIds && /^\d{12}$/.test(value) ? new Set([value]) : null) ??
            this.#tagged(value, names) ??
            (isRegion(value) ? residents().get(value) : this.#prevailing(value, names(), 1)));
      if (owner) owners.set(value, owner);
    }
    // Where names tell of some values, texts don't of the others: a stray `prod` in qa's policies is not qa's own.
    if (owners.size === 0 && entry.match !== 'regex') {
      for (const value of entry.values.filter((one) => !isRegion(one))) {
        const owner = this.#prevailing(value, texts(), 2);
        if (owner) owners.set(value, owner);
      }
    }
    const sure = [...owners];
    for (const value of entry.values) {
      const longer = sure.find(([known]) => !owners.has(value) && isShortFor(known, value));
      if (longer && entry.match !== 'regex') owners.set(value, longer[1]);
    }
    return owners;
  }

  /** As `accounts` of the entry says it. A tag or an id that is none of a side's stands for itself. */
  #told({ accounts }: EquivalencyEntry, value: string): ReadonlySet<string> | null {
    const owners = new Set<string>();
    for (const [account, values] of accounts) {
      if (!values.includes(value)) continue;
      const known = this.sides.filter(
        ({ tag, snapshot }) => tag === account || snapshot.account.id === account,
      );
      for (const { snapshot } of known) owners.add(snapshot.account.id);
      if (known.length === 0) owners.add(account);
    }
    return owners.size > 0 ? owners : null;
  }

  /** The account whose id or alias stands in the value. */
  #written(value: string): ReadonlySet<string> | null {
    const owners = this.sides
      .map(({ snapshot }) => snapshot.account)
      .filter(
        ({ id, alias }) => hasWord(value, id) || (alias != null && alias !== '' && hasWord(value, alias)),
      )
      .map(({ id }) => id);
    return owners.length > 0 ? new Set(owners) : null;
  }

  /** The account whose tag has the value as a word, unless its names deny it. */
  #tagged(value: string, names: () => readonly Counts[]): ReadonlySet<string> | null {
    const tagged = new Set(
      this.sides
        .filter(({ tag }) => hasWord(tag.toLowerCase(), value.toLowerCase()))
        .map(({ snapshot }) => snapshot.account.id),
    );
    const [owner] = tagged;
    if (tagged.size !== 1 || owner === undefined) return null;
    const [here, there] = this.#split(value, names(), owner);
    return here === 0 && there > 2 ? null : tagged;
  }

  /**
   * Region → the accounts that live there: their texts name it more than twice as often as the entry's other regions
   * together. Nothing unless that is clear of every account: each uses some regions, and one that uses a region more than
   * another needs not live there.
   */
  #residents(
    { values }: EquivalencyEntry,
    texts: readonly Counts[],
  ): ReadonlyMap<string, ReadonlySet<string>> {
    const residents = new Map<string, Set<string>>();
    for (const account of new Set(this.#accounts)) {
      const most = (region: string): number => this.#split(region, texts, account)[0];
      const total = values.filter(isRegion).reduce((sum, region) => sum + most(region), 0);
      const home = values.find((value) => isRegion(value) && most(value) > 2 * (total - most(value)));
      if (home === undefined) return new Map();
      residents.set(home, (residents.get(home) ?? new Set()).add(account));
    }
    return residents;
  }

  #prevailing(value: string, all: readonly Counts[], least: number): ReadonlySet<string> | null {
    for (const account of new Set(this.#accounts)) {
      const [here, there] = this.#split(value, all, account);
      if (here >= least && here > 2 * there) return new Set([account]);
    }
    return null;
  }

  /** How often the value is counted in this account, and at most in another. */
  #split(value: string, all: readonly Counts[], account: string): [number, number] {
    const most = (isHere: boolean): number =>
      Math.max(
        0,
        ...all
          .filter((_, side) => (this.#accounts[side] === account) === isHere)
          .map((one) => one.get(value) ?? 0),
      );
    return [most(true), most(false)];
  }

  #nameCounts(entry: EquivalencyEntry): readonly Counts[] {
    let known = this.#knownCounts.get(entry);
    if (!known) this.#knownCounts.set(entry, (known = countsOf(entry, this.#names)));
    return known;
  }

  readonly #knownCounts = new Map<EquivalencyEntry, readonly Counts[]>();

  /** Does a word stand anywhere in this account's names and documents? `part` is a part of it, and not all of it. */
  hasWord(side: number, part: string, word: string): boolean {
    const key = `${side} ${part}`;
    let words = this.#wordsWith.get(key);
    if (!words) this.#wordsWith.set(key, (words = this.#collectWords(side, part)));
    return words.has(word);
  }

  readonly #wordsWith = new Map<string, ReadonlySet<string>>();

  #collectWords(side: number, part: string): ReadonlySet<string> {
    const words = new Set<string>();
    const escaped = escapePattern(part);
    const pattern = new RegExp(`[0-9A-Za-z]*${escaped}[0-9A-Za-z]*`, 'g');
    // Nearly everywhere the part stands by itself.
    const inside = new RegExp(`[0-9A-Za-z]${escaped}|${escaped}[0-9A-Za-z]`);
    for (const { texts } of [this.#names[side]!, this.#texts[side]!]) {
      for (const text of texts) {
        if (!text.includes(part) || !inside.test(text)) continue;
        for (const [word] of text.matchAll(pattern)) words.add(word);
      }
    }
    return words;
  }
}

/** `dev` for `development`, `stg` for `staging`, whichever is the longer: two spellings of one name. */
function isShortFor(one: string, two: string): boolean {
  const [short, long] = [one.toLowerCase(), two.toLowerCase()].sort((a, b) => a.length - b.length) as [
    string,
    string,
  ];
  if (!/^[a-z]+$/.test(short + long) || !long.startsWith(short.charAt(0))) return false;
  let at = -1;
  return Array.from(short).every((letter) => (at = long.indexOf(letter, at + 1)) >= 0);
}

function lazy<T>(make: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => (known ??= { value: make() }).value;
}
