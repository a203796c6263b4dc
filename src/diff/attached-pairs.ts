import type { Normalised } from '../model/normalised.js';
import type { AttachedPolicy } from '../model/snapshot.js';
import type { DocumentComparer } from './documents.js';
import type { ManagedPolicyIndex } from './policies-of.js';

interface Holder {
  readonly attachedPolicies: readonly AttachedPolicy[];
}

/** Policies that are attached on both sides, compared pair by pair: thousands of roles hold the same few. */
export class AttachedPairs {
  /** Policy of side 1 → the one of side 2 that it was last compared with, which is nearly always the only one. */
  readonly #known = new Map<AttachedPolicy, { readonly other: AttachedPolicy; readonly isSame: boolean }>();

  constructor(
    readonly index1: ManagedPolicyIndex,
    readonly index2: ManagedPolicyIndex,
    readonly documents: DocumentComparer,
  ) {}

  /** Are the policies of two entities the same, policy by policy? */
  areSame({ raw: raw1, value: value1 }: Normalised<Holder>, two: Normalised<Holder>): boolean {
    const [list1, list2] = [raw1.attachedPolicies, two.raw.attachedPolicies];
    if (list1.length !== list2.length) return false;
    for (let at = 0; at < list1.length; at++) {
      const [policy1, policy2] = [list1[at]!, list2[at]!];
      let known = this.#known.get(policy1);
      if (known?.other !== policy2) {
        const isSame = this.#isSame(
          [policy1, value1.attachedPolicies[at]!],
          [policy2, two.value.attachedPolicies[at]!],
        );
        known = { other: policy2, isSame };
        this.#known.set(policy1, known);
      }
      if (!known.isSame) return false;
    }
    return true;
  }

  /** One policy of either side, each as it is and as it is normalised. */
  #isSame(
    [raw1, value1]: readonly [AttachedPolicy, AttachedPolicy],
    [raw2, value2]: readonly [AttachedPolicy, AttachedPolicy],
  ): boolean {
    const one = this.index1.attached(raw1.arn, value1);
    const two = this.index2.attached(raw2.arn, value2);
    return (
      one.key === two.key &&
      one.side.arn?.normalised === two.side.arn?.normalised &&
      this.documents.areSame(one.side.document, two.side.document)
    );
  }
}
