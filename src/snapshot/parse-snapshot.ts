import type { z } from 'zod';
import { UserError } from '../model/errors.js';
import { isRecord } from '../model/json.js';
import type { ParsedDocument } from '../model/policy.js';
import type { InlinePolicy, Snapshot } from '../model/snapshot.js';
import { parsePolicy } from '../policy/parse.js';
import { readShape } from './shape-error.js';
import { sortedSnapshot } from './snapshot-order.js';
import { SCHEMA_VERSION, snapshotFile } from './snapshot-shape.js';
import { type Named, refuseTwins } from './twins.js';

/**
 * Reads what `snapshotToJson` wrote, after `JSON.parse`. `where` is the file, for messages.
 * `coverage.calls` is empty: it is not on disk. Documents that the parser can't read become `unreadable`.
 * Throws UserError for another form, a newer version of it, unknown fields, and two entities of one name.
 */
export function parseSnapshot(value: unknown, where: string): Snapshot {
  refuseOtherVersions(value, where);
  const { snapshot: file } = readShape(snapshotFile, value, where);
  refuseTwins(namesOf(file), where);
  const read = documentReader(file.account.partition, where);
  return sortedSnapshot({
    account: file.account,
    roles: file.roles.map((role, index) => ({
      ...role,
      inlinePolicies: readInline(role.inlinePolicies, read, `roles[${index}]`),
      trustPolicy: read(role.trustPolicy, `roles[${index}].trustPolicy`),
    })),
    managedPolicies: file.managedPolicies.map(({ document, ...policy }, index) =>
      document === undefined
        ? policy
        : { ...policy, document: read(document, `managedPolicies[${index}].document`) },
    ),
    users: file.users.map((user, index) => ({
      ...user,
      inlinePolicies: readInline(user.inlinePolicies, read, `users[${index}]`),
    })),
    groups: file.groups.map((group, index) => ({
      ...group,
      inlinePolicies: readInline(group.inlinePolicies, read, `groups[${index}]`),
    })),
    coverage: { ...file.coverage, calls: [] },
  });
}

function refuseOtherVersions(value: unknown, where: string): void {
  if (!isRecord(value)) return;
  const version = value.schemaVersion;
  if (typeof version === 'number' && version > SCHEMA_VERSION) {
    throw new UserError(
      `${where}: a snapshot in form ${version}, and this iamdrift reads form ${SCHEMA_VERSION}`,
      'update iamdrift, or take the snapshot again with this version',
    );
  }
}

type OnDisk = Readonly<Record<string, unknown>>;
type ReadDocument = (document: OnDisk, path: string) => ParsedDocument;

/** Accounts repeat themselves: a document that was read before is not parsed again, and the two share one object. */
function documentReader(partition: string, where: string): ReadDocument {
  const seen = new Map<string, ParsedDocument>();
  return (document, path) => {
    if (!('unreadable' in document)) {
      const text = JSON.stringify(document);
      const parsed = seen.get(text) ?? parsePolicy(document, { partition });
      seen.set(text, parsed);
      return parsed;
    }
    const { raw, reason } = isRecord(document.unreadable) ? document.unreadable : {};
    if (typeof raw !== 'string' || typeof reason !== 'string' || Object.keys(document).length > 1) {
      throw new UserError(
        `${where}: snapshot.${path}.unreadable: expected {"raw": …, "reason": …} and no more`,
      );
    }
    return { kind: 'unreadable', raw, reason };
  };
}

type FileSnapshot = z.infer<typeof snapshotFile>['snapshot'];

function namesOf({ roles, users, groups, managedPolicies }: FileSnapshot): Named {
  const tagged = (entity: FileSnapshot['roles' | 'users'][number]): Named['roles'][number] => ({
    name: entity.name,
    inlinePolicies: entity.inlinePolicies.map(({ name }) => name),
    tagKeys: entity.tags.map(({ key }) => key),
  });
  return {
    roles: roles.map(tagged),
    users: users.map(tagged),
    groups: groups.map(({ name, inlinePolicies }) => ({
      name,
      inlinePolicies: inlinePolicies.map((policy) => policy.name),
    })),
    managedPolicies: managedPolicies.map(({ arn }) => arn),
  };
}

function readInline(
  policies: FileSnapshot['roles'][number]['inlinePolicies'],
  read: ReadDocument,
  path: string,
): InlinePolicy[] {
  return policies.map(({ name, document }, index) => ({
    name,
    document: read(document, `${path}.inlinePolicies[${index}].document`),
  }));
}
