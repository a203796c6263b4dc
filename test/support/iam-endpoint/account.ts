import type { XmlRecord, XmlValue } from './xml.js';

/** A policy document: an object, or text that is served as it stands. */
export type Doc = object | string;

export interface Attached {
  readonly PolicyName: string;
  readonly PolicyArn: string;
}

export interface Inline {
  readonly PolicyName: string;
  readonly PolicyDocument: Doc;
}

interface Named {
  readonly Arn: string;
  readonly Path: string;
  readonly CreateDate: string;
  readonly AttachedManagedPolicies: readonly Attached[];
}

export interface RoleRecord extends Named {
  readonly RoleName: string;
  readonly RoleId: string;
  readonly AssumeRolePolicyDocument: Doc;
  readonly RolePolicyList: readonly Inline[];
  readonly PermissionsBoundary?: { readonly PermissionsBoundaryArn: string };
  readonly Tags: readonly { readonly Key: string; readonly Value: string }[];
  readonly InstanceProfileList: readonly { readonly InstanceProfileName: string }[];
  /** Of ListRoles and GetRole only. */
  readonly Description?: string;
  readonly MaxSessionDuration?: number;
}

export interface UserRecord extends Named {
  readonly UserName: string;
  readonly UserId: string;
  readonly UserPolicyList: readonly Inline[];
  readonly PermissionsBoundary?: { readonly PermissionsBoundaryArn: string };
  readonly GroupList: readonly string[];
  readonly Tags: readonly { readonly Key: string; readonly Value: string }[];
}

export interface GroupRecord extends Named {
  readonly GroupName: string;
  readonly GroupId: string;
  readonly GroupPolicyList: readonly Inline[];
}

export interface PolicyRecord {
  readonly PolicyName: string;
  readonly PolicyId: string;
  readonly Arn: string;
  readonly Path: string;
  readonly CreateDate: string;
  readonly DefaultVersionId: string;
  readonly PolicyVersionList: readonly {
    readonly VersionId: string;
    readonly IsDefaultVersion: boolean;
    readonly Document: Doc;
  }[];
}

/** An account as `aws iam get-account-authorization-details` prints it, and what other calls tell beside it. */
export interface ServedAccount {
  /** Twelve digits. */
  readonly id: string;
  readonly alias?: string;
  readonly details: {
    readonly RoleDetailList: readonly RoleRecord[];
    readonly UserDetailList: readonly UserRecord[];
    readonly GroupDetailList: readonly GroupRecord[];
    readonly Policies: readonly PolicyRecord[];
  };
  /** ARNs of policies that the account's details leave out, as IAM may do with boundaries. */
  readonly hiddenPolicies?: readonly string[];
}

/** Encoded as RFC 3986 has it, which is stricter than JavaScript. */
export function encodedDocument(document: Doc): string {
  if (typeof document === 'string') return document;
  return encodeURIComponent(JSON.stringify(document)).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** All that one kind of record has in common on the wire, without what is `undefined`. */
function record(fields: Readonly<Record<string, XmlValue | undefined>>): XmlRecord {
  return Object.fromEntries(
    Object.entries(fields).filter((entry): entry is [string, XmlValue] => entry[1] !== undefined),
  );
}

const inlineList = (list: readonly Inline[]): XmlValue =>
  list.map(({ PolicyName, PolicyDocument }) => ({
    PolicyName,
    PolicyDocument: encodedDocument(PolicyDocument),
  }));

const attachedList = (list: readonly Attached[]): XmlValue => list.map((one) => ({ ...one }));
const tagList = (tags: RoleRecord['Tags']): XmlValue => tags.map((tag) => ({ ...tag }));

const boundaryOf = ({ PermissionsBoundary }: RoleRecord | UserRecord): XmlValue | undefined =>
  PermissionsBoundary && { PermissionsBoundaryType: 'Policy', ...PermissionsBoundary };

const base = ({ Arn, Path, CreateDate }: Omit<Named, 'AttachedManagedPolicies'>): XmlRecord => ({
  Arn,
  Path,
  CreateDate,
});

/** A role as the account's details have it. */
export function roleDetail(role: RoleRecord): XmlRecord {
  return record({
    ...base(role),
    RoleName: role.RoleName,
    RoleId: role.RoleId,
    AssumeRolePolicyDocument: encodedDocument(role.AssumeRolePolicyDocument),
    RolePolicyList: inlineList(role.RolePolicyList),
    AttachedManagedPolicies: attachedList(role.AttachedManagedPolicies),
    PermissionsBoundary: boundaryOf(role),
    Tags: tagList(role.Tags),
    InstanceProfileList: role.InstanceProfileList.map((one) => ({ ...one })),
  });
}

/** A role as ListRoles has it: without boundary and tags. */
export function listedRole(role: RoleRecord): XmlRecord {
  return record({
    ...base(role),
    RoleName: role.RoleName,
    RoleId: role.RoleId,
    AssumeRolePolicyDocument: encodedDocument(role.AssumeRolePolicyDocument),
    Description: role.Description,
    MaxSessionDuration: role.MaxSessionDuration ?? 3600,
  });
}

export function wholeRole(role: RoleRecord): XmlRecord {
  return record({ ...listedRole(role), PermissionsBoundary: boundaryOf(role), Tags: tagList(role.Tags) });
}

export function userDetail(user: UserRecord): XmlRecord {
  return record({
    ...listedUser(user),
    UserPolicyList: inlineList(user.UserPolicyList),
    GroupList: user.GroupList,
    AttachedManagedPolicies: attachedList(user.AttachedManagedPolicies),
    PermissionsBoundary: boundaryOf(user),
    Tags: tagList(user.Tags),
  });
}

export function listedUser(user: UserRecord): XmlRecord {
  return { ...base(user), UserName: user.UserName, UserId: user.UserId };
}

export function wholeUser(user: UserRecord): XmlRecord {
  return record({ ...listedUser(user), PermissionsBoundary: boundaryOf(user), Tags: tagList(user.Tags) });
}

export function groupDetail(group: GroupRecord): XmlRecord {
  return {
    ...listedGroup(group),
    GroupPolicyList: inlineList(group.GroupPolicyList),
    AttachedManagedPolicies: attachedList(group.AttachedManagedPolicies),
  };
}

export function listedGroup(group: GroupRecord): XmlRecord {
  return { ...base(group), GroupName: group.GroupName, GroupId: group.GroupId };
}

export function policyDetail(policy: PolicyRecord): XmlRecord {
  return {
    ...listedPolicy(policy),
    PolicyVersionList: policy.PolicyVersionList.map((version) => ({
      VersionId: version.VersionId,
      IsDefaultVersion: version.IsDefaultVersion,
      Document: encodedDocument(version.Document),
    })),
  };
}

export function listedPolicy(policy: PolicyRecord): XmlRecord {
  return {
    ...base(policy),
    PolicyName: policy.PolicyName,
    PolicyId: policy.PolicyId,
    DefaultVersionId: policy.DefaultVersionId,
    IsAttachable: true,
  };
}
