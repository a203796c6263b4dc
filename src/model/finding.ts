import type { Item } from './item.js';
import type { ParsedDocument, PolicyType } from './policy.js';

/** A text on one side: as it is there, and as it was compared (placeholders in `<…>`). */
export interface SideText {
  readonly raw: string;
  readonly normalised: string;
}

/** Seen from side 1: `added` stands only in side 2, `removed` only in side 1. */
export type Change = 'added' | 'removed' | 'changed';

export type AttributeName =
  'path' | 'description' | 'max-session-duration' | 'tag' | 'instance-profile' | 'group-membership';

export type DocumentSubject =
  'trust-policy' | 'inline-policy' | 'attached-policy' | 'permissions-boundary' | 'managed-policy';

/** Something beside policy documents differs. `key` tells which one where an entity has several (a tag's key). */
export interface AttributeFinding {
  readonly kind: 'attribute';
  readonly type: `${AttributeName}-${Change}`;
  readonly key: string | null;
  readonly side1: SideText | null;
  readonly side2: SideText | null;
}

/** A policy on one side: its name (for managed ones its ARN) and its document. */
export interface DocumentSide {
  readonly name: SideText;
  /** ARN of a managed policy. */
  readonly arn: SideText | null;
  /** As it was compared; null: not read, and a gap in the coverage says why. */
  readonly document: ParsedDocument | null;
  /** As it is in the account. */
  readonly rawDocument: ParsedDocument | null;
}

/** A row that one side has and the other lacks. */
export interface ItemDifference {
  readonly item: Item;
  /** The same row before substitution. */
  readonly raw: Item;
}

/** A policy stands on one side only, or says something else there. */
export interface DocumentFinding {
  readonly kind: 'document';
  readonly type: `${DocumentSubject}-${Change}`;
  readonly policyType: PolicyType;
  readonly side1: DocumentSide | null;
  readonly side2: DocumentSide | null;
  readonly onlyIn1: readonly ItemDifference[];
  readonly onlyIn2: readonly ItemDifference[];
  /** What rows can't show: "Version 2008-10-17 became 2012-10-17: policy variables are …". */
  readonly notes: readonly string[];
}

/** A document that could not be read on at least one side: nothing may be concluded from it. */
export interface UnreadableFinding {
  readonly kind: 'unreadable';
  readonly type: 'document-unreadable';
  readonly policyType: PolicyType;
  readonly side1: DocumentSide | null;
  readonly side2: DocumentSide | null;
  /** Why, per side; null where that side can be read. */
  readonly reason1: string | null;
  readonly reason2: string | null;
}

/** The same name in the same account, but another unique id: deleted and created anew. */
export interface RecreatedFinding {
  readonly kind: 'recreated';
  readonly type: 'entity-recreated';
  readonly id1: string;
  readonly id2: string;
}

/** Where a cross-reference stands. `name`: the entity itself is called so. */
export type CrossReferencePlace =
  'name' | 'path' | 'tag' | 'instance-profile' | 'group-membership' | 'inline-policy-name' | DocumentSubject;

/** Which part of a document's statement, or the document's own name or ARN. */
export type CrossReferencePart =
  'principal' | 'resource' | 'condition' | 'not-resource' | 'not-principal' | 'arn';

/**
 * One side names something of the other compared account where the other names its own: equal only after substitution.
 * It explains what other findings tell in pieces, or what nothing else tells (a name by which entities are paired).
 */
export interface CrossReferenceFinding {
  readonly kind: 'cross-reference';
  readonly type: 'cross-reference';
  /** Whose text names the other account. */
  readonly side: 1 | 2;
  /** `high` in trust policies, and in what `iam:PassRole` may pass. */
  readonly severity: 'high' | 'medium';
  readonly place: CrossReferencePlace;
  /** A tag's key, a policy's normalised name; null where the entity has only one such place. */
  readonly key: string | null;
  /** The same as it is on the side that names the other account. */
  readonly rawKey: string | null;
  readonly part: CrossReferencePart | null;
  readonly side1: SideText;
  readonly side2: SideText;
  /** What has the text, by its own name: `role bounded_qa`. */
  readonly owner: string;
  /** May it be passed to a service? */
  readonly passes: boolean;
}

/** The other side has nothing of that name. */
export interface PresenceFinding {
  readonly kind: 'presence';
  readonly type: 'only-in-1' | 'only-in-2';
}

export type Finding =
  | AttributeFinding
  | DocumentFinding
  | UnreadableFinding
  | RecreatedFinding
  | PresenceFinding
  | CrossReferenceFinding;
export type FindingType = Finding['type'];
