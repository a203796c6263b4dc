import type { ParsedDocument } from '../../../src/model/policy.js';
import type { Gap, ManagedPolicy, Role, Snapshot, User, Group } from '../../../src/model/snapshot.js';
import { parsePolicy } from '../../../src/policy/parse.js';

/** A policy document in AWS's shape, or a text that is none. */
export type Source = Readonly<Record<string, unknown>> | string;

export function documentOf(source: Source): ParsedDocument {
  return parsePolicy(source, { partition: 'aws' });
}

/** A document with these statements. */
export function policy(...statements: readonly Readonly<Record<string, unknown>>[]): Source {
  return { Version: '2012-10-17', Statement: statements };
}

export function allow(action: string | string[], resource: string | string[], more: object = {}): Source {
  return policy({ Effect: 'Allow', Action: action, Resource: resource, ...more });
}

export const EC2_TRUST = trust({ Service: 'ec2.amazonaws.com' });

export function trust(principal: unknown, more: object = {}): Source {
  return policy({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: principal, ...more });
}

export interface RoleSource {
  readonly path?: string;
  readonly id?: string;
  readonly description?: string | null;
  readonly maxSessionDuration?: number;
  readonly trust?: Source;
  readonly inline?: Readonly<Record<string, Source>>;
  /** ARNs; `account` and `partition` are filled in where a name stands alone. */
  readonly attached?: readonly string[];
  readonly boundary?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly instanceProfiles?: readonly string[];
}

export interface AccountSource {
  readonly id: string;
  readonly alias?: string;
  readonly roles?: Readonly<Record<string, RoleSource>>;
  /** By name; a name that begins with `aws:` is one of AWS's. null: its document was not read. */
  readonly policies?: Readonly<Record<string, Source | null>>;
  readonly users?: readonly string[];
  readonly groups?: readonly string[];
  readonly gaps?: readonly Gap[];
  readonly notRecorded?: Snapshot['coverage']['notRecorded'];
}

/** A snapshot from a short description. */
export function snapshotOf(source: AccountSource): Snapshot {
  const arnOf = (name: string): string =>
    name.startsWith('aws:')
      ? `arn:aws:iam::aws:policy/${name.slice(4)}`
      : `arn:aws:iam::${source.id}:policy/${name}`;
  const byName = <T extends { name: string }>(list: T[]): T[] =>
    list.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return {
    account: { id: source.id, alias: source.alias ?? null, partition: 'aws' },
    roles: byName(
      Object.entries(source.roles ?? {}).map(([name, role]) => roleOf(name, role, source.id, arnOf)),
    ),
    managedPolicies: Object.entries(source.policies ?? {})
      .map(([name, document]): ManagedPolicy => {
        const plain = name.replace(/^aws:/, '');
        const entity = { name: plain, path: '/', arn: arnOf(name), id: `ANPA${plain}`, createDate: null };
        return { ...entity, tags: [], ...(document === null ? {} : { document: documentOf(document) }) };
      })
      .sort((a, b) => (a.arn < b.arn ? -1 : 1)),
    users: byName((source.users ?? []).map((name) => userOf(name, source.id))),
    groups: byName((source.groups ?? []).map((name) => groupOf(name, source.id))),
    coverage: { calls: [], gaps: source.gaps ?? [], notRecorded: source.notRecorded ?? [] },
  };
}

function roleOf(name: string, role: RoleSource, account: string, arnOf: (name: string) => string): Role {
  const path = role.path ?? '/';
  return {
    name,
    path,
    arn: `arn:aws:iam::${account}:role${path}${name}`,
    id: role.id ?? `AROA${name.toUpperCase()}`,
    createDate: '2024-01-01T00:00:00Z',
    description: role.description ?? null,
    maxSessionDuration: role.maxSessionDuration ?? 3600,
    trustPolicy: documentOf(role.trust ?? EC2_TRUST),
    inlinePolicies: Object.entries(role.inline ?? {}).map(([key, document]) => ({
      name: key,
      document: documentOf(document),
    })),
    attachedPolicies: (role.attached ?? []).map((key) => ({
      name: key.replace(/^aws:/, ''),
      arn: arnOf(key),
    })),
    permissionsBoundary: role.boundary === undefined ? null : arnOf(role.boundary),
    tags: Object.entries(role.tags ?? {}).map(([key, value]) => ({ key, value })),
    instanceProfiles: role.instanceProfiles ?? [],
  };
}

function userOf(name: string, account: string): User {
  return {
    name,
    path: '/',
    arn: `arn:aws:iam::${account}:user/${name}`,
    id: `AIDA${name}`,
    createDate: null,
    inlinePolicies: [],
    attachedPolicies: [],
    permissionsBoundary: null,
    groups: [],
    tags: [],
  };
}

function groupOf(name: string, account: string): Group {
  const arn = `arn:aws:iam::${account}:group/${name}`;
  return {
    name,
    path: '/',
    arn,
    id: `AGPA${name}`,
    createDate: null,
    inlinePolicies: [],
    attachedPolicies: [],
  };
}
