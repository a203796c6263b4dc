import type { ParsedDocument } from './policy.js';

/**
 * One account at one moment. Lists are sorted by `compareText` of their names (ARNs for managed policies).
 *
 * A field that is `undefined` was not learned; `coverage` says whether this kind of source never records it
 * (`notRecorded`: neither equal nor different) or whether reading failed (`gaps`: nothing may be concluded).
 * `null` means: read, and there is none.
 */
export interface Snapshot {
  readonly account: Account;
  readonly roles: readonly Role[];
  /** Customer managed policies, and AWS managed ones that are attached or used as a boundary. */
  readonly managedPolicies: readonly ManagedPolicy[];
  readonly users: readonly User[];
  readonly groups: readonly Group[];
  readonly coverage: Coverage;
}

export interface Account {
  /** Twelve digits. */
  readonly id: string;
  readonly alias?: string | null;
  /** `aws`, `aws-cn`, `aws-us-gov`, … */
  readonly partition: string;
}

export interface Tag {
  readonly key: string;
  readonly value: string;
}

export interface InlinePolicy {
  readonly name: string;
  readonly document: ParsedDocument;
}

export interface AttachedPolicy {
  readonly name: string;
  readonly arn: string;
}

/** What every IAM entity has. `id` is the unique id (`AROA…`), `createDate` ISO 8601 in UTC to the second. */
export interface Entity {
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  readonly id: string;
  readonly createDate: string | null;
}

/** A name of an instance profile that holds the role. */
export type InstanceProfileName = string;

export interface Role extends Entity {
  readonly description?: string | null;
  /** Seconds, 3600 to 43200. */
  readonly maxSessionDuration?: number;
  readonly trustPolicy: ParsedDocument;
  readonly inlinePolicies: readonly InlinePolicy[];
  readonly attachedPolicies: readonly AttachedPolicy[];
  /** ARN of the managed policy that bounds the role. */
  readonly permissionsBoundary: string | null;
  readonly tags: readonly Tag[];
  readonly instanceProfiles: readonly InstanceProfileName[];
}

export interface ManagedPolicy extends Entity {
  readonly description?: string | null;
  /** The default version's document; `undefined`: not read (a gap says why). */
  readonly document?: ParsedDocument;
  readonly tags?: readonly Tag[];
}

export interface User extends Entity {
  readonly inlinePolicies: readonly InlinePolicy[];
  readonly attachedPolicies: readonly AttachedPolicy[];
  readonly permissionsBoundary: string | null;
  readonly groups: readonly string[];
  readonly tags: readonly Tag[];
}

export interface Group extends Entity {
  readonly inlinePolicies: readonly InlinePolicy[];
  readonly attachedPolicies: readonly AttachedPolicy[];
}

/**
 * What was read and what was not.
 * `subject` of a gap is what can't be trusted: `roles`, `role.description`, `role.maxSessionDuration`,
 * `policy-document:<arn>`, `role:<name>`, `account.alias`, …
 */
export interface Coverage {
  /** Every API call that was made, with how often; empty for files. Sorted by api. */
  readonly calls: readonly ApiCallCount[];
  readonly gaps: readonly Gap[];
  /** Fields that this kind of source never records. Sorted. */
  readonly notRecorded: readonly RecordableField[];
}

export interface ApiCallCount {
  /** `iam:GetAccountAuthorizationDetails` */
  readonly api: string;
  readonly count: number;
}

export interface Gap {
  readonly subject: string;
  /** The call or file that failed to give it: `iam:ListRoles`, `dev.json`. */
  readonly api: string;
  /** One clause: "denied: …", "not in the export". */
  readonly reason: string;
}

export type RecordableField =
  'account.alias' | 'role.description' | 'role.maxSessionDuration' | 'policy.description' | 'policy.tags';
