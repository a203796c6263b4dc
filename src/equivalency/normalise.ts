import type { Normalised, NormalisedSnapshot } from '../model/normalised.js';
import type { ParsedDocument, PolicyDocument } from '../model/policy.js';
import type {
  AttachedPolicy,
  Entity,
  Group,
  InlinePolicy,
  ManagedPolicy,
  Role,
  Snapshot,
  Tag,
  User,
} from '../model/snapshot.js';
import { sortedBy } from '../model/text.js';
import { substituteDocument } from './document.js';
import { substituteArn } from './fields.js';
import { compileSubstitution, SSO_PLACEHOLDER, type Replacement, type Substitute } from './substitution.js';

/**
 * A snapshot with known differences replaced by placeholders, in the same shape, beside the raw one.
 * Lists inside an entity keep their order, so that an index pairs a normalised element with its raw one.
 * Whether two entities became one is for `rejectCollisions` to judge.
 */
export function normaliseSnapshot(
  snapshot: Snapshot,
  replacements: readonly Replacement[],
): NormalisedSnapshot {
  const rawTexts = new Map<PolicyDocument, ReadonlyMap<string, string>>();
  const substitute = compileSubstitution(replacements);
  const documents = new Map<ParsedDocument, ParsedDocument>();
  const layer: Layer = {
    text: substitute,
    arn: (text) => substituteArn(text, substitute),
    document: (document) => {
      const known = documents.get(document);
      if (known) return known;
      const substituted = substituteDocument(document, substitute);
      if (substituted.document.kind === 'policy' && substituted.rawTexts.size > 0) {
        rawTexts.set(substituted.document, substituted.rawTexts);
      }
      documents.set(document, substituted.document);
      return substituted.document;
    },
  };
  return {
    raw: snapshot,
    accountId: layer.text(snapshot.account.id),
    accountIds: new Map(
      replacements
        .filter(({ value }) => /^\d{12}$/.test(value))
        .map(({ value, placeholder }) => [value, `<${placeholder}>`]),
    ),
    roles: normaliseAll(snapshot.roles, (role) => normaliseRole(role, layer)),
    managedPolicies: normaliseAll(snapshot.managedPolicies, (policy) =>
      normaliseManagedPolicy(policy, layer),
    ),
    users: normaliseAll(snapshot.users, (user) => normaliseUser(user, layer)),
    groups: normaliseAll(snapshot.groups, (group) => normaliseGroup(group, layer)),
    gapSubjects: new Set(snapshot.coverage.gaps.map(({ subject }) => normaliseSubject(subject, layer))),
    rawTexts,
  };
}

/** `role:app_dev` as `role:app_<accountname>`; what names no entity stays. */
function normaliseSubject(subject: string, layer: Layer): string {
  const [, kind, name] = /^(role|user|group|policy|policy-document):(.*)$/s.exec(subject) ?? [];
  if (kind === undefined || name === undefined) return subject;
  return `${kind}:${kind.startsWith('policy') ? layer.arn(name) : layer.text(name)}`;
}

interface Layer {
  readonly text: Substitute;
  readonly arn: Substitute;
  readonly document: (document: ParsedDocument) => ParsedDocument;
}

function normaliseAll<T extends Entity>(
  entities: readonly T[],
  normalise: (entity: T) => T,
): Normalised<T>[] {
  const all = entities.map((raw) => ({ raw, value: normalise(raw) }));
  return sortedBy(keepCollidingSsoNames(all), ({ value, raw }) => `${value.name}\0${raw.arn}`);
}

/** An account can hold two roles of one permission set (an orphan beside the current one): those keep their suffixes. */
function keepCollidingSsoNames<T extends Entity>(all: readonly Normalised<T>[]): Normalised<T>[] {
  const counts = new Map<string, number>();
  for (const { value } of all) counts.set(value.name, (counts.get(value.name) ?? 0) + 1);
  return all.map(({ raw, value }) => {
    const keep = value.name.endsWith(`_<${SSO_PLACEHOLDER}>`) && counts.get(value.name) !== 1;
    return { raw, value: keep ? { ...value, name: raw.name, arn: raw.arn } : value };
  });
}

function normaliseRole(role: Role, layer: Layer): Role {
  const { name, path, arn } = normaliseNames(role, layer);
  return {
    ...role,
    name,
    path,
    arn,
    trustPolicy: layer.document(role.trustPolicy),
    inlinePolicies: normaliseInline(role.inlinePolicies, layer),
    attachedPolicies: normaliseAttached(role.attachedPolicies, layer),
    permissionsBoundary: normaliseBoundary(role.permissionsBoundary, layer),
    tags: normaliseTags(role.tags, layer),
    instanceProfiles: role.instanceProfiles.map(layer.text),
  };
}

function normaliseUser(user: User, layer: Layer): User {
  return {
    ...user,
    ...normaliseNames(user, layer),
    inlinePolicies: normaliseInline(user.inlinePolicies, layer),
    attachedPolicies: normaliseAttached(user.attachedPolicies, layer),
    permissionsBoundary: normaliseBoundary(user.permissionsBoundary, layer),
    groups: user.groups.map(layer.text),
    tags: normaliseTags(user.tags, layer),
  };
}

function normaliseGroup(group: Group, layer: Layer): Group {
  return {
    ...group,
    ...normaliseNames(group, layer),
    inlinePolicies: normaliseInline(group.inlinePolicies, layer),
    attachedPolicies: normaliseAttached(group.attachedPolicies, layer),
  };
}

function normaliseManagedPolicy(policy: ManagedPolicy, layer: Layer): ManagedPolicy {
  if (isAwsManaged(policy.arn)) return policy;
  return {
    ...policy,
    ...normaliseNames(policy, layer),
    ...(policy.document && { document: layer.document(policy.document) }),
    ...(policy.tags && { tags: normaliseTags(policy.tags, layer) }),
  };
}

/** AWS's own policies have AWS's own names and texts: nothing in them is a name of ours. */
function isAwsManaged(arn: string): boolean {
  return /^arn:[^:]*:iam::aws:/.test(arn);
}

function normaliseNames(entity: Entity, layer: Layer): Pick<Entity, 'name' | 'path' | 'arn'> {
  // The path of a service-linked role names an AWS service; its name can carry a suffix of the user's.
  const path = entity.path.startsWith('/aws-service-role/') ? entity.path : layer.text(entity.path);
  return { name: layer.text(entity.name), path, arn: layer.arn(entity.arn) };
}

function normaliseInline(policies: readonly InlinePolicy[], layer: Layer): InlinePolicy[] {
  return policies.map(({ name, document }) => ({
    name: layer.text(name),
    document: layer.document(document),
  }));
}

function normaliseAttached(policies: readonly AttachedPolicy[], layer: Layer): AttachedPolicy[] {
  return policies.map((policy) =>
    isAwsManaged(policy.arn) ? policy : { name: layer.text(policy.name), arn: layer.arn(policy.arn) },
  );
}

function normaliseBoundary(arn: string | null, layer: Layer): string | null {
  return arn === null || isAwsManaged(arn) ? arn : layer.arn(arn);
}

function normaliseTags(tags: readonly Tag[], layer: Layer): Tag[] {
  return tags.map(({ key, value }) => ({ key, value: layer.text(value) }));
}
