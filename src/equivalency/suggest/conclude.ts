import type { NormalisedSnapshot } from '../../model/normalised.js';
import { compareText } from '../../model/text.js';
import type { Accounts } from './accounts.js';
import type { Scope } from './align.js';
import {
  addUp,
  beyond,
  countUnmatched,
  type Effect,
  Effects,
  sumOfEffects,
  type Unmatched,
} from './evidence.js';
import { type ProposedEntry, Proposals } from './proposed.js';
import type { Suggestion, Suggestions } from './suggestions.js';

export interface Ground {
  readonly accounts: Accounts;
  readonly scope: Scope;
  /** Does the value stand in a longer word of any account? */
  readonly isInLongerWord: (value: string) => boolean;
}

/** What was found, best first, with what each proposal does. */
export function conclude(found: Proposals, ground: Ground): Omit<Suggestions, 'leftAlone'> {
  const { accounts, scope } = ground;
  const proposals = found.proposed.reduce((sum, one) => asWordIfPossible(sum, one, ground), found);
  const before = accounts.with(new Proposals(proposals.list));
  const after = accounts.with(proposals);
  const effectsBefore = effectsOf(before, scope);
  const effectsAfter = effectsOf(after, scope);
  const suggestions = proposals.proposed.map((entry): Suggestion => ({
    ...entry,
    effect: beyond(effectsAfter(entry.placeholder), effectsBefore(entry.placeholder)),
  }));
  return {
    proposals: suggestions.sort(byWorth),
    unmatched: {
      before: unmatchedIn(before, scope),
      after: unmatchedIn(after, scope),
      others: strangersIn(after, scope),
    },
  };
}

/** A value that stands in longer words as well (`dev` in `devices`) counts only as a word, if that does the same. */
function asWordIfPossible(
  proposals: Proposals,
  { placeholder, values, match, extends: isListed, judgements }: ProposedEntry,
  { accounts, scope, isInLongerWord }: Ground,
): Proposals {
  const isInner = judgements.some(({ candidate }) => candidate.inner);
  if (isListed || isInner || match === 'word' || !values.some(isInLongerWord)) return proposals;
  const asWord = proposals.asWord(placeholder);
  const [effect, effectAsWord] = [proposals, asWord].map((one) =>
    JSON.stringify(effectsOf(accounts.with(one), scope)(placeholder)),
  );
  return effect === effectAsWord ? asWord : proposals;
}

/** What a placeholder does between the first account and all others. */
function effectsOf(
  [first, ...others]: readonly NormalisedSnapshot[],
  scope: Scope,
): (placeholder: string) => Effect {
  const all = others.map((other) => new Effects(first!, other, scope));
  return (placeholder) => sumOfEffects(all.map((effects) => effects.of(placeholder)));
}

function unmatchedIn([first, ...others]: readonly NormalisedSnapshot[], scope: Scope): Unmatched['before'] {
  return addUp(others.map((other) => countUnmatched(first!, other, scope)));
}

function strangersIn([first, ...others]: readonly NormalisedSnapshot[], scope: Scope): Unmatched['others'] {
  return addUp(others.map((other) => countUnmatched(other, first!, scope)));
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
