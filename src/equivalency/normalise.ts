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
import { type DocumentSubstitute, everywhere, substituteDocument } from './document.js';
import { type ArnRules, substituteArn } from './fields.js';
import { NAME_FIELDS, type NameField } from './list/entry.js';
import { isRegion } from './regions.js';
import type { SideRules } from './replacements.js';
import {
  compileSubstitution,
  kept,
  type Replacement,
  SSO_PLACEHOLDER,
  type Substitute,
} from './substitution.js';
import { placeholderValues } from './placeholder-values.js';
import { isAwsManaged } from './texts.js';

/** What of an account is compared by its raw name: `kind normalised-name`, such as `role app_<env>`. */
export type KeptNames = ReadonlySet<string>;

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
 */
export function normaliseSnapshot(
  snapshot: Snapshot,
  rules: SideRules,
  keep: KeptNames = new Set(),
): NormalisedSnapshot {
  const rawTexts = new Map<PolicyDocument, ReadonlyMap<string, string>>();
  const layer = layerOf(rules, keep, rawTexts);
  return {
    raw: snapshot,
    accountId: layer.content('principal')(snapshot.account.id),
    accountIds: rules.accountIds,
    partitions: new Map([...rules.partitions].map(([partition, name]) => [partition, `<${name}>`])),
    bases: rules.bases,
    values: placeholderValues(rules),
    foreignNames: foreignNames(snapshot, rules, layer),
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

/** How the texts of one account are replaced. */
interface Layer {
  /** Texts that are compared. */
  readonly content: (field: NameField) => Substitute;
  /** Names by which entities are paired; `kind` and what it belongs to, so that one can be kept raw. */
  readonly name: (kind: string, field: 'role' | 'policy', name: string) => string;
  readonly arn: (field: NameField, arn: string) => string;
  readonly document: (document: ParsedDocument) => ParsedDocument;
  /** In AWS's own policies nothing is a name of ours; only the partition may be another. */
  readonly awsArn: Substitute;
  readonly awsDocument: (document: ParsedDocument) => ParsedDocument;
}

type RawTexts = Map<PolicyDocument, ReadonlyMap<string, string>>;

function layerOf(rules: SideRules, keep: KeptNames, rawTexts: RawTexts): Layer {
  const { sso, partitions } = rules;
  const content = perField(rules, (replacements) => compileSubstitution(replacements, { sso }));
  const isPairedOtherwise = rules.replacements.some(({ pairing }) => pairing !== undefined);
  const pairing = isPairedOtherwise
    ? perField(rules, (replacements) => compileSubstitution(replacements, { sso, pairing: true }))
    : content;
  const regions = rules.replacements.some(({ value, regex }) => regex === true || isRegion(value));
  const arns: ArnRules = { partitions, regions };
  const identity = (text: string): string => text;
  return {
    content,
    name: (kind, field, name) => {
      const paired = pairing(field)(name);
      return keep.size > 0 && keep.has(`${kind} ${paired}`) ? kept(name) : paired;
    },
    arn: (field, arn) => substituteArn(arn, content(field), arns),
    document: documentLayer(
      {
        resource: content('resource'),
        principal: content('principal'),
        condition: content('condition'),
        arns,
      },
      rawTexts,
    ),
    awsArn: partitions.size === 0 ? identity : (arn) => substituteArn(arn, identity, arns),
    awsDocument:
      partitions.size === 0
        ? (document) => document
        : documentLayer(everywhere(identity, { partitions, regions: false }), rawTexts),
  };
}

/** One substitution per field; the same one for all fields that the same replacements apply to. */
function perField(
  { replacements }: SideRules,
  compile: (replacements: readonly Replacement[]) => Substitute,
): (field: NameField) => Substitute {
  if (replacements.every((one) => !one.in)) {
    const substitute = compile(replacements);
    return () => substitute;
  }
  const byField = new Map(
    NAME_FIELDS.map((field) => [
      field,
      compile(replacements.filter((one) => one.in?.includes(field) ?? true)),
    ]),
  );
  return (field) => byField.get(field)!;
}

/** A document that many entities share is substituted once. */
function documentLayer(substitute: DocumentSubstitute, rawTexts: RawTexts): Layer['document'] {
  const documents = new Map<ParsedDocument, ParsedDocument>();
  return (document) => {
    const known = documents.get(document);
    if (known) return known;
    const substituted = substituteDocument(document, substitute);
    if (substituted.document.kind === 'policy' && substituted.rawTexts.size > 0) {
      rawTexts.set(substituted.document, substituted.rawTexts);
    }
    documents.set(document, substituted.document);
    return substituted.document;
  };
}

/** Names that pair entities and say of whose account they are as well, raw → as they would be compared. */
function foreignNames(
  { roles, managedPolicies, users, groups }: Snapshot,
  rules: SideRules,
  layer: Layer,
): ReadonlyMap<string, string> {
  const foreign = new Map<string, string>();
  if (!rules.replacements.some(({ pairing }) => pairing !== undefined)) return foreign;
  const add = (field: 'role' | 'policy', name: string): void => {
    const compared = layer.content(field)(name);
    if (compared !== layer.name('', field, name)) foreign.set(name, compared);
  };
  for (const holder of [...roles, ...users, ...groups]) {
    add('role', holder.name);
    for (const { name } of holder.inlinePolicies) add('policy', name);
  }
  for (const { name, arn } of managedPolicies) if (!isAwsManaged(arn)) add('policy', name);
  return foreign;
}

/** `role:app_dev` as `role:app_<accountname>`; what names no entity stays. */
function normaliseSubject(subject: string, layer: Layer): string {
  const [, kind, name] = /^(role|user|group|policy|policy-document):(.*)$/s.exec(subject) ?? [];
  if (kind === undefined || name === undefined) return subject;
  return `${kind}:${kind.startsWith('policy') ? layer.arn('policy', name) : layer.name(kind, 'role', name)}`;
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
  const { name, path, arn } = normaliseNames(role, 'role', layer);
  return {
    ...role,
    name,
    path,
    arn,
    trustPolicy: layer.document(role.trustPolicy),
    inlinePolicies: normaliseInline(role, 'role', layer),
    attachedPolicies: normaliseAttached(role.attachedPolicies, layer),
    permissionsBoundary: normaliseBoundary(role.permissionsBoundary, layer),
    tags: normaliseTags(role.tags, layer),
    instanceProfiles: role.instanceProfiles.map(layer.content('role')),
  };
}

function normaliseUser(user: User, layer: Layer): User {
  return {
    ...user,
    ...normaliseNames(user, 'user', layer),
    inlinePolicies: normaliseInline(user, 'user', layer),
    attachedPolicies: normaliseAttached(user.attachedPolicies, layer),
    permissionsBoundary: normaliseBoundary(user.permissionsBoundary, layer),
    groups: user.groups.map(layer.content('role')),
    tags: normaliseTags(user.tags, layer),
  };
}

function normaliseGroup(group: Group, layer: Layer): Group {
  return {
    ...group,
    ...normaliseNames(group, 'group', layer),
    inlinePolicies: normaliseInline(group, 'group', layer),
    attachedPolicies: normaliseAttached(group.attachedPolicies, layer),
  };
}

function normaliseManagedPolicy(policy: ManagedPolicy, layer: Layer): ManagedPolicy {
  if (isAwsManaged(policy.arn)) {
    const document = policy.document && layer.awsDocument(policy.document);
    const arn = layer.awsArn(policy.arn);
    return arn === policy.arn && document === policy.document
      ? policy
      : { ...policy, arn, ...(document && { document }) };
  }
  return {
    ...policy,
    ...normaliseNames(policy, 'policy', layer),
    ...(policy.document && { document: layer.document(policy.document) }),
    ...(policy.tags && { tags: normaliseTags(policy.tags, layer) }),
  };
}

function normaliseNames(
  entity: Entity,
  kind: 'role' | 'user' | 'group' | 'policy',
  layer: Layer,
): Pick<Entity, 'name' | 'path' | 'arn'> {
  const field = kind === 'policy' ? 'policy' : 'role';
  // The path of a service-linked role names an AWS service; its name can carry a suffix of the user's.
  const path = entity.path.startsWith('/aws-service-role/')
    ? entity.path
    : layer.content('path')(entity.path);
  return { name: layer.name(kind, field, entity.name), path, arn: layer.arn(field, entity.arn) };
}

function normaliseInline(
  { name: owner, inlinePolicies }: Entity & { readonly inlinePolicies: readonly InlinePolicy[] },
  kind: string,
  layer: Layer,
): InlinePolicy[] {
  const inline = `inline of ${kind} ${layer.name(kind, 'role', owner)}`;
  return inlinePolicies.map(({ name, document }) => ({
    name: layer.name(inline, 'policy', name),
    document: layer.document(document),
  }));
}

function normaliseAttached(policies: readonly AttachedPolicy[], layer: Layer): AttachedPolicy[] {
  return policies.map(({ name, arn }) =>
    isAwsManaged(arn)
      ? { name, arn: layer.awsArn(arn) }
      : { name: layer.name('policy', 'policy', name), arn: layer.arn('policy', arn) },
  );
}

function normaliseBoundary(arn: string | null, layer: Layer): string | null {
  if (arn === null) return arn;
  return isAwsManaged(arn) ? layer.awsArn(arn) : layer.arn('policy', arn);
}

function normaliseTags(tags: readonly Tag[], layer: Layer): Tag[] {
  return tags.map(({ key, value }) => ({ key, value: layer.content('tag')(value) }));
}
