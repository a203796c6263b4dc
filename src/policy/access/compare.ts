import { documentKey } from '../canonical.js';
import { BudgetExceeded } from './automaton.js';
import { metered, sharingCuts } from './cuts.js';
import { loadServiceData, type ServiceData, servicesOf } from './service-data.js';
import { Comparison } from './comparison.js';
import { focusedInput } from './focus.js';
import { joinedAnswer, turnedAnswer, turnedInput } from './turned.js';
import type { AccessAnswers, AccessComparison, AccessInput, PolicySet } from './types.js';

/** Loads what the catalogue knows of the services that the documents name, then compares. */
export async function compareAccessWithCatalogue(input: AccessInput): Promise<AccessComparison> {
  return compareAccess(input, await loadServiceData(servicesOf(input)));
}

/** Compares one after the other, once the answers are wanted. */
export class AccessInTurn implements AccessAnswers {
  readonly #open: AccessInput[] = [];
  readonly #answers: AccessComparison[] = [];

  ask(input: AccessInput): void {
    this.#open.push(input);
  }

  async all(): Promise<readonly AccessComparison[]> {
    for (const input of this.#open.splice(0)) this.#answers.push(await compareAccessWithCatalogue(input));
    return this.#answers;
  }
}

/**
 * Compares two states of an identity's policies, or of a role's trust policy, over all requests. A verdict other
 * than `unknown` is exact; docs/semantics.md says what that means. `data` needs the services of `servicesOf(input)`:
 * it decides `today`, the spelling of actions and whether a witness can be made today, never `verdict`.
 */
export function compareAccess(input: AccessInput, data: ServiceData): AccessComparison {
  if (saysTheSame(input)) return EQUIVALENT;
  return sharingCuts(() => {
    const answer = compared(input, data);
    if (answer.verdict !== 'unknown' && answer.today !== 'unknown') return answer;
    // What runs out of bounds from one side may be found from the other; so both sides always hear the same.
    return joinedAnswer(answer, turnedAnswer(compared(turnedInput(input), data)));
  });
}

function compared(input: AccessInput, data: ServiceData): AccessComparison {
  try {
    return metered(() => new Comparison(focusedInput(input), data).result());
  } catch (error) {
    if (!(error instanceof BudgetExceeded)) throw error;
    return {
      ...EQUIVALENT,
      verdict: 'unknown',
      today: 'unknown',
      reasons: ['the action patterns are too entangled to be compared exactly within bounds'],
    };
  }
}

const EQUIVALENT: AccessComparison = {
  verdict: 'equivalent',
  today: 'equivalent',
  gained: [],
  lost: [],
  witnesses: [],
  reasons: [],
};

function saysTheSame(input: AccessInput): boolean {
  if (input.type === 'trust') {
    const { before, after, beforeAccount, afterAccount } = input;
    return documentKey(before) === documentKey(after) && (afterAccount ?? beforeAccount) === beforeAccount;
  }
  const { before, after } = input;
  const boundaries = [before.boundary, after.boundary].map((one) => (one ? documentKey(one) : null));
  return boundaries[0] === boundaries[1] && sameKeys(keysOf(before), keysOf(after));
}

function keysOf({ policies }: PolicySet): ReadonlySet<string> {
  return new Set(policies.map(documentKey));
}

function sameKeys(one: ReadonlySet<string>, two: ReadonlySet<string>): boolean {
  return one.size === two.size && [...one].every((key) => two.has(key));
}
