import type { NormalisedSnapshot } from '../../model/normalised.js';
import type { ComparedSide } from '../compared-side.js';
import { Homes } from '../homes.js';
import type { EquivalencyEntry } from '../list/index.js';
import { normaliseSnapshot } from '../normalise.js';
import { compareText } from '../../model/text.js';
import { replacementsFor } from '../replacements.js';
import { alignEntities, type Scope } from './align.js';
import { collidingNames } from './collisions.js';
import { countUnmatched, type Effect, Effects, placeholdersIn, type Unmatched } from './evidence.js';
import { type Criteria, type Doubt, judge, type Judgement, pairKey } from './judge.js';
import { isPlaceholder, type ProposedEntry, Proposals } from './proposed.js';
import type { Ties } from './pair-texts.js';
import { tallyWords } from './tally.js';
import { isListValue } from './values.js';
import { tokensOf } from './words.js';

export type { Scope } from './align.js';
export type { Example } from './tally.js';

/** One account to make comparable. `names` tell which account it is: its tag, its alias, its source. */
export interface SuggestSide extends ComparedSide {
  readonly names: readonly string[];
}

/** A proposal with what speaks for it. */
export interface Suggestion extends ProposedEntry {
  readonly effect: Effect;
}

/** A pair of words that was looked at and left alone. */
export interface LeftAlone {
  readonly judgement: Judgement;
  readonly doubt: Doubt;
}

export interface Suggestions {
  /** Best first. */
  readonly proposals: readonly Suggestion[];
  readonly leftAlone: readonly LeftAlone[];
  readonly unmatched: Unmatched;
}

/** Proposals below this are guesses, and none are made. */
const LEAST_CONFIDENCE = 0.5;
/** Words that are as sure as this are taken first: what comes after is seen with them in place. */
const SURE = 0.85;
const MOST_ROUNDS = 25;

/**
 * Proposes entries that make accounts comparable: words that stand for each other wherever two accounts should say the
 * same. `sides` has two accounts or more; each is compared with the first. `list` is what counts as the same already.
 * Pure. See docs/equivalency-suggest.md for the rules.
 */
export function suggestEntries(
  sides: readonly SuggestSide[],
  list: readonly EquivalencyEntry[],
  scope: Scope,
): Suggestions {
  const search = new Search(sides, scope);
  let proposals = new Proposals(list);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const next = search.improve(proposals);
    if (!next) break;
    proposals = next;
  }
  return search.conclude(proposals);
}

/** A judgement between the first side and another one. */
interface Ranked {
  readonly judgement: Judgement;
  readonly side: number;
}

class Search {
  readonly #identities: readonly ReadonlySet<string>[];
  readonly #homes: Homes;
  readonly #banned = new Map<string, LeftAlone>();
  /** Every word that stands anywhere, before any proposal. */
  readonly #vocabulary = new Set<string>();
  #leftAlone: LeftAlone[] = [];
  #latest: { readonly proposals: Proposals; readonly normalised: readonly NormalisedSnapshot[] } | null =
    null;

  constructor(
    readonly sides: readonly SuggestSide[],
    readonly scope: Scope,
  ) {
    this.#homes = new Homes(sides);
    this.#identities = sides.map(
      ({ names }) =>
        new Set(
          names.flatMap(tokensOf).flatMap(({ kind, text }) => (kind === 'word' ? [text.toLowerCase()] : [])),
        ),
    );
  }

  /** One look at the accounts with the proposals in place; null: nothing more is to be found. */
  improve(proposals: Proposals): Proposals | null {
    // Which of two texts a third one stands for is told by what is found elsewhere, or by nothing.
    return this.#look(proposals, 'leave') ?? this.#look(proposals, 'break');
  }

  #look(proposals: Proposals, ties: Ties): Proposals | null {
    const judgements = this.#judgeAll(proposals, ties);
    this.#leftAlone = judgements.flatMap(({ judgement }) =>
      judgement.doubt === null ? [] : [{ judgement, doubt: judgement.doubt }],
    );
    const good = judgements
      .filter(({ judgement: { doubt, confidence } }) => doubt === null && confidence >= LEAST_CONFIDENCE)
      .sort((a, b) => rank(b.judgement) - rank(a.judgement));
    const sure = good.filter(({ judgement }) => judgement.confidence >= SURE);
    return this.#takeAll(sure, proposals) ?? this.#takeFirst(good, proposals);
  }

  #judgeAll(proposals: Proposals, ties: Ties): Ranked[] {
    const [first, ...others] = this.#normalise(proposals);
    const kin = kinOf(proposals);
    const entries = proposals.entries();
    return others.flatMap((other, at) => {
      const tally = tallyWords(alignEntities(first!, other, this.scope), ties);
      if (proposals.proposed.length === 0) {
        for (const word of [...tally.total1.keys(), ...tally.total2.keys()]) this.#vocabulary.add(word);
      }
      const criteria: Criteria = {
        names1: (word) => this.#isNamed(word, 0, entries),
        names2: (word) => this.#isNamed(word, at + 1, entries),
        isValue: isListValue,
        isOwnId: (word) => this.sides.some(({ snapshot }) => word.includes(snapshot.account.id)),
        kin,
      };
      return tally.candidates
        .filter((candidate) => !this.#banned.has(`${candidate.from}\0${candidate.to}`))
        .map((candidate) => judge(candidate, tally, criteria))
        .filter((judgement) => proposals.accepts(judgement))
        .map((judgement) => ({ judgement, side: at + 1 }));
    });
  }

  /** Takes what doesn't get in each other's way; the rest is looked at again with these in place. */
  #takeAll(ranked: readonly Ranked[], proposals: Proposals): Proposals | null {
    const taken: Ranked[] = [];
    for (const one of ranked) if (!taken.some((other) => isInTheWay(other, one))) taken.push(one);
    if (taken.length === 0) return null;
    const next = taken.reduce((sum, one) => this.#with(sum, one), proposals);
    return this.#doubtAbout(next) ? this.#takeFirst(ranked, proposals) : next;
  }

  /** Takes the best one that hides nothing. */
  #takeFirst(ranked: readonly Ranked[], proposals: Proposals): Proposals | null {
    for (const one of ranked) {
      const next = this.#with(proposals, one);
      const doubt = this.#doubtAbout(next);
      if (doubt === null) return next;
      const { from, to } = one.judgement.candidate;
      this.#banned.set(`${from}\0${to}`, { judgement: one.judgement, doubt });
    }
    return null;
  }

  #with(proposals: Proposals, { judgement, side }: Ranked): Proposals {
    return proposals.with(judgement, this.#areIdentities(judgement, side));
  }

  #areIdentities({ candidate: { from, to } }: Judgement, side: number): boolean {
    return this.#isNamed(from, 0, []) && this.#isNamed(to, side, []);
  }

  #isNamed(word: string, side: number, entries: readonly EquivalencyEntry[]): boolean {
    const words = isPlaceholder(word)
      ? (entries.find(({ placeholder }) => word === `<${placeholder}>`)?.values ?? [])
      : [word];
    return words.some((one) => this.#identities[side]!.has(one.toLowerCase()));
  }

  /** What the accounts would lose by the proposals: names that were two, or how they tell their own from the other's. */
  #doubtAbout(proposals: Proposals): Doubt | null {
    if (this.#collides(proposals)) return 'collision';
    return proposals.proposed.some((entry) => this.#isUnclear(entry, proposals)) ? 'unclear home' : null;
  }

  /** Whose the values are must be clear: then one that stands in the place of another is still told. */
  #isUnclear({ placeholder, added }: ProposedEntry, proposals: Proposals): boolean {
    const entry = proposals.entries().find((one) => one.placeholder === placeholder)!;
    const homes = this.#homes.of(entry);
    const r = added.some((value) => homes.some((side) => side.get(value) === 'unclear'));
    if (r && process.env.DBG)
      console.log(
        'UNCLEAR',
        placeholder,
        entry.values,
        added.map((v) => homes.map((h) => h.get(v)).join('/')).join(' '),
      );
    return r;
  }

  #collides(proposals: Proposals): boolean {
    const own = new Set(proposals.proposed.map(({ placeholder }) => placeholder));
    return this.#normalise(proposals).some((side) =>
      collidingNames(side, this.scope).some((name) =>
        [...placeholdersIn([name])].some((one) => own.has(one)),
      ),
    );
  }

  #normalise(proposals: Proposals): readonly NormalisedSnapshot[] {
    if (this.#latest?.proposals === proposals) return this.#latest.normalised;
    const { sides } = replacementsFor(proposals.entries(), this.sides);
    const normalised = this.sides.map(({ snapshot }, at) => normaliseSnapshot(snapshot, sides[at]!));
    this.#latest = { proposals, normalised };
    return normalised;
  }

  /** The proposals with what they do. */
  conclude(found: Proposals): Suggestions {
    const proposals = found.proposed.reduce((sum, one) => this.#asWordIfPossible(sum, one), found);
    const [before, after] = [new Proposals(proposals.list), proposals].map((one) => this.#normalise(one));
    const effectsBefore = this.#effects(before!);
    const effectsAfter = this.#effects(after!);
    const effectOf = (placeholder: string): Effect => {
      const [one, two] = [effectsBefore, effectsAfter].map((all) =>
        sumOf(all.map((effects) => effects.of(placeholder))),
      );
      return beyond(two!, one!);
    };
    return {
      proposals: proposals.proposed
        .map((entry) => ({ ...entry, effect: effectOf(entry.placeholder) }))
        .sort(byWorth),
      leftAlone: [...this.#leftAlone, ...this.#banned.values()],
      unmatched: { before: this.#unmatched(before!), after: this.#unmatched(after!) },
    };
  }

  /** A value that stands in longer words as well (`dev` in `devices`) counts only as a word, if that does the same. */
  #asWordIfPossible(proposals: Proposals, entry: ProposedEntry): Proposals {
    const { placeholder, values, judgements } = entry;
    const isInner = judgements.some(({ candidate }) => candidate.inner);
    if (entry.extends || isInner || !values.some((value) => this.#isInLongerWord(value))) return proposals;
    const asWord = proposals.asWord(placeholder);
    const [effect, effectAsWord] = [proposals, asWord].map((one) =>
      sumOf(this.#effects(this.#normalise(one)).map((effects) => effects.of(placeholder))),
    );
    return JSON.stringify(effect) === JSON.stringify(effectAsWord) ? asWord : proposals;
  }

  #isInLongerWord(value: string): boolean {
    for (const word of this.#vocabulary) if (word !== value && word.includes(value)) return true;
    return false;
  }

  #effects([first, ...others]: readonly NormalisedSnapshot[]): Effects[] {
    return others.map((other) => new Effects(first!, other, this.scope));
  }

  #unmatched([first, ...others]: readonly NormalisedSnapshot[]): Unmatched['before'] {
    return addUp(others.map((other) => countUnmatched(first!, other, this.scope)));
  }
}

/** Best first: the surest, and among those that are about as sure the ones that do most. */
function byWorth(a: Suggestion, b: Suggestion): number {
  const percent = ({ confidence }: Suggestion): number => Math.round(confidence * 20);
  const matched = ({ effect }: Suggestion): number =>
    Object.values(effect.matched).reduce((sum, one) => sum + one, 0);
  return (
    percent(b) - percent(a) ||
    matched(b) - matched(a) ||
    b.effect.items - a.effect.items ||
    compareText(a.placeholder, b.placeholder)
  );
}

function rank({ confidence, candidate: { places, inner } }: Judgement): number {
  return confidence * places - (inner ? 0.1 : 0);
}

/** What one pair of words explains, the other may have explained: only one of them is taken at a time. */
function isInTheWay(one: Ranked, other: Ranked): boolean {
  const [a, b] = [one.judgement.candidate, other.judgement.candidate];
  if (one.side === other.side) return overlap(a.from, b.from) || overlap(a.to, b.to);
  return a.from !== b.from && (overlap(a.from, b.from) || overlap(a.to, b.to));
}

/** Is one word in the other? Then what the one explains, the other may have explained. */
function overlap(one: string, other: string): boolean {
  if (isPlaceholder(one) || isPlaceholder(other)) return one === other;
  return one.includes(other) || other.includes(one);
}

function kinOf(proposals: Proposals): Set<string> {
  return new Set(
    proposals
      .entries()
      .flatMap(({ values }) =>
        values.flatMap((from) => values.filter((to) => to !== from).map((to) => pairKey(from, to))),
      ),
  );
}

function sumOf(effects: readonly Effect[]): Effect {
  return {
    matched: addUp(effects.map(({ matched }) => matched)),
    together: [...new Set(effects.flatMap(({ together }) => together))],
    items: effects.reduce((sum, { items }) => sum + items, 0),
  };
}

/** What an entry does beyond what it did with the values that it has already. */
function beyond(after: Effect, before: Effect): Effect {
  const matched = { ...after.matched };
  for (const kind of KINDS) matched[kind] -= before.matched[kind];
  return { ...after, matched, items: after.items - before.items };
}

const KINDS = ['role', 'policy', 'user', 'group'] as const;

function addUp(counts: readonly Unmatched['before'][]): Unmatched['before'] {
  const sum = { role: 0, policy: 0, user: 0, group: 0 };
  for (const one of counts) {
    for (const kind of KINDS) sum[kind] += one[kind];
  }
  return sum;
}
