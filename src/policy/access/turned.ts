import type { AccessChange, AccessComparison, AccessInput, ChangeCause, Verdict, Witness } from './types.js';

/** The same question from the other side. */
export function turnedInput(input: AccessInput): AccessInput {
  if (input.type === 'identity') return { type: 'identity', before: input.after, after: input.before };
  const { before, after, beforeAccount, afterAccount = beforeAccount } = input;
  return {
    type: 'trust',
    before: after,
    after: before,
    beforeAccount: afterAccount,
    afterAccount: beforeAccount,
  };
}

/** An answer to the turned question, as one to the question itself. */
export function turnedAnswer({ gained, lost, witnesses, ...rest }: AccessComparison): AccessComparison {
  return {
    ...rest,
    verdict: TURNED[rest.verdict],
    today: TURNED[rest.today],
    gained: lost.map(turnedChange),
    lost: gained.map(turnedChange),
    witnesses: witnesses.map(turnedWitness),
  };
}

const TURNED: Readonly<Record<Verdict, Verdict>> = {
  equivalent: 'equivalent',
  broader: 'narrower',
  narrower: 'broader',
  incomparable: 'incomparable',
  unknown: 'unknown',
};

const TURNED_CAUSES: Readonly<Record<ChangeCause, ChangeCause>> = {
  'allow added': 'allow removed',
  'allow removed': 'allow added',
  'deny added': 'deny removed',
  'deny removed': 'deny added',
  'boundary widened': 'boundary narrowed',
  'boundary narrowed': 'boundary widened',
};

function turnedChange(change: AccessChange): AccessChange {
  return {
    ...change,
    direction: change.direction === 'gained' ? 'lost' : 'gained',
    cause: TURNED_CAUSES[change.cause],
    witness: turnedWitness(change.witness),
  };
}

function turnedWitness({ before, after, ...rest }: Witness): Witness {
  return { ...rest, before: after, after: before };
}

/**
 * What two answers to one question come to, where either may have left something open: a verdict that is not
 * `unknown` is never wrong, whichever side it was found from.
 */
export function joinedAnswer(one: AccessComparison, two: AccessComparison): AccessComparison {
  const base = one.verdict === 'unknown' && two.verdict !== 'unknown' ? two : one;
  const today = one.today === 'unknown' ? two.today : one.today;
  const isSettled = base.verdict !== 'unknown' && today !== 'unknown';
  return { ...base, today, reasons: isSettled ? [] : base.reasons };
}
