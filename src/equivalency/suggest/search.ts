import { Homes } from '../homes.js';
import type { EquivalencyEntry } from '../list/index.js';
import type { Accounts } from './accounts.js';
import { alignEntities, type EntityPair, type Scope } from './align.js';
import { type Collision, findCollidingNames } from './collisions.js';
import { placeholdersIn } from './evidence.js';
import { type Criteria, judge, type Judgement, pairKey } from './judge.js';
import type { Ties } from './pair-texts.js';
import { isPlaceholder, type ProposedEntry, type Proposals } from './proposed.js';
import type { LeftAlone } from './suggestions.js';
import { tallyWords } from './tally.js';
import { isListValue } from './values.js';
import { tokensOf } from './words.js';

/** Words that are as sure as this are taken first: what comes after is seen with them in place. */
const SURE = 0.85;

/** A judgement between the first side and another one. */
interface Ranked {
  readonly judgement: Judgement;
  readonly side: number;
}

/** Looks for words that stand for each other, with the ones found before in place. */
export class Search {
  readonly #identities: readonly ReadonlySet<string>[];
  readonly #homes: Homes;
  readonly #banned = new Map<string, LeftAlone>();
  /** Every word that stands anywhere, before any proposal. */
  readonly #vocabulary = new Set<string>();
  #leftAlone: LeftAlone[] = [];

  constructor(
    readonly accounts: Accounts,
    readonly scope: Scope,
  ) {
    this.#homes = new Homes(accounts.sides);
    this.#identities = accounts.sides.map(
      ({ names }) =>
        new Set(
          names.flatMap(tokensOf).flatMap(({ kind, text }) => (kind === 'word' ? [text.toLowerCase()] : [])),
        ),
    );
  }

  /** One look at the accounts with the proposals in place; null: nothing more is to be found. */
  improve(proposals: Proposals): Proposals | null {
    const [first, ...others] = this.accounts.with(proposals);
    const pairs = others.map((other) => alignEntities(first!, other, this.scope));
    // Which of two texts a third one stands for is told by what is found elsewhere, or by nothing.
    return this.#look(proposals, pairs, 'leave') ?? this.#look(proposals, pairs, 'break');
  }

  /** What was looked at and not taken, as it is after the last look. */
  get leftAlone(): readonly LeftAlone[] {
    return [...this.#leftAlone, ...this.#banned.values()];
  }

  isInLongerWord(value: string): boolean {
    for (const word of this.#vocabulary) if (word !== value && word.includes(value)) return true;
    return false;
  }

  #look(proposals: Proposals, pairs: readonly (readonly EntityPair[])[], ties: Ties): Proposals | null {
    const judgements = this.#judgeAll(proposals, pairs, ties);
    this.#leftAlone = judgements.flatMap(({ judgement }) =>
      judgement.doubt === null ? [] : [{ judgement, doubt: judgement.doubt }],
    );
    const good = judgements
      .filter(({ judgement }) => judgement.doubt === null)
      .sort((a, b) => rank(b.judgement) - rank(a.judgement));
    const sure = good.filter(({ judgement }) => judgement.confidence >= SURE);
    return this.#takeAll(sure, proposals) ?? this.#takeFirst(good, proposals);
  }

  #judgeAll(proposals: Proposals, pairs: readonly (readonly EntityPair[])[], ties: Ties): Ranked[] {
    const kin = kinOf(proposals);
    const entries = proposals.entries();
    return pairs.flatMap((all, at) => {
      const tally = tallyWords(all, ties);
      if (proposals.proposed.length === 0) {
        for (const word of [...tally.total1.keys(), ...tally.total2.keys()]) this.#vocabulary.add(word);
      }
      const criteria: Criteria = {
        names1: (word) => this.#isNamed(word, 0, entries),
        names2: (word) => this.#isNamed(word, at + 1, entries),
        isValue: isListValue,
        isOwnId: (word) => this.accounts.sides.some(({ snapshot }) => word.includes(snapshot.account.id)),
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
      const { judgement } = one;
      this.#banned.set(`${judgement.candidate.from}\0${judgement.candidate.to}`, { judgement, ...doubt });
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
  #doubtAbout(proposals: Proposals): Pick<LeftAlone, 'doubt' | 'colliding'> | null {
    const collision = this.#collision(proposals);
    if (collision) return { doubt: 'collision', colliding: collision.raws };
    const isUnclear = proposals.proposed.some((entry) => this.#isUnclear(entry, proposals));
    return isUnclear ? { doubt: 'unclear home' } : null;
  }

  #collision(proposals: Proposals): Collision | undefined {
    const own = new Set(proposals.proposed.map(({ placeholder }) => placeholder));
    return this.accounts
      .with(proposals)
      .flatMap((side) => findCollidingNames(side, this.scope))
      .find(({ name }) => [...placeholdersIn([name])].some((one) => own.has(one)));
  }

  /** Whose the values are must be clear: then one that stands in the place of another is still told. */
  #isUnclear({ placeholder, added }: ProposedEntry, proposals: Proposals): boolean {
    const entry = proposals.entries().find((one) => one.placeholder === placeholder)!;
    const homes = this.#homes.of(entry);
    return added.some((value) => homes.some((side) => side.get(value) === 'unclear'));
  }
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
