import type {
  AttachedPolicy,
  Entity,
  Gap,
  Group,
  InlinePolicy,
  ManagedPolicy,
  Role,
  Tag,
  User,
} from '../model/snapshot.js';
import { sortedBy, sortedUnique } from '../model/text.js';
import { documentReader, readDocument } from './aws-document.js';
import type {
  GaadAttachedPolicy,
  GaadBoundary,
  GaadDetails,
  GaadGroup,
  GaadInlinePolicy,
  GaadPolicy,
  GaadPolicyVersion,
  GaadRole,
  GaadTag,
  GaadUser,
} from './aws-gaad-shape.js';
import { isoSecond } from './iso-second.js';

export type * from './aws-gaad-shape.js';

/** What the details of an account say, in our nouns. Roles have neither description nor session duration. */
export interface GaadEntities {
  readonly roles: readonly Role[];
  readonly users: readonly User[];
  readonly groups: readonly Group[];
  /** Customer managed policies, and AWS ones that are attached or used as a boundary. */
  readonly managedPolicies: readonly ManagedPolicy[];
  /** ARNs of all managed policies that are attached or used as a boundary. */
  readonly used: ReadonlySet<string>;
  /** Records that contradict each other or can't be identified. */
  readonly gaps: readonly Gap[];
}

export interface GaadContext {
  /** Partition of the account: `aws`, `aws-cn`, … */
  readonly partition: string;
  /** What gaps name as their origin: a call or a file. */
  readonly api?: string;
}

/** What the records of an account have in common is read once. */
interface Reader {
  readonly document: ReturnType<typeof documentReader>;
  /** By ARN: the same few policies are attached to everything. */
  readonly attached: Map<string, AttachedPolicy>;
  readonly boundaries: Set<string>;
}

type Kind = 'role' | 'user' | 'group' | 'policy';

/**
 * Maps account authorization details (as the SDK answers them, or as the AWS CLI prints them) to the model.
 * Documents may be objects, JSON text or URL-encoded JSON text. Never throws for an odd document: it becomes
 * `unreadable`. A record that comes twice (a repeated page) counts once; if the two differ, it is a gap.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
 */
export function entitiesFromGaad(details: GaadDetails, context: GaadContext): GaadEntities {
  const collector = new Collector(context);
  const read: Reader = {
    document: documentReader(context),
    attached: new Map<string, AttachedPolicy>(),
    boundaries: new Set<string>(),
  };
  const roles = collector.entities('role', details.RoleDetailList, (role) => readRole(role, read));
  const users = collector.entities('user', details.UserDetailList, (user) => readUser(user, read));
  const groups = collector.entities('group', details.GroupDetailList, (group) => readGroup(group, read));
  // Accounts answer with AWS's own policies by the hundred: only those in use are read.
  // What is in use was seen on the way, if no record was left out.
  const used =
    collector.gaps.length === 0
      ? new Set([...read.attached.keys(), ...read.boundaries])
      : referencedPolicies({ roles, users, groups });
  const kept = details.Policies?.filter(({ Arn: arn = '' }) => used.has(arn) || !isAwsManaged(arn));
  // Each has a document of its own.
  const policies = collector.entities('policy', kept, (policy) => managedPolicyFromGaad(policy, context));
  return {
    roles,
    users,
    groups,
    managedPolicies: sortedBy(policies, arnOf),
    used,
    gaps: collector.gaps,
  };
}

/**
 * ARNs of managed policies that something is attached to or bounded by, or that are customer managed, and whose
 * document isn't there: each is a gap `policy-document:<arn>` unless it is fetched. Sorted.
 */
export function missingDocuments({
  managedPolicies,
  used,
}: Pick<GaadEntities, 'managedPolicies' | 'used'>): string[] {
  const read = new Set(managedPolicies.filter(({ document }) => document !== undefined).map(arnOf));
  const missing = [...used].filter((arn) => !read.has(arn));
  for (const { arn } of managedPolicies) if (!read.has(arn)) missing.push(arn);
  return sortedUnique(missing);
}

/** ARNs of all managed policies that are attached or used as a boundary. */
export function referencedPolicies(
  entities: Pick<GaadEntities, 'roles' | 'users' | 'groups'>,
): ReadonlySet<string> {
  const arns = new Set<string>();
  for (const holders of [entities.roles, entities.users, entities.groups]) {
    for (const { attachedPolicies } of holders) for (const { arn } of attachedPolicies) arns.add(arn);
  }
  for (const bounded of [entities.roles, entities.users]) {
    for (const { permissionsBoundary: arn } of bounded) if (arn !== null) arns.add(arn);
  }
  return arns;
}

/** Managed by AWS: its ARN has `aws` where an account id would be. */
export function isAwsManaged(arn: string): boolean {
  return arn.split(':')[4] === 'aws';
}

/** Reads lists of records, once each, and keeps what doesn't fit as gaps. */
class Collector {
  readonly gaps: Gap[] = [];

  constructor(private readonly context: GaadContext) {}

  entities<Raw extends { readonly Arn?: string | undefined }, T extends Entity>(
    kind: Kind,
    records: readonly Raw[] | undefined,
    read: (record: Raw) => T,
  ): T[] {
    const byArn = new Map<string, T>();
    for (const record of records ?? []) {
      const entity = read(record);
      if (entity.arn === '') {
        this.gap(`${kind}:${entity.name}`, 'a record without an ARN');
        continue;
      }
      const earlier = byArn.get(entity.arn);
      if (earlier && JSON.stringify(earlier) !== JSON.stringify(entity)) {
        const subject = `${kind}:${kind === 'policy' ? entity.arn : entity.name}`;
        this.gap(subject, 'listed twice with different contents: it changed while it was read');
      }
      byArn.set(entity.arn, entity);
    }
    // The ARN decides between entities of one name, so that the order is total.
    return sortedBy(byArn.values(), nameOf, arnOf);
  }

  private gap(subject: string, reason: string): void {
    this.gaps.push({ subject, api: this.context.api ?? 'iam:GetAccountAuthorizationDetails', reason });
  }
}

// Each entity is written out field by field: a copy of what they have in common would be one more object for each.

function readRole(role: GaadRole, read: Reader): Role {
  const arn = role.Arn ?? '';
  return {
    name: role.RoleName ?? afterPath(arn),
    path: role.Path ?? pathOf(arn),
    arn,
    id: role.RoleId ?? '',
    createDate: isoSecond(role.CreateDate),
    trustPolicy: read.document(role.AssumeRolePolicyDocument),
    inlinePolicies: readInline(role.RolePolicyList, read),
    attachedPolicies: readAttached(role.AttachedManagedPolicies, read),
    permissionsBoundary: readBoundary(role.PermissionsBoundary, read),
    tags: readTags(role.Tags),
    instanceProfiles: readInstanceProfiles(role.InstanceProfileList),
  };
}

function readUser(user: GaadUser, read: Reader): User {
  const arn = user.Arn ?? '';
  return {
    name: user.UserName ?? afterPath(arn),
    path: user.Path ?? pathOf(arn),
    arn,
    id: user.UserId ?? '',
    createDate: isoSecond(user.CreateDate),
    inlinePolicies: readInline(user.UserPolicyList, read),
    attachedPolicies: readAttached(user.AttachedManagedPolicies, read),
    permissionsBoundary: readBoundary(user.PermissionsBoundary, read),
    groups: sortedUnique(user.GroupList ?? []),
    tags: readTags(user.Tags),
  };
}

function readGroup(group: GaadGroup, read: Reader): Group {
  const arn = group.Arn ?? '';
  return {
    name: group.GroupName ?? afterPath(arn),
    path: group.Path ?? pathOf(arn),
    arn,
    id: group.GroupId ?? '',
    createDate: isoSecond(group.CreateDate),
    inlinePolicies: readInline(group.GroupPolicyList, read),
    attachedPolicies: readAttached(group.AttachedManagedPolicies, read),
  };
}

/** One managed policy with the document of its default version, if that is there. */
export function managedPolicyFromGaad(policy: GaadPolicy, context: GaadContext): ManagedPolicy {
  const arn = policy.Arn ?? '';
  const entity: Entity = {
    name: policy.PolicyName ?? afterPath(arn),
    path: policy.Path ?? pathOf(arn),
    arn,
    id: policy.PolicyId ?? '',
    createDate: isoSecond(policy.CreateDate),
  };
  const version = defaultVersion(policy);
  return version?.Document === undefined
    ? entity
    : { ...entity, document: readDocument(version.Document, context) };
}

/** Only the default version of a managed policy is in force. */
function defaultVersion(policy: GaadPolicy): GaadPolicyVersion | undefined {
  const versions = policy.PolicyVersionList ?? [];
  const named = versions.find(({ VersionId: id }) => id !== undefined && id === policy.DefaultVersionId);
  return named ?? versions.find(({ IsDefaultVersion: isDefault }) => isDefault === true);
}

function afterPath(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

/** `arn:aws:iam::123456789012:role/team/app` lies in `/team/`. */
function pathOf(arn: string): string {
  const first = arn.indexOf('/');
  return first === -1 ? '/' : arn.slice(first, arn.lastIndexOf('/') + 1);
}

function readInline(list: readonly GaadInlinePolicy[] | undefined, read: Reader): readonly InlinePolicy[] {
  if (!list || list.length === 0) return NONE;
  const policies = list.map((policy) => ({
    name: policy.PolicyName ?? '',
    document: read.document(policy.PolicyDocument),
  }));
  return policies.length === 1 ? policies : sortedBy(policies, nameOf, JSON.stringify);
}

function readAttached(
  list: readonly GaadAttachedPolicy[] | undefined,
  { attached }: Reader,
): readonly AttachedPolicy[] {
  if (!list || list.length === 0) return NONE;
  const policies = list.map((policy) => {
    const arn = policy.PolicyArn ?? '';
    const name = policy.PolicyName ?? afterPath(arn);
    const known = attached.get(arn);
    if (known?.name === name) return known;
    const read = { name, arn };
    if (!known) attached.set(arn, read);
    return read;
  });
  return policies.length === 1 ? policies : sortedBy(policies, nameOf, arnOf);
}

const NONE: readonly never[] = [];

function readInstanceProfiles(list: GaadRole['InstanceProfileList']): readonly string[] {
  if (!list || list.length === 0) return NONE;
  return sortedUnique(list.flatMap(({ InstanceProfileName: name }) => (name ? [name] : [])));
}

function readBoundary(boundary: GaadBoundary | undefined, { boundaries }: Reader): string | null {
  const arn = boundary?.PermissionsBoundaryArn ?? null;
  if (arn !== null) boundaries.add(arn);
  return arn;
}

function readTags(tags: readonly GaadTag[] | undefined): readonly Tag[] {
  if (!tags || tags.length === 0) return NONE;
  const read = tags.map(({ Key: key = '', Value: value = '' }) => ({ key, value }));
  return read.length === 1 ? read : sortedBy(read, keyOf, valueOf);
}

const nameOf = ({ name }: { readonly name: string }): string => name;
const arnOf = ({ arn }: { readonly arn: string }): string => arn;
const keyOf = ({ key }: { readonly key: string }): string => key;
const valueOf = ({ value }: { readonly value: string }): string => value;
