import { isRecord } from '../../model/json.js';
import type { AccountExport } from './export-shape.js';

/**
 * Is it an export of the right shape in AWS's own way of writing, as nearly all are? A quick look that makes nothing
 * and explains nothing: what it refuses is for `checkedExport` to read, or to say what is wrong with it.
 */
export function isPlainExport(value: Readonly<Record<string, unknown>>): value is AccountExport {
  return (
    isListOf(value.RoleDetailList, isRole) &&
    isListOf(value.UserDetailList, isUser) &&
    isListOf(value.GroupDetailList, isGroup) &&
    isListOf(value.Policies, isPolicy)
  );
}

type Fields = Readonly<Record<string, unknown>>;

function isRole(role: Fields): boolean {
  return (
    isText(role.RoleName) &&
    isHolder(role) &&
    isTextOrAbsent(role.RoleId) &&
    role.AssumeRolePolicyDocument !== undefined &&
    isListOf(role.RolePolicyList, isInlinePolicy) &&
    isBoundary(role.PermissionsBoundary) &&
    isListOf(role.Tags, isTag) &&
    isListOf(role.InstanceProfileList, isInstanceProfile) &&
    isTextOrAbsent(role.Description) &&
    isIntegerOrAbsent(role.MaxSessionDuration)
  );
}

function isUser(user: Fields): boolean {
  return (
    isText(user.UserName) &&
    isHolder(user) &&
    isTextOrAbsent(user.UserId) &&
    isListOf(user.UserPolicyList, isInlinePolicy) &&
    isBoundary(user.PermissionsBoundary) &&
    isTextsOrAbsent(user.GroupList) &&
    isListOf(user.Tags, isTag)
  );
}

function isGroup(group: Fields): boolean {
  return (
    isText(group.GroupName) &&
    isHolder(group) &&
    isTextOrAbsent(group.GroupId) &&
    isListOf(group.GroupPolicyList, isInlinePolicy)
  );
}

function isPolicy(policy: Fields): boolean {
  return (
    isText(policy.PolicyName) &&
    isEntity(policy) &&
    isTextOrAbsent(policy.PolicyId) &&
    isTextOrAbsent(policy.DefaultVersionId) &&
    isIntegerOrAbsent(policy.AttachmentCount) &&
    isListOf(policy.PolicyVersionList, isPolicyVersion)
  );
}

function isHolder(entity: Fields): boolean {
  return isEntity(entity) && isListOf(entity.AttachedManagedPolicies, isAttachedPolicy);
}

/** Python's dates have a space in them where AWS's have a `T`. */
function isEntity({ Arn: arn, Path: path, CreateDate: created }: Fields): boolean {
  return isText(arn) && isTextOrAbsent(path) && isTextOrAbsent(created) && !created?.includes(' ');
}

function isInlinePolicy({ PolicyName: name, PolicyDocument: document }: Fields): boolean {
  return typeof name === 'string' && document !== undefined;
}

function isAttachedPolicy({ PolicyArn: arn, PolicyName: name }: Fields): boolean {
  return isText(arn) && isTextOrAbsent(name);
}

function isInstanceProfile({ InstanceProfileName: name }: Fields): boolean {
  return typeof name === 'string';
}

function isPolicyVersion({
  VersionId: id,
  IsDefaultVersion: isDefault,
  Document: document,
}: Fields): boolean {
  return (
    isTextOrAbsent(id) &&
    (isDefault === undefined || typeof isDefault === 'boolean') &&
    document !== undefined
  );
}

function isTag({ Key: key, Value: value }: Fields): boolean {
  return typeof key === 'string' && typeof value === 'string';
}

function isBoundary(boundary: unknown): boolean {
  return boundary === undefined || (isRecord(boundary) && isText(boundary.PermissionsBoundaryArn));
}

/** A list of objects that pass, or none. */
function isListOf(list: unknown, passes: (item: Fields) => boolean): boolean {
  if (list === undefined) return true;
  if (!Array.isArray(list)) return false;
  for (const item of list as readonly unknown[]) if (!isRecord(item) || !passes(item)) return false;
  return true;
}

function isTextsOrAbsent(list: unknown): boolean {
  return list === undefined || (Array.isArray(list) && list.every((text) => typeof text === 'string'));
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function isTextOrAbsent(value: unknown): value is string | undefined {
  return value === undefined || typeof value === 'string';
}

function isIntegerOrAbsent(value: unknown): boolean {
  return value === undefined || Number.isSafeInteger(value);
}
