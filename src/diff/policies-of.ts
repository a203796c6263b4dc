import type { DocumentSide } from '../model/finding.js';
import type { Normalised, NormalisedSnapshot } from '../model/normalised.js';
import type { AttachedPolicy, InlinePolicy, ManagedPolicy } from '../model/snapshot.js';
import { byArn } from './by-arn.js';

/** A policy as it hangs on one entity, with the key by which the other side's is found. */
export interface KeyedPolicy {
  readonly key: string;
  readonly side: DocumentSide;
}

/** The managed policies of a snapshot by raw ARN, to look up what an attachment says. */
export class ManagedPolicyIndex {
  readonly #byArn: ReadonlyMap<string, Normalised<ManagedPolicy>>;
  /** Many entities hold the same policy: by raw ARN. */
  readonly #attached = new Map<string, KeyedPolicy>();
  readonly #sides = new Map<string, DocumentSide>();

  constructor(snapshot: NormalisedSnapshot) {
    this.#byArn = byArn(snapshot.managedPolicies);
  }

  /** An attached policy, by its ARN as it is and its name and ARN as they are normalised. */
  attached(raw: string, { name, arn }: AttachedPolicy): KeyedPolicy {
    let policy = this.#attached.get(raw);
    if (!policy) {
      policy = { key: managedPolicyKey(raw, name), side: this.side(raw, arn) };
      this.#attached.set(raw, policy);
    }
    return policy;
  }

  /** The document of an attached or bounding policy; null: not read. `raw` and `normalised` are ARNs. */
  side(raw: string, normalised: string): DocumentSide {
    let side = this.#sides.get(raw);
    if (!side) this.#sides.set(raw, (side = this.#sideOf(raw, normalised)));
    return side;
  }

  #sideOf(raw: string, normalised: string): DocumentSide {
    const policy = this.#byArn.get(raw);
    return {
      name: { raw: nameInArn(raw), normalised: policy?.value.name ?? nameInArn(normalised) },
      arn: { raw, normalised },
      document: policy?.value.document ?? null,
      rawDocument: policy?.raw.document ?? null,
    };
  }
}

/**
 * IAM keeps names of managed policies unique per owner whatever their path, so the name finds the other side's.
 * The name is the normalised one by itself: a replacement in an ARN could reach over the slash before the name.
 */
export function managedPolicyKey(rawArn: string, normalisedName: string): string {
  const owner = rawArn.split(':', 5)[4] === 'aws' ? 'aws' : 'customer';
  return `${owner}/${normalisedName}`;
}

function nameInArn(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

export function attachedPolicies(
  entity: Normalised<{ readonly attachedPolicies: readonly AttachedPolicy[] }>,
  index: ManagedPolicyIndex,
): KeyedPolicy[] {
  return entity.raw.attachedPolicies.map(({ arn }, at) =>
    index.attached(arn, entity.value.attachedPolicies[at]!),
  );
}

export function inlinePolicies(
  entity: Normalised<{ readonly inlinePolicies: readonly InlinePolicy[] }>,
): KeyedPolicy[] {
  return entity.raw.inlinePolicies.map(({ name: raw, document: rawDocument }, at) => {
    const { name: normalised, document } = entity.value.inlinePolicies[at]!;
    return { key: normalised, side: { name: { raw, normalised }, arn: null, document, rawDocument } };
  });
}

/** The permissions boundary, or null where there is none. */
export function boundaryPolicy(
  entity: Normalised<{ readonly permissionsBoundary: string | null }>,
  index: ManagedPolicyIndex,
): DocumentSide | null {
  const raw = entity.raw.permissionsBoundary;
  return raw === null ? null : index.side(raw, entity.value.permissionsBoundary ?? raw);
}
