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

export type * from './aws-gaad-shape.js';

/** What the details of an account say, in our nouns. Roles have neither description nor session duration. */
export interface GaadEntities {
  readonly roles: readonly Role[];
  readonly users: readonly User[];
  readonly groups: readonly Group[];
  /** Customer managed policies, and AWS ones that are attached or used as a boundary. */
  readonly managedPolicies: readonly ManagedPolicy[];
  /** Records that contradict each other or can't be identified. */
  readonly gaps: readonly Gap[];
}

export interface GaadContext {
  /** Partition of the account: `aws`, `aws-cn`, … */
  readonly partition: string;
  /** What gaps name as their origin: a call or a file. */
  readonly api?: string;
}

type DocumentReader = ReturnType<typeof documentReader>;
type Kind = 'role' | 'user' | 'group' | 'policy';

/**
 * Maps account authorization details (as the SDK answers them, or as the AWS CLI prints them) to the model.
 * Documents may be objects, JSON text or URL-encoded JSON text. Never throws for an odd document: it becomes
 * `unreadable`. A record that comes twice (a repeated page) counts once; if the two differ, it is a gap.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
 */
export function entitiesFromGaad(details: GaadDetails, context: GaadContext): GaadEntities {
  const collector = new Collector(context);
  const read = documentReader(context);
  const roles = collector.entities('role', details.RoleDetailList, (role) => readRole(role, read));
  const users = collector.entities('user', details.UserDetailList, (user) => readUser(user, read));
  const groups = collector.entities('group', details.GroupDetailList, (group) => readGroup(group, read));
  // Accounts answer with AWS's own policies by the hundred: only those in use are read.
  const used = referencedPolicies({ roles, users, groups });
  const kept = details.Policies?.filter(({ Arn: arn = '' }) => used.has(arn) || !isAwsManaged(arn));
  // Each has a document of its own.
  const policies = collector.entities('policy', kept, (policy) => managedPolicyFromGaad(policy, context));
  return {
    roles,
    users,
    groups,
    managedPolicies: sortedBy(policies, arnOf),
    gaps: collector.gaps,
  };
}

/**
 * ARNs of managed policies that something is attached to or bounded by, or that are customer managed, and whose
 * document isn't there: each is a gap `policy-document:<arn>` unless it is fetched. Sorted.
 */
export function missingDocuments(entities: Omit<GaadEntities, 'gaps'>): string[] {
  const read = new Set(
    entities.managedPolicies.filter(({ document }) => document !== undefined).map(({ arn }) => arn),
  );
  const missing = [...referencedPolicies(entities)].filter((arn) => !read.has(arn));
  for (const { arn } of entities.managedPolicies) if (!read.has(arn)) missing.push(arn);
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

/** ISO 8601 in UTC to the second; null for what is no date. A text without a zone is in UTC. */
export function isoSecond(date: Date | string | undefined): string | null {
  if (date === undefined) return null;
  if (typeof date === 'string' && UTC_SECOND.test(date) && isDay(date.slice(0, 10))) {
    return `${date.slice(0, 19)}Z`;
  }
  const text = date instanceof Date ? date : /[T ].*(Z|[+-]\d\d:?\d\d)$/i.test(date) ? date : `${date}Z`;
  const moment = new Date(text);
  return Number.isNaN(moment.getTime()) ? null : `${moment.toISOString().slice(0, 19)}Z`;
}

/** As AWS and the AWS CLI write a moment. */
const UTC_SECOND = /^\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:Z|\+00:00)$/;

/** Is there such a day? Many entities are made on the same one, and a `Date` takes its time. */
function isDay(day: string): boolean {
  let known = knownDays.get(day);
  if (known === undefined) {
    const moment = new Date(`${day}T00:00:00Z`);
    known = !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(day);
    knownDays.set(day, known);
  }
  return known;
}

const knownDays = new Map<string, boolean>();

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

function readRole(role: GaadRole, read: DocumentReader): Role {
  return {
    ...readEntity(role, role.RoleName, role.RoleId),
    trustPolicy: read(role.AssumeRolePolicyDocument),
    inlinePolicies: readInline(role.RolePolicyList, read),
    attachedPolicies: readAttached(role.AttachedManagedPolicies),
    permissionsBoundary: readBoundary(role.PermissionsBoundary),
    tags: readTags(role.Tags),
    instanceProfiles: readInstanceProfiles(role.InstanceProfileList),
  };
}

function readUser(user: GaadUser, read: DocumentReader): User {
  return {
    ...readEntity(user, user.UserName, user.UserId),
    inlinePolicies: readInline(user.UserPolicyList, read),
    attachedPolicies: readAttached(user.AttachedManagedPolicies),
    permissionsBoundary: readBoundary(user.PermissionsBoundary),
    groups: sortedUnique(user.GroupList ?? []),
    tags: readTags(user.Tags),
  };
}

function readGroup(group: GaadGroup, read: DocumentReader): Group {
  return {
    ...readEntity(group, group.GroupName, group.GroupId),
    inlinePolicies: readInline(group.GroupPolicyList, read),
    attachedPolicies: readAttached(group.AttachedManagedPolicies),
  };
}

/** One managed policy with the document of its default version, if that is there. */
export function managedPolicyFromGaad(policy: GaadPolicy, context: GaadContext): ManagedPolicy {
  const entity = readEntity(policy, policy.PolicyName, policy.PolicyId);
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

interface EntityRecord {
  readonly Arn?: string | undefined;
  readonly Path?: string | undefined;
  readonly CreateDate?: Date | string | undefined;
}

function readEntity(record: EntityRecord, name: string | undefined, id: string | undefined): Entity {
  const arn = record.Arn ?? '';
  return {
    name: name ?? arn.slice(arn.lastIndexOf('/') + 1),
    path: record.Path ?? pathOf(arn),
    arn,
    id: id ?? '',
    createDate: isoSecond(record.CreateDate),
  };
}

/** `arn:aws:iam::123456789012:role/team/app` lies in `/team/`. */
function pathOf(arn: string): string {
  const first = arn.indexOf('/');
  return first === -1 ? '/' : arn.slice(first, arn.lastIndexOf('/') + 1);
}

function readInline(
  list: readonly GaadInlinePolicy[] | undefined,
  read: DocumentReader,
): readonly InlinePolicy[] {
  if (!list || list.length === 0) return NONE;
  const policies = list.map((policy) => ({
    name: policy.PolicyName ?? '',
    document: read(policy.PolicyDocument),
  }));
  return sortedBy(policies, nameOf);
}

function readAttached(list: readonly GaadAttachedPolicy[] | undefined): readonly AttachedPolicy[] {
  if (!list || list.length === 0) return NONE;
  const attached = list.map(({ PolicyArn: arn = '', PolicyName: name }) => ({
    name: name ?? arn.slice(arn.lastIndexOf('/') + 1),
    arn,
  }));
  return sortedBy(attached, nameOf, arnOf);
}

const NONE: readonly never[] = [];

function readInstanceProfiles(list: GaadRole['InstanceProfileList']): readonly string[] {
  if (!list || list.length === 0) return NONE;
  return sortedUnique(list.flatMap(({ InstanceProfileName: name }) => (name ? [name] : [])));
}

function readBoundary(boundary: GaadBoundary | undefined): string | null {
  return boundary?.PermissionsBoundaryArn ?? null;
}

function readTags(tags: readonly GaadTag[] | undefined): readonly Tag[] {
  if (!tags || tags.length === 0) return NONE;
  const read = tags.map(({ Key: key = '', Value: value = '' }) => ({ key, value }));
  return sortedBy(read, keyOf);
}

const nameOf = ({ name }: { readonly name: string }): string => name;
const arnOf = ({ arn }: { readonly arn: string }): string => arn;
const keyOf = ({ key }: { readonly key: string }): string => key;
