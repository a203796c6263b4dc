import { entitiesFromGaad } from '../../src/snapshot/gaad.js';
import { sortedSnapshot } from '../../src/snapshot/snapshot-order.js';
import type { Snapshot } from '../../src/model/snapshot.js';

/** A policy document as people write it; cases change it in place. */
export interface Doc {
  Version?: string;
  Id?: string;
  Statement: Statement[];
}

export type Statement = Record<string, unknown>;

export interface Tag {
  Key: string;
  Value: string;
}

export interface Attached {
  PolicyName: string;
  PolicyArn: string;
}

export interface Inline {
  PolicyName: string;
  /** An object, or text as an endpoint answers it. */
  PolicyDocument: Doc | string;
}

export interface RoleRecord {
  RoleName: string;
  RoleId: string;
  Path: string;
  Arn: string;
  CreateDate: string;
  RoleLastUsed?: { LastUsedDate: string };
  AssumeRolePolicyDocument: Doc | string;
  RolePolicyList: Inline[];
  AttachedManagedPolicies: Attached[];
  PermissionsBoundary?: { PermissionsBoundaryArn: string };
  Tags: Tag[];
  InstanceProfileList: { InstanceProfileName: string }[];
}

export interface UserRecord {
  UserName: string;
  UserId: string;
  Path: string;
  Arn: string;
  UserPolicyList: Inline[];
  AttachedManagedPolicies: Attached[];
  PermissionsBoundary?: { PermissionsBoundaryArn: string };
  GroupList: string[];
  Tags: Tag[];
}

export interface GroupRecord {
  GroupName: string;
  GroupId: string;
  Path: string;
  Arn: string;
  GroupPolicyList: Inline[];
  AttachedManagedPolicies: Attached[];
}

export interface PolicyRecord {
  PolicyName: string;
  PolicyId: string;
  Path: string;
  Arn: string;
  DefaultVersionId: string;
  AttachmentCount?: number;
  PolicyVersionList: { VersionId: string; IsDefaultVersion: boolean; Document: Doc | string }[];
}

/** What `get-account-authorization-details` prints, and beside it what only other calls tell. */
export interface Account {
  id: string;
  partition: string;
  details: {
    RoleDetailList: RoleRecord[];
    UserDetailList: UserRecord[];
    GroupDetailList: GroupRecord[];
    Policies: PolicyRecord[];
  };
  /** By role name. */
  roleExtras: Record<string, { description: string | null; maxSessionDuration: number }>;
  /** By policy name. */
  policyExtras: Record<string, { description: string | null; tags: { key: string; value: string }[] }>;
}

/** The account as the snapshotters hand it on. */
export function snapshotOf(account: Account): Snapshot {
  const { roles, users, groups, managedPolicies, gaps } = entitiesFromGaad(account.details, {
    partition: account.partition,
  });
  return sortedSnapshot({
    account: { id: account.id, partition: account.partition },
    roles: roles.map((role) => ({ ...role, ...account.roleExtras[role.name] })),
    managedPolicies: managedPolicies.map((policy) => ({ ...policy, ...account.policyExtras[policy.name] })),
    users,
    groups,
    coverage: { calls: [], gaps, notRecorded: [] },
  });
}

/** The role whose name begins with `prefix`. */
export function role(account: Account, prefix: string): RoleRecord {
  return found(
    account.details.RoleDetailList.find(({ RoleName: name }) => name.startsWith(prefix)),
    prefix,
  );
}

export function policy(account: Account, prefix: string): PolicyRecord {
  return found(
    account.details.Policies.find(({ PolicyName: name }) => name.startsWith(prefix)),
    prefix,
  );
}

export function user(account: Account): UserRecord {
  return found(account.details.UserDetailList[0], 'user');
}

export function group(account: Account): GroupRecord {
  return found(account.details.GroupDetailList[0], 'group');
}

/** The trust policy of a role. */
export function trust(account: Account, prefix: string): Doc {
  return asDoc(role(account, prefix).AssumeRolePolicyDocument);
}

/** The first inline policy of a role. */
export function inline(account: Account, prefix: string): Doc {
  return asDoc(found(role(account, prefix).RolePolicyList[0], prefix).PolicyDocument);
}

/** The default version of a managed policy. */
export function managed(account: Account, prefix: string): Doc {
  return asDoc(found(policy(account, prefix).PolicyVersionList[0], prefix).Document);
}

export function statement(doc: Doc, index = 0): Statement {
  return found(doc.Statement[index], `statement ${index}`);
}

function asDoc(document: Doc | string): Doc {
  if (typeof document === 'string') throw new Error('the base account holds documents as objects');
  return document;
}

export function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`the base account has no ${what}`);
  return value;
}
