import type { NormalisedEntity, NormalisedSnapshot } from '../model/normalised.js';
import type { PolicyDocument } from '../model/policy.js';
import type {
  Entity,
  Group,
  InlinePolicy,
  ManagedPolicy,
  Role,
  Snapshot,
  Tag,
  User,
} from '../model/snapshot.js';
import { compareText, sortedBy } from '../model/text.js';
import { type KeptNames, type Layer, layerOf } from './layer.js';
import { mapChanged } from './map-changed.js';
import type { SideRules } from './replacements.js';
import { type Replacement, SSO_PLACEHOLDER } from './substitution.js';
import { placeholderValues } from './placeholder-values.js';
import { isAwsManaged } from './texts.js';

/** The rules of replacements alone. */
export function plainRules(replacements: readonly Replacement[]): SideRules {
  return {
    replacements,
    sso: () => SSO_PLACEHOLDER,
    partitions: new Map(),
    bases: new Map(),
    accountIds: new Map(),
  };
}

/**
 * A snapshot with known differences replaced by placeholders, in the same shape, beside the raw one.
 * Lists inside an entity keep their order, so that an index pairs a normalised element with its raw one.
 * Whether two entities became one is for `findCollisions` to judge; `keep` are those whose names stay raw.
 * `other`: a side that it will be compared with; documents that become the same are the same objects then.
 */
export function normaliseSnapshot(
  snapshot: Snapshot,
  rules: SideRules,
  keep: KeptNames = new Set(),
  other: Partial<Pick<NormalisedSnapshot, 'roles' | 'users' | 'groups' | 'managedPolicies'>> = {},
): NormalisedSnapshot {
  const rawTexts = new Map<PolicyDocument, ReadonlyMap<string, string>>();
  const foreignNames = new Map<string, string>();
  const layer = layerOf(rules, keep, { rawTexts, foreignNames });
  return {
    raw: snapshot,
    accountId: layer.content('principal')(snapshot.account.id),
    accountIds: rules.accountIds,
    partitions: new Map([...rules.partitions].map(([partition, name]) => [partition, `<${name}>`])),
    bases: rules.bases,
    values: placeholderValues(rules),
    foreignNames,
    roles: normaliseAll(snapshot.roles, other.roles, {
      nameOf: ({ name }) => layer.ownName('role', 'role', name),
      make: (role, name, like) => normaliseRole(role, name, like, layer),
    }),
    users: normaliseAll(snapshot.users, other.users, {
      nameOf: ({ name }) => layer.ownName('user', 'role', name),
      make: (user, name, like) => normaliseUser(user, name, like, layer),
    }),
    groups: normaliseAll(snapshot.groups, other.groups, {
      nameOf: ({ name }) => layer.ownName('group', 'role', name),
      make: (group, name, like) => normaliseGroup(group, name, like, layer),
    }),
    managedPolicies: normaliseAll(snapshot.managedPolicies, other.managedPolicies, {
      nameOf: ({ name, arn }) => (isAwsManaged(arn) ? name : layer.ownName('policy', 'policy', name)),
      make: (policy, name, like) => normaliseManagedPolicy(policy, name, like, layer),
    }),
    gapSubjects: new Set(snapshot.coverage.gaps.map(({ subject }) => normaliseSubject(subject, layer))),
    rawTexts,
  };
}

/** `role:app_dev` as `role:app_<accountname>`; what names no entity stays. */
function normaliseSubject(subject: string, layer: Layer): string {
  const [, kind, name] = /^(role|user|group|policy|policy-document):(.*)$/s.exec(subject) ?? [];
  if (kind === undefined || name === undefined) return subject;
  return `${kind}:${kind.startsWith('policy') ? layer.arn('policy', name) : layer.name(kind, 'role', name)}`;
}

/** The two steps in which entities are normalised. */
interface Steps<T> {
  /** By what name it is paired. */
  readonly nameOf: (raw: T) => string;
  /** All of it, under that name. `like`: what the other side has under that name. */
  readonly make: (raw: T, name: string, like: T | undefined) => T;
}

/** Names decide about the order, and are made at once. */
function normaliseAll<T extends Entity>(
  entities: readonly T[],
  others: readonly NormalisedEntity<T>[] | undefined,
  { nameOf, make }: Steps<T>,
): NormalisedEntity<T>[] {
  const names = withoutCollidingSsoNames(entities, entities.map(nameOf));
  const sorted = sortedBy(
    entities.map((raw, at) => new LazyEntity(raw, names[at]!, make)),
    ({ name }) => name,
    ({ raw }) => raw.arn,
  );
  if (others) tellCounterparts(sorted, others);
  return sorted;
}

/** Both sorted by name. */
function tellCounterparts<T>(
  entities: readonly LazyEntity<T>[],
  others: readonly NormalisedEntity<T>[],
): void {
  let at = 0;
  for (const entity of entities) {
    while (at < others.length && compareText(others[at]!.name, entity.name) < 0) at++;
    if (others[at]?.name === entity.name) entity.like = others[at];
  }
}

/**
 * The rest of an entity is made when it is looked at: so the first ones are compared, and what they ask is being
 * answered by others, while the last ones are still to be made.
 */
class LazyEntity<T> implements NormalisedEntity<T> {
  #value: T | null = null;
  /** What the other side has under that name. */
  like: NormalisedEntity<T> | undefined = undefined;

  constructor(
    readonly raw: T,
    readonly name: string,
    private readonly make: Steps<T>['make'],
  ) {}

  get value(): T {
    return (this.#value ??= this.make(this.raw, this.name, this.like?.value));
  }
}

/** An account can hold two roles of one permission set (an orphan beside the current one): those keep their suffixes. */
function withoutCollidingSsoNames(entities: readonly Entity[], names: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const name of names) {
    if (name.endsWith(SSO_END)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  if (counts.size === 0) return names;
  return names.map((name, at) => ((counts.get(name) ?? 1) > 1 ? entities[at]!.name : name));
}

const SSO_END = `_<${SSO_PLACEHOLDER}>`;

function normaliseRole(role: Role, name: string, like: Role | undefined, layer: Layer): Role {
  const { path, arn } = normaliseNames(role, name, 'role', layer);
  return {
    ...role,
    name,
    path,
    arn,
    trustPolicy: layer.document(role.trustPolicy, like?.trustPolicy),
    inlinePolicies: normaliseInline(role.inlinePolicies, { kind: 'role', name, like }, layer),
    attachedPolicies: mapChanged(role.attachedPolicies, layer.attached),
    permissionsBoundary: normaliseBoundary(role.permissionsBoundary, layer),
    tags: normaliseTags(role.tags, layer),
    instanceProfiles: mapChanged(role.instanceProfiles, layer.content('role')),
  };
}

function normaliseUser(user: User, name: string, like: User | undefined, layer: Layer): User {
  const names = normaliseNames(user, name, 'user', layer);
  return {
    ...user,
    ...names,
    inlinePolicies: normaliseInline(user.inlinePolicies, { kind: 'user', name, like }, layer),
    attachedPolicies: mapChanged(user.attachedPolicies, layer.attached),
    permissionsBoundary: normaliseBoundary(user.permissionsBoundary, layer),
    groups: mapChanged(user.groups, layer.content('role')),
    tags: normaliseTags(user.tags, layer),
  };
}

function normaliseGroup(group: Group, name: string, like: Group | undefined, layer: Layer): Group {
  const names = normaliseNames(group, name, 'group', layer);
  return {
    ...group,
    ...names,
    inlinePolicies: normaliseInline(group.inlinePolicies, { kind: 'group', name, like }, layer),
    attachedPolicies: mapChanged(group.attachedPolicies, layer.attached),
  };
}

function normaliseManagedPolicy(
  policy: ManagedPolicy,
  name: string,
  like: ManagedPolicy | undefined,
  layer: Layer,
): ManagedPolicy {
  if (isAwsManaged(policy.arn)) {
    const document = policy.document && layer.awsDocument(policy.document, like?.document);
    const arn = layer.awsArn(policy.arn);
    return arn === policy.arn && document === policy.document
      ? policy
      : { ...policy, arn, ...(document && { document }) };
  }
  return {
    ...policy,
    ...normaliseNames(policy, name, 'policy', layer),
    ...(policy.document && { document: layer.document(policy.document, like?.document) }),
    ...(policy.tags && { tags: normaliseTags(policy.tags, layer) }),
  };
}

function normaliseNames(
  entity: Entity,
  name: string,
  kind: 'role' | 'user' | 'group' | 'policy',
  layer: Layer,
): Pick<Entity, 'name' | 'path' | 'arn'> {
  // The path of a service-linked role names an AWS service; its name can carry a suffix of the user's.
  const path = entity.path.startsWith('/aws-service-role/')
    ? entity.path
    : layer.content('path')(entity.path);
  if (kind === 'policy') return { name, path, arn: layer.arn('policy', entity.arn) };
  // There is one of them for each role, and nothing is compared by it: it is put together from what is there.
  const end = entity.path + entity.name;
  const arn = entity.arn.endsWith(end)
    ? layer.arnStart(entity.arn.slice(0, entity.arn.length - end.length)) + path + name
    : layer.arn('role', entity.arn);
  return { name, path, arn };
}

/** Who has inline policies: `name` is what it is called by now, `like` its counterpart. */
interface Holder {
  readonly kind: string;
  readonly name: string;
  readonly like: { readonly inlinePolicies: readonly InlinePolicy[] } | undefined;
}

function normaliseInline(
  policies: readonly InlinePolicy[],
  { kind, name: owner, like }: Holder,
  layer: Layer,
): readonly InlinePolicy[] {
  const inline = `inline of ${kind} ${owner}`;
  return mapChanged(policies, (policy, at) => {
    const name = layer.ownName(inline, 'policy', policy.name);
    const other = like?.inlinePolicies[at];
    const document = layer.document(policy.document, other?.name === name ? other.document : undefined);
    return name === policy.name && document === policy.document ? policy : { name, document };
  });
}

function normaliseBoundary(arn: string | null, layer: Layer): string | null {
  if (arn === null) return arn;
  return isAwsManaged(arn) ? layer.awsArn(arn) : layer.arn('policy', arn);
}

function normaliseTags(tags: readonly Tag[], layer: Layer): readonly Tag[] {
  const substitute = layer.content('tag');
  return mapChanged(tags, (tag) => {
    const value = substitute(tag.value);
    return value === tag.value ? tag : { key: tag.key, value };
  });
}
