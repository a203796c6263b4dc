import type {
  AttachedPolicy,
  Group,
  InlinePolicy,
  ManagedPolicy,
  Role,
  Snapshot,
  Tag,
  User,
} from '../model/snapshot.js';
import { visibleJson } from '../model/hidden-characters.js';
import { documentOnDisk } from './document-on-disk.js';
import { inKeyOrder } from './key-order.js';
import { sortedSnapshot } from './snapshot-order.js';
import { SCHEMA_VERSION } from './schema-version.js';

/** Every field of a noun, those that may be absent too: a new one can't be forgotten here. */
type OnDisk<T> = Record<keyof T, unknown>;

/**
 * A snapshot as it stands on disk: canonical JSON, LF, final newline, as schema/snapshot.schema.json describes.
 * The same account state gives the same text on every machine, so what belongs to the taking of it (when, from
 * which profile, with how many calls) is not in it; what may be concluded from it (gaps, fields that the source
 * never records) is. `parseSnapshot` reads it back.
 * Hidden characters are JSON escapes: who reviews a change in git sees them.
 * Each entity is one line: git shows which ones changed, and an account of 5,000 roles stays a file of 7 MB.
 */
export function snapshotToJson(snapshot: Snapshot): string {
  return [...snapshotJsonChunks(snapshot)].join('');
}

/** The same in pieces, each of which is made in a few milliseconds at most. */
export function* snapshotJsonChunks(snapshot: Snapshot): Generator<string> {
  for (const text of texts(sortedSnapshot(snapshot))) yield visibleJson(text);
}

function* texts({ account, roles, managedPolicies, users, groups, coverage }: Snapshot): Generator<string> {
  const onDisk = { gaps: coverage.gaps.map(inKeyOrder), notRecorded: coverage.notRecorded };
  yield `{"iamdrift":"snapshot","schemaVersion":${SCHEMA_VERSION},"snapshot":{\n`;
  yield `"account":${JSON.stringify(inKeyOrder(account))},\n`;
  yield `"coverage":${JSON.stringify(onDisk)},\n`;
  yield* list('groups', groups, groupOnDisk);
  yield ',\n';
  yield* list('managedPolicies', managedPolicies, policyOnDisk);
  yield ',\n';
  yield* list('roles', roles, roleOnDisk);
  yield ',\n';
  yield* list('users', users, userOnDisk);
  yield '\n}}\n';
}

const ENTITIES_PER_CHUNK = 100;

function* list<T>(name: string, entities: readonly T[], onDisk: (entity: T) => object): Generator<string> {
  yield `"${name}":[`;
  for (let at = 0; at < entities.length; at += ENTITIES_PER_CHUNK) {
    const chunk = entities.slice(at, at + ENTITIES_PER_CHUNK);
    const lines = chunk.map((entity) => JSON.stringify(onDisk(entity))).join(',\n');
    yield `${at === 0 ? '' : ','}\n${lines}`;
  }
  yield entities.length === 0 ? ']' : '\n]';
}

// One entity each, as it stands on disk. The fields below stand in the order of their keys: putting a whole account into order afterwards takes longer
// than all the rest.

export function roleOnDisk(role: Role): OnDisk<Role> {
  return {
    arn: role.arn,
    attachedPolicies: role.attachedPolicies.map(attachedOnDisk),
    createDate: role.createDate,
    description: role.description,
    id: role.id,
    inlinePolicies: role.inlinePolicies.map(inlineOnDisk),
    instanceProfiles: role.instanceProfiles,
    maxSessionDuration: role.maxSessionDuration,
    name: role.name,
    path: role.path,
    permissionsBoundary: role.permissionsBoundary,
    tags: role.tags.map(tagOnDisk),
    trustPolicy: documentOnDisk(role.trustPolicy),
  };
}

export function policyOnDisk(policy: ManagedPolicy): OnDisk<ManagedPolicy> {
  return {
    arn: policy.arn,
    createDate: policy.createDate,
    description: policy.description,
    document: policy.document && documentOnDisk(policy.document),
    id: policy.id,
    name: policy.name,
    path: policy.path,
    tags: policy.tags?.map(tagOnDisk),
  };
}

export function userOnDisk(user: User): OnDisk<User> {
  return {
    arn: user.arn,
    attachedPolicies: user.attachedPolicies.map(attachedOnDisk),
    createDate: user.createDate,
    groups: user.groups,
    id: user.id,
    inlinePolicies: user.inlinePolicies.map(inlineOnDisk),
    name: user.name,
    path: user.path,
    permissionsBoundary: user.permissionsBoundary,
    tags: user.tags.map(tagOnDisk),
  };
}

export function groupOnDisk(group: Group): OnDisk<Group> {
  return {
    arn: group.arn,
    attachedPolicies: group.attachedPolicies.map(attachedOnDisk),
    createDate: group.createDate,
    id: group.id,
    inlinePolicies: group.inlinePolicies.map(inlineOnDisk),
    name: group.name,
    path: group.path,
  };
}

function attachedOnDisk({ arn, name }: AttachedPolicy): OnDisk<AttachedPolicy> {
  return { arn, name };
}

function tagOnDisk({ key, value }: Tag): OnDisk<Tag> {
  return { key, value };
}

function inlineOnDisk({ document, name }: InlinePolicy): OnDisk<InlinePolicy> {
  return { document: documentOnDisk(document), name };
}
