import type { PolicyDocument } from './policy.js';
import type { Group, ManagedPolicy, Role, Snapshot, User } from './snapshot.js';

/**
 * An entity as it is, and in the same shape with known differences replaced by placeholders. Lists inside have the
 * same order in both: an index pairs a normalised element with its raw one.
 */
export interface Normalised<T> {
  readonly raw: T;
  readonly value: T;
}

/** An entity, with the name by which it is paired: the value's, to be had before the value is made. */
export interface NormalisedEntity<T> extends Normalised<T> {
  readonly name: string;
}

/** A snapshot after the equivalency layer. Lists are sorted by normalised name. */
export interface NormalisedSnapshot {
  readonly raw: Snapshot;
  /** The account's id as normalised documents name it: `<accountid>`. */
  readonly accountId: string;
  readonly roles: readonly NormalisedEntity<Role>[];
  readonly managedPolicies: readonly NormalisedEntity<ManagedPolicy>[];
  readonly users: readonly NormalisedEntity<User>[];
  readonly groups: readonly NormalisedEntity<Group>[];
  /** Account ids that stand for something here, as they are → as normalised documents name them. */
  readonly accountIds: ReadonlyMap<string, string>;
  /** Partitions that stand for something here, as `accountIds`; empty: partitions are compared as they are. */
  readonly partitions: ReadonlyMap<string, string>;
  /**
   * Placeholder → the values that it stands for here, as the list writes them. Patterns and suffixes of IAM Identity
   * Center are left out: what they match is not known before.
   */
  readonly values: ReadonlyMap<string, readonly string[]>;
  /**
   * Placeholders of values that are at home in another account → the one of such values that are at home here:
   * `accountname-other` → `accountname`.
   */
  readonly bases: ReadonlyMap<string, string>;
  /**
   * Names by which entities and inline policies are paired, and which have a value of another account in them: as
   * they are → with the placeholder that says so. QA's `ci_dev` is `ci_<accountname>` when it is paired, and
   * `ci_<accountname-other>` here. Those of inline policies are known once the value of their entity was made.
   */
  readonly foreignNames: ReadonlyMap<string, string>;
  /** Subjects of the coverage's gaps, with names as the entities have them now: `role:app_<accountname>`. */
  readonly gapSubjects: ReadonlySet<string>;
  /**
   * What stood in a document before substitution: by document, normalised text → raw text. Known once the value of the
   * entity was made that the document came from.
   */
  readonly rawTexts: ReadonlyMap<PolicyDocument, ReadonlyMap<string, string>>;
}
