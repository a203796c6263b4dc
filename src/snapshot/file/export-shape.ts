import { z } from 'zod';
import { isRecord } from '../../model/json.js';
import { readShape } from '../shape-error.js';
import { EXPORT_LISTS } from './export-lists.js';

/**
 * What `aws iam get-account-authorization-details` prints, and what programs dump that call the API: as far as we
 * read it. Fields that we don't know are let by; those that we use must be right.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
 */

const attached = z.object({ PolicyArn: z.string().min(1), PolicyName: z.string().optional() });

const common = {
  Arn: z.string().min(1),
  Path: z.string().optional(),
  CreateDate: z.string().optional(),
};

const holder = {
  ...common,
  AttachedManagedPolicies: z.array(attached).optional(),
};

const inlinePolicies = z.array(z.object({ PolicyName: z.string(), PolicyDocument: z.unknown() })).optional();
const boundary = z.object({ PermissionsBoundaryArn: z.string().min(1) }).optional();
const tags = z.array(z.object({ Key: z.string(), Value: z.string() })).optional();

const role = z.object({
  ...holder,
  RoleName: z.string().min(1),
  RoleId: z.string().optional(),
  AssumeRolePolicyDocument: z.unknown(),
  RolePolicyList: inlinePolicies,
  PermissionsBoundary: boundary,
  Tags: tags,
  InstanceProfileList: z.array(z.object({ InstanceProfileName: z.string() })).optional(),
  // Not of this call: of ListRoles, where someone has merged the two.
  Description: z.string().optional(),
  MaxSessionDuration: z.int().optional(),
});

const user = z.object({
  ...holder,
  UserName: z.string().min(1),
  UserId: z.string().optional(),
  UserPolicyList: inlinePolicies,
  PermissionsBoundary: boundary,
  GroupList: z.array(z.string()).optional(),
  Tags: tags,
});

const group = z.object({
  ...holder,
  GroupName: z.string().min(1),
  GroupId: z.string().optional(),
  GroupPolicyList: inlinePolicies,
});

const policy = z.object({
  ...common,
  PolicyName: z.string().min(1),
  PolicyId: z.string().optional(),
  DefaultVersionId: z.string().optional(),
  AttachmentCount: z.int().optional(),
  PolicyVersionList: z
    .array(
      z.object({
        VersionId: z.string().optional(),
        IsDefaultVersion: z.boolean().optional(),
        Document: z.unknown(),
      }),
    )
    .optional(),
});

const exportShape = z.object({
  RoleDetailList: z.array(role).optional(),
  UserDetailList: z.array(user).optional(),
  GroupDetailList: z.array(group).optional(),
  Policies: z.array(policy).optional(),
});

export type AccountExport = z.infer<typeof exportShape>;

/**
 * An export whatever its dialect, checked field by field. Throws UserError for the first thing that doesn't fit.
 * `where` is the file, for messages.
 */
export function checkedExport(value: Readonly<Record<string, unknown>>, where: string): AccountExport {
  return readShape(exportShape, withoutDialects(value), where);
}

/**
 * The lists of an export in AWS's own way of writing, whoever wrote them: fields that are null are left out (Go and
 * Java dump absent ones so), one attached policy is a list of one (so the AWS CLI's own example of this call), and
 * dates have a `T` where Python writes a space. Checks nothing: that is `exportShape`'s.
 */
function withoutDialects(value: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const lists = Object.keys(EXPORT_LISTS).map((name) => [name, value[name] ?? undefined] as const);
  return Object.fromEntries(
    lists.map(([name, list]) => [name, Array.isArray(list) ? list.map(entityWithoutDialects) : list]),
  );
}

function entityWithoutDialects(entity: unknown): unknown {
  if (!isRecord(entity)) return entity;
  const { AttachedManagedPolicies: attached, CreateDate: created } = entity;
  const hasSpace = typeof created === 'string' && created.includes(' ');
  const isPlain = Array.isArray(attached) && !hasSpace && !Object.values(entity).includes(null);
  if (isPlain) return entity;
  const plain: Record<string, unknown> = { ...entity };
  if (isRecord(attached)) plain.AttachedManagedPolicies = [attached];
  if (typeof created === 'string') plain.CreateDate = created.replace(/^(\d{4}-\d\d-\d\d) /, '$1T');
  for (const [field, content] of Object.entries(plain)) if (content === null) plain[field] = undefined;
  return plain;
}
