import type { EquivalencyEntry } from '../list/index.js';
import { Accounts } from './accounts.js';
import type { Scope } from './align.js';
import { conclude } from './conclude.js';
import { Proposals } from './proposed.js';
import { Search } from './search.js';
import type { Suggestions, SuggestSide } from './suggestions.js';

export type { Scope } from './align.js';
export type { LeftAlone, Suggestion, Suggestions, SuggestSide } from './suggestions.js';
export type { Example } from './tally.js';

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
  const accounts = new Accounts(sides);
  const search = new Search(accounts, scope);
  let proposals = new Proposals(list);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const next = search.improve(proposals);
    if (!next) break;
    proposals = next;
  }
  const isInLongerWord = (value: string): boolean => search.isInLongerWord(value);
  return { ...conclude(proposals, { accounts, scope, isInLongerWord }), leftAlone: search.leftAlone };
}
