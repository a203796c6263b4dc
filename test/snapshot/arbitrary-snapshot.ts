import fc from 'fast-check';
import type { ParsedDocument } from '../../src/model/policy.js';
import type { Snapshot } from '../../src/model/snapshot.js';
import { parsePolicy } from '../../src/policy/parse.js';

/** Texts as IAM has them, and the ones that trip up programs. */
export const anyText = fc.oneof(
  fc.string({ minLength: 1, maxLength: 8 }),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 4 }),
  fc.constantFrom(
    '__proto__',
    'constructor',
    'toString',
    '=1+1',
    'a"b\\c',
    'dev\nqa',
    '\u{1f600}',
    '\uffff',
    '\ud800',
  ),
);

const texts = fc.array(anyText, { maxLength: 3 });
const oneOrMany = fc.oneof(anyText, texts);

/** Condition keys and the like; own fields even where the name is `__proto__`. */
function dictionary<T>(
  value: fc.Arbitrary<T>,
  key: fc.Arbitrary<string> = anyText,
): fc.Arbitrary<Record<string, T>> {
  return fc.dictionary(key, value, { maxKeys: 3, noNullPrototype: false });
}

const statement = fc.record(
  {
    Sid: anyText,
    Effect: fc.constantFrom('Allow', 'Deny'),
    Action: oneOrMany,
    NotResource: oneOrMany,
    Principal: fc.oneof(
      fc.constant('*'),
      dictionary(oneOrMany, fc.oneof(anyText, fc.constantFrom('AWS', 'Service'))),
    ),
    Condition: dictionary(
      dictionary(
        oneOrMany,
        fc.oneof(anyText, fc.constantFrom('aws:PrincipalTag/Team', 'aws:principaltag/Team')),
      ),
      fc.oneof(anyText, fc.constantFrom('StringEquals', 'stringlike', 'Bool')),
    ),
  },
  { requiredKeys: ['Effect', 'Action'] },
);

/** Most are policies; the rest the parser can't read. */
export const rawDocument = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      Version: fc.constantFrom('2008-10-17', '2012-10-17'),
      Statement: fc.array(statement, { maxLength: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.anything({ maxDepth: 1 }) },
);

const document = rawDocument.map((raw): ParsedDocument => parsePolicy(raw, { partition: 'aws' }));

/** A plain object with all of these fields. */
function record<T>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> {
  return fc.record(fields, { noNullPrototype: true });
}

function uniqueBy<T>(item: fc.Arbitrary<T>, key: (item: T) => string): fc.Arbitrary<T[]> {
  return fc.uniqueArray(item, { selector: key, maxLength: 3 });
}

const inlinePolicies = uniqueBy(record({ name: anyText, document }), ({ name }) => name);
const attachedPolicies = uniqueBy(record({ name: anyText, arn: anyText }), ({ arn }) => arn);
const tags = uniqueBy(record({ key: anyText, value: anyText }), ({ key }) => key);
const nullable = fc.option(anyText);
const entity = { name: anyText, path: anyText, arn: anyText, id: anyText, createDate: nullable };
const required = ['name', 'path', 'arn', 'id', 'createDate'] as const;

const role = fc.record(
  {
    ...entity,
    description: nullable,
    maxSessionDuration: fc.integer({ min: 3600, max: 43200 }),
    trustPolicy: document,
    inlinePolicies,
    attachedPolicies,
    permissionsBoundary: nullable,
    tags,
    instanceProfiles: fc.uniqueArray(anyText, { maxLength: 3 }),
  },
  {
    requiredKeys: [
      ...required,
      'trustPolicy',
      'inlinePolicies',
      'attachedPolicies',
      'permissionsBoundary',
      'tags',
      'instanceProfiles',
    ],
    noNullPrototype: true,
  },
);

const managedPolicy = fc.record(
  { ...entity, description: nullable, document, tags },
  { requiredKeys: [...required], noNullPrototype: true },
);

const user = record({
  ...entity,
  inlinePolicies,
  attachedPolicies,
  permissionsBoundary: nullable,
  groups: fc.uniqueArray(anyText, { maxLength: 3 }),
  tags,
});

const group = record({ ...entity, inlinePolicies, attachedPolicies });

/** Any snapshot that an account could give, its lists in any order. */
export const anySnapshot: fc.Arbitrary<Snapshot> = record({
  account: fc.record(
    { id: fc.stringMatching(/^\d{12}$/), alias: nullable, partition: fc.constantFrom('aws', 'aws-cn') },
    { requiredKeys: ['id', 'partition'], noNullPrototype: true },
  ),
  roles: uniqueBy(role, ({ name }) => name),
  managedPolicies: uniqueBy(managedPolicy, ({ arn }) => arn),
  users: uniqueBy(user, ({ name }) => name),
  groups: uniqueBy(group, ({ name }) => name),
  coverage: record({
    calls: fc.array(record({ api: anyText, count: fc.nat(9) }), { maxLength: 2 }),
    gaps: fc.array(record({ subject: anyText, api: anyText, reason: anyText }), { maxLength: 3 }),
    notRecorded: fc.uniqueArray(
      fc.constantFrom(
        'account.alias' as const,
        'role.description' as const,
        'role.maxSessionDuration' as const,
        'policy.description' as const,
        'policy.tags' as const,
      ),
    ),
  }),
});
