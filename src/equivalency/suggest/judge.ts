import type { Candidate, Tally } from './tally.js';
import type { Found } from './values.js';

/** Why two words that stand for each other somewhere are left alone. */
export type Doubt =
  | 'seen once'
  | 'contradicted'
  | 'trust conditions only'
  | 'trust principals only'
  | 'different permissions'
  | 'account id'
  | 'not a value'
  | 'collision'
  | 'unclear home';

export interface Judgement {
  readonly candidate: Candidate;
  /** From 0 to 1: how surely the words stand for each other on purpose. */
  readonly confidence: number;
  /** Places where one of the words stands against something else. */
  readonly contradictions: number;
  readonly doubt: Doubt | null;
}

export interface Criteria {
  /** Does a word, or a value of a placeholder, name side 1 (2): is it in its tag, its alias, its source? */
  readonly names1: (word: string) => boolean;
  readonly names2: (word: string) => boolean;
  /** Can the word stand in a list as a value that is found so? */
  readonly isValue: (word: string, match: Found) => boolean;
  /** Is the word the id of one of the compared accounts? */
  readonly isOwnId: (word: string) => boolean;
  /** Pairs that stand in the list already but for their case: `dev`, `qa` in lower case, by `pairKey`. */
  readonly kin: ReadonlySet<string>;
}

/** Below this share of the places a pair of words is no rule at all; below this confidence it is a guess. */
const LEAST_SHARE = 0.5;
const LEAST_CONFIDENCE = 0.5;
/** What only trust policies say is told apart by a rule with next to no exception, and never taken without a question. */
const LEAST_TRUST_SHARE = 0.9;
const LEAST_TRUST_ENTITIES = 3;
const MOST_TRUST_CONFIDENCE = 0.8;

export function pairKey(from: string, to: string): string {
  return `${from.toLowerCase()}\0${to.toLowerCase()}`;
}

/**
 * A substitution is systematic: wherever the one word stands, the other stands in its place, in several entities. A
 * drift is a single place, or an exception from what the word does elsewhere. The confidence is the share of places
 * that agree, times 1 - 2^-n for entities that weigh n; words that name the accounts themselves weigh three more. Where
 * such a word stands for itself, the one account names what is the other's: a comparison tells that with the entry alone.
 */
export function judge(candidate: Candidate, tally: Tally, criteria: Criteria): Judgement {
  const { from, to, places, fields, entities, outside, weight } = candidate;
  const isIdentity = criteria.names1(from) && criteria.names2(to);
  const total = totalPlaces(candidate, tally, isIdentity);
  const isKnown = isIdentity || criteria.kin.has(pairKey(from, to));
  const share = places / total;
  const isInTrust = fields.has('principal') || fields.has('trust condition');
  const isTrustOnly = isInTrust && outside < (isKnown ? 1 : 2);
  const sure = share * (1 - 0.5 ** ((isTrustOnly ? entities / 2 : weight) + (isKnown ? 3 : 0)));
  const confidence = isTrustOnly ? Math.min(sure, MOST_TRUST_CONFIDENCE) : sure;
  return {
    candidate,
    confidence,
    contradictions: total - places,
    doubt: doubtOf(candidate, { share, confidence, isKnown, isTrustOnly }, criteria),
  };
}

function totalPlaces(
  { from, to, places, inner }: Candidate,
  { total1, total2, same }: Tally,
  isIdentity: boolean,
): number {
  if (inner) return Math.max(places, totalInside(from, total1), totalInside(to, total2));
  const [all1, all2] = [total1.get(from) ?? places, total2.get(to) ?? places];
  if (!isIdentity) return Math.max(places, all1, all2);
  return Math.max(places, all1 - (same.get(from) ?? 0), all2 - (same.get(to) ?? 0));
}

interface Grounds {
  readonly share: number;
  readonly confidence: number;
  readonly isKnown: boolean;
  /** But for one entity at most. */
  readonly isTrustOnly: boolean;
}

function doubtOf(
  { from, to, inner, places, fields, entities, differs }: Candidate,
  { share, confidence, isKnown, isTrustOnly }: Grounds,
  { isValue, isOwnId }: Criteria,
): Doubt | null {
  const words = [from, to].filter((word) => !word.startsWith('<'));
  if (words.some(isOwnId)) return 'account id';
  if (!words.every((word) => isValue(word, inner ? 'anywhere' : 'word'))) return 'not a value';
  if (share < LEAST_SHARE) return 'contradicted';
  if (isTrustOnly && !fields.has('principal')) return 'trust conditions only';
  if (isTrustOnly && (share < LEAST_TRUST_SHARE || entities < LEAST_TRUST_ENTITIES))
    return 'trust principals only';
  // What each account calls itself pairs its roles whatever these may do: that is then told as their drift.
  if (!isKnown && differs) return 'different permissions';
  if (isKnown ? places < 2 : entities < 2) return 'seen once';
  return confidence < LEAST_CONFIDENCE ? 'contradicted' : null;
}

/** Places of all words that have `part` in them. */
function totalInside(part: string, totals: ReadonlyMap<string, number>): number {
  let total = 0;
  for (const [word, count] of totals) if (word.includes(part)) total += count;
  return total;
}
