import { z } from 'zod';
import { isRecord } from '../model/json.js';
import { SCHEMA_VERSION } from './schema-version.js';

export { SCHEMA_VERSION };

/** Documents stay as they are: the policy parser reads them, and names like `__proto__` survive. */
const document = z.custom<Readonly<Record<string, unknown>>>(isRecord, 'expected an object');

const inlinePolicies = z.array(z.strictObject({ name: z.string(), document }));
const attachedPolicies = z.array(z.strictObject({ name: z.string(), arn: z.string() }));
const tags = z.array(z.strictObject({ key: z.string(), value: z.string() }));
const description = z.string().nullable().exactOptional();
const permissionsBoundary = z.string().nullable();

const entity = {
  name: z.string(),
  path: z.string(),
  arn: z.string(),
  id: z.string(),
  createDate: z.string().nullable(),
};

const role = z.strictObject({
  ...entity,
  description,
  maxSessionDuration: z.int().exactOptional(),
  trustPolicy: document,
  inlinePolicies,
  attachedPolicies,
  permissionsBoundary,
  tags,
  instanceProfiles: z.array(z.string()),
});

const managedPolicy = z.strictObject({
  ...entity,
  description,
  document: document.exactOptional(),
  tags: tags.exactOptional(),
});

const user = z.strictObject({
  ...entity,
  inlinePolicies,
  attachedPolicies,
  permissionsBoundary,
  groups: z.array(z.string()),
  tags,
});

const group = z.strictObject({ ...entity, inlinePolicies, attachedPolicies });

const recordableField = z.enum([
  'account.alias',
  'role.description',
  'role.maxSessionDuration',
  'policy.description',
  'policy.tags',
]);

const account = z.strictObject({
  id: z.string().regex(/^\d{12}$/, 'expected twelve digits'),
  alias: z.string().nullable().exactOptional(),
  partition: z.string().min(1),
});

const coverage = z.strictObject({
  gaps: z.array(z.strictObject({ subject: z.string(), api: z.string(), reason: z.string() })),
  notRecorded: z.array(recordableField),
});

/** One entity of each kind, as a baseline keeps it in a file of its own. */
export const entityShapes = { roles: role, managedPolicies: managedPolicy, users: user, groups: group };

/** `account.json` of a baseline. */
export const accountFile = z.strictObject({
  iamdrift: z.literal('baseline'),
  schemaVersion: z.literal(SCHEMA_VERSION),
  account,
  coverage,
});

/**
 * A snapshot file. Strict: a field that we don't know could hold what makes two accounts differ, so it is an
 * error and not overlooked.
 */
export const snapshotFile = z.strictObject({
  iamdrift: z.literal('snapshot'),
  schemaVersion: z.literal(SCHEMA_VERSION),
  snapshot: z.strictObject({
    account,
    roles: z.array(role),
    managedPolicies: z.array(managedPolicy),
    users: z.array(user),
    groups: z.array(group),
    coverage,
  }),
});
