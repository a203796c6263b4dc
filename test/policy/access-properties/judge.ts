import { expect } from 'vitest';
import type { PolicyDocument } from '../../../src/model/policy.js';
import type {
  AccessComparison,
  AccessInput,
  AccessRequest,
  Answer,
  PolicySet,
  Verdict,
  Witness,
} from '../../../src/policy/access/index.js';
import { evaluateIdentity, evaluateTrust } from '../../../src/policy/evaluate/index.js';

const ORDER: readonly Answer[] = ['explicitly-denied', 'not-allowed', 'delegated', 'allowed'];

/** What the evaluator answers on both sides. */
export function answers(input: AccessInput, request: AccessRequest): readonly [Answer, Answer] {
  if (input.type === 'identity') {
    return [identityAnswer(input.before, request), identityAnswer(input.after, request)];
  }
  const { beforeAccount, afterAccount = beforeAccount } = input;
  return [
    evaluateTrust(input.before, request, { account: beforeAccount }).answer,
    evaluateTrust(input.after, request, { account: afterAccount }).answer,
  ];
}

function identityAnswer({ policies, boundary }: PolicySet, request: AccessRequest): Answer {
  const named = (document: PolicyDocument) => ({ name: '', document });
  return evaluateIdentity(
    { policies: policies.map(named), boundary: boundary ? named(boundary) : null },
    request,
  ).answer;
}

/** Positive: after answers higher. */
function rise([before, after]: readonly [Answer, Answer]): number {
  return ORDER.indexOf(after) - ORDER.indexOf(before);
}

/** Does the evaluator's rise or fall speak against the verdict? */
function contradicts(verdict: Verdict, change: number): boolean {
  switch (verdict) {
    case 'equivalent':
      return change !== 0;
    case 'broader':
      return change < 0;
    case 'narrower':
      return change > 0;
    case 'incomparable':
    case 'unknown':
      return false;
  }
}

/** Does what the witness shows speak against the verdict? */
export function refutes(witness: Witness, verdict: Verdict): boolean {
  return contradicts(verdict, rise([witness.before, witness.after]));
}

/** The first request that speaks against the verdict, told with both answers; null: none does. */
export function contradiction(
  input: AccessInput,
  verdict: Verdict,
  requests: Iterable<AccessRequest>,
): string | null {
  for (const request of requests) {
    const both = answers(input, request);
    if (contradicts(verdict, rise(both))) {
      return `${verdict}, yet ${JSON.stringify(request)} goes from ${both[0]} to ${both[1]}`;
    }
  }
  return null;
}

/** Every witness is answered as it claims, and there is one for each direction of the verdict. */
export function expectWitnesses(input: AccessInput, comparison: AccessComparison): void {
  const { verdict, witnesses, gained, lost } = comparison;
  const all = [...witnesses, ...[...gained, ...lost].map((change) => change.witness)];
  for (const witness of all) expectTrue(input, witness);
  for (const change of gained) expect(rise([change.witness.before, change.witness.after])).toBeGreaterThan(0);
  for (const change of lost) expect(rise([change.witness.before, change.witness.after])).toBeLessThan(0);
  const rises = witnesses.map((witness) => Math.sign(rise([witness.before, witness.after]))).sort();
  const expected = { equivalent: [], broader: [1], narrower: [-1], incomparable: [-1, 1] };
  if (verdict !== 'unknown') expect([...new Set(rises)], verdict).toEqual(expected[verdict]);
}

function expectTrue(input: AccessInput, witness: Witness): void {
  const told = JSON.stringify(witness);
  expect(answers(input, witness.request), told).toEqual([witness.before, witness.after]);
}

export function mirrored(verdict: Verdict): Verdict {
  return verdict === 'broader' ? 'narrower' : verdict === 'narrower' ? 'broader' : verdict;
}
