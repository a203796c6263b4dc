import { createHash } from 'node:crypto';
import { differs } from '../../model/access.js';
import {
  ACCESS_HALVES,
  type AccessHalf,
  type Difference,
  type DifferenceType,
} from '../../model/difference.js';
import type { Finding } from '../../model/finding.js';
import type { Json } from '../../model/json.js';
import type { NormalisedSnapshot } from '../../model/normalised.js';
import type { EntityComparison } from '../../model/report.js';
import { SideContents } from './contents.js';
import { IDENTITY, type Look } from './identity.js';

/** Raised when fingerprints are made in another way: waivers by fingerprint have to be written anew then. */
const SCHEME = 1;

/** 80 bits: nobody can make up a policy whose fingerprint is one that was waived. */
const HEX_DIGITS = 20;

/** Lists what differs of each entity, each difference with its fingerprint. */
export class Fingerprints {
  readonly #sides: readonly [SideContents, SideContents];

  constructor(side1: NormalisedSnapshot, side2: NormalisedSnapshot) {
    this.#sides = [new SideContents(side1), new SideContents(side2)];
  }

  /** The entity with its differences. Takes it after its access was judged. */
  of(entity: EntityComparison): EntityComparison {
    if (entity.findings.length === 0 && !entity.access) return entity;
    const look: Look = { entity, sides: this.#sides };
    return {
      ...entity,
      differences: [
        ...ACCESS_HALVES.flatMap((half) => this.#access(half, look)),
        ...entity.findings.map((finding): Difference => {
          const fingerprint = fingerprintOf(entity, finding.type, identityOf(finding, look));
          const verdict = halfVerdict(finding, entity);
          return { fingerprint, type: finding.type, finding, verdict, waived: null };
        }),
      ],
    };
  }

  /**
   * Access hangs on all policies together, also on what both sides say alike: "can also s3:*" means more once a Deny
   * is gone on both sides. So its fingerprint covers all of them.
   */
  #access(half: AccessHalf, { entity, sides }: Look): Difference[] {
    const comparison = entity.access?.[half];
    const { kind, side1, side2 } = entity;
    if (!comparison || !differs(comparison) || !side1 || !side2) return [];
    const type = `${half}-access` as const;
    const contents = [sides[0][half](kind, side1.arn.raw), sides[1][half](kind, side2.arn.raw)];
    const fingerprint = fingerprintOf(entity, type, [comparison.verdict, ...contents]);
    return [{ fingerprint, type, finding: null, verdict: comparison.verdict, waived: null }];
  }
}

function identityOf(finding: Finding, look: Look): Json {
  // TypeScript can't see that a finding and the function of its kind belong together.
  const identity = IDENTITY[finding.kind] as (finding: Finding, look: Look) => Json;
  return identity(finding, look);
}

function fingerprintOf(
  { kind, name, side1, side2 }: EntityComparison,
  type: DifferenceType,
  identity: Json,
): string {
  // An account can have a policy of its own under the name of one of AWS's.
  const isAws = kind === 'managed-policy' && (side1 ?? side2)!.arn.raw.split(':')[4] === 'aws';
  const text = JSON.stringify([SCHEME, isAws ? `aws-${kind}` : kind, name, type, identity]);
  return createHash('sha256').update(text).digest('hex').slice(0, HEX_DIGITS);
}

/**
 * The verdict on the half of access that a document belongs to. It says nothing about a boundary, which also limits
 * what policies of other accounts grant.
 */
function halfVerdict(finding: Finding, { access }: EntityComparison): Difference['verdict'] {
  if (finding.kind !== 'document' || finding.policyType === 'boundary') return null;
  const half = access?.[finding.policyType === 'trust' ? 'trust' : 'identity'];
  return half?.verdict ?? null;
}
