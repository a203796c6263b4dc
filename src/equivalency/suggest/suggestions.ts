import type { ComparedSide } from '../compared-side.js';
import type { Effect, Unmatched } from './evidence.js';
import type { Doubt, Judgement } from './judge.js';
import type { ProposedEntry } from './proposed.js';

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
  /** Of a collision: what the two are called that would become one. */
  readonly colliding?: readonly [string, string];
}

export interface Suggestions {
  /** Best first. */
  readonly proposals: readonly Suggestion[];
  readonly leftAlone: readonly LeftAlone[];
  readonly unmatched: Unmatched;
}
