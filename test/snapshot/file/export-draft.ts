import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TakenSnapshot } from '../../../src/snapshot/snapshotter.js';
import { fileSnapshotter } from '../../../src/snapshot/file/index.js';

export const ACCOUNT = '123456789012';

/** Anything that JSON has, to be changed by a test. */
export type Draft = Record<string, unknown>;

export function allow(action: string): Draft {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] };
}

export function exportedRole(name: string, rest: Draft = {}): Draft {
  return {
    Path: '/',
    RoleName: name,
    RoleId: `AROA${name}`,
    Arn: `arn:aws:iam::${ACCOUNT}:role/${name}`,
    CreateDate: '2026-01-01T00:00:00+00:00',
    AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] },
    InstanceProfileList: [],
    RolePolicyList: [],
    AttachedManagedPolicies: [],
    Tags: [],
    ...rest,
  };
}

export function exportedPolicy(name: string, rest: Draft = {}): Draft {
  return {
    PolicyName: name,
    Arn: `arn:aws:iam::${ACCOUNT}:policy/${name}`,
    DefaultVersionId: 'v2',
    AttachmentCount: 0,
    PolicyVersionList: [
      { VersionId: 'v1', IsDefaultVersion: false, Document: allow('s3:Old') },
      { VersionId: 'v2', IsDefaultVersion: true, Document: allow('s3:New') },
    ],
    ...rest,
  };
}

/** An export with these lists, the others empty. */
export function accountExport(lists: Draft = {}): Draft {
  return { UserDetailList: [], GroupDetailList: [], RoleDetailList: [], Policies: [], ...lists };
}

/** A file of its own with this content. */
export function fileWith(content: string | Uint8Array): string {
  const path = join(mkdtempSync(join(tmpdir(), 'iamdrift-file-')), 'account.json');
  writeFileSync(path, content);
  return path;
}

export function takeFile(source: string, accountId?: string): Promise<TakenSnapshot> {
  const request = { source, now: () => new Date(0), env: {} };
  return fileSnapshotter.take(accountId === undefined ? request : { ...request, accountId });
}

export function takeExport(value: unknown, accountId?: string): Promise<TakenSnapshot> {
  return takeFile(fileWith(JSON.stringify(value)), accountId);
}
