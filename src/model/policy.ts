/**
 * The nouns of the IAM policy language, after parsing.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 *
 * Every list here is a set: order and repetition carry no meaning. Texts keep the author's spelling; what is
 * compared without case (actions, condition keys and operators) is folded only where it is compared.
 */

export type Effect = 'Allow' | 'Deny';

/** Policy variables are variables only in 2012-10-17; a document without a Version is a 2008-10-17 one. */
export type PolicyVersion = '2008-10-17' | '2012-10-17';

/** `Action`/`Resource` (negated: false) or `NotAction`/`NotResource` (negated: true), with their patterns. */
export interface PatternSet {
  readonly negated: boolean;
  readonly patterns: readonly string[];
}

/** One principal: `type` is `AWS`, `Service`, `Federated`, `CanonicalUser`, or a word we don't know. */
export interface Principal {
  readonly type: string;
  readonly value: string;
}

/** `Principal` (negated: false) or `NotPrincipal` (negated: true). */
export interface PrincipalSet {
  readonly negated: boolean;
  readonly principals: readonly Principal[];
}

/** One operator on one key: `{ operator: 'StringEquals', key: 'aws:RequestedRegion', values: ['eu-west-1'] }`. */
export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

export interface Statement {
  readonly effect: Effect;
  readonly action: PatternSet;
  /** null: a trust policy, whose statements name no resource. */
  readonly resource: PatternSet | null;
  /** null: an identity policy, whose principal is the identity that it is attached to. */
  readonly principal: PrincipalSet | null;
  readonly conditions: readonly Condition[];
}

export interface PolicyDocument {
  readonly kind: 'policy';
  readonly version: PolicyVersion;
  readonly statements: readonly Statement[];
}

/** A document that is there but can't be understood. Never the same as an absent or an empty one. */
export interface UnreadableDocument {
  readonly kind: 'unreadable';
  /** The text as it was found. */
  readonly raw: string;
  /** One clause for people: "not JSON: …", "statement 2: both Action and NotAction". */
  readonly reason: string;
}

export type ParsedDocument = PolicyDocument | UnreadableDocument;

/** How a document hangs on a role. */
export type PolicyType = 'trust' | 'inline' | 'managed' | 'boundary';
