import type { AccessInput, PolicySet } from '../../src/policy/access/index.js';
import { parsed } from '../policy/evaluate/parsed.js';
import type { CaseSide, CompareCase } from './case.js';

/** A case's two sides, parsed. Throws where one is a trust policy and the other isn't. */
export function inputOf({ before, after }: CompareCase): AccessInput {
  if ('trust' in before && 'trust' in after) {
    return {
      type: 'trust',
      before: parsed(before.trust),
      after: parsed(after.trust),
      beforeAccount: before.account,
      ...(after.account !== before.account && { afterAccount: after.account }),
    };
  }
  if ('trust' in before || 'trust' in after) throw new Error('one side is a trust policy, the other is not');
  return { type: 'identity', before: policySet(before), after: policySet(after) };
}

function policySet(side: Exclude<CaseSide, { trust: unknown }>): PolicySet {
  return {
    policies: side.policies.map(parsed),
    boundary: side.boundary ? parsed(side.boundary) : null,
  };
}
