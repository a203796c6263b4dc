import * as fc from 'fast-check';
import type { ParsedDocument } from '../../src/model/policy.js';
import type { AttachedPolicy, InlinePolicy, Role, Snapshot, Tag } from '../../src/model/snapshot.js';
import { sortedBy } from '../../src/model/text.js';
import { parsePolicy } from '../../src/policy/parse.js';
import { identityPolicy, trustPolicy, type WrittenPolicy } from '../policy/written-policies.js';

const ID = '123456789012';
const parse = (policy: WrittenPolicy): ParsedDocument => parsePolicy(policy, { partition: 'aws' });

const name = fc.constantFrom('a', 'b', 'c', 'dev-x', '__proto__', 'constructor');
const identity = identityPolicy.map(parse);
const tags: fc.Arbitrary<Tag[]> = fc
  .uniqueArray(fc.record({ key: name, value: fc.constantFrom('', 'dev', '1') }), {
    selector: ({ key }) => key,
    maxLength: 3,
  })
  .map((list) => sortedBy(list, ({ key }) => key));
const inlinePolicies: fc.Arbitrary<InlinePolicy[]> = fc
  .uniqueArray(fc.record({ name, document: identity }), { selector: (policy) => policy.name, maxLength: 2 })
  .map((list) => sortedBy(list, (policy) => policy.name));

export const policyArn = (policy: string): string => `arn:aws:iam::${ID}:policy/${policy}`;

const attached: fc.Arbitrary<AttachedPolicy[]> = fc
  .subarray(['one', 'two'])
  .map((names) => names.map((policy) => ({ name: policy, arn: policyArn(policy) })));

const role: fc.Arbitrary<Role> = fc
  .record({
    name,
    path: fc.constantFrom('/', '/team/'),
    id: fc.constant(''),
    createDate: fc.constant(null),
    description: fc.constantFrom(null, 'text'),
    maxSessionDuration: fc.constantFrom(3600, 7200),
    trustPolicy: trustPolicy.map(parse),
    inlinePolicies,
    attachedPolicies: attached,
    permissionsBoundary: fc.constantFrom(null, policyArn('one')),
    tags,
    instanceProfiles: fc.subarray(['p', 'q']),
  })
  .map((one) => ({ ...one, arn: `arn:aws:iam::${ID}:role${one.path}${one.name}` }));

/** A whole account with a few roles and the managed policies `one` and `two`. */
export const randomSnapshot: fc.Arbitrary<Snapshot> = fc
  .record({
    roles: fc.uniqueArray(role, { selector: (one) => one.name, minLength: 1, maxLength: 4 }),
    documents: fc.tuple(identity, identity),
  })
  .map(({ roles, documents }) => ({
    account: { id: ID, partition: 'aws' },
    roles: sortedBy(roles, (one) => one.name),
    managedPolicies: ['one', 'two'].map((policy, index) => ({
      name: policy,
      path: '/',
      arn: policyArn(policy),
      id: '',
      createDate: null,
      description: null,
      document: documents[index]!,
    })),
    users: [],
    groups: [],
    coverage: { calls: [], gaps: [], notRecorded: [] },
  }));

type Mutation = (role: Role) => Role;

const NEW_POLICY = parse({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: 'new:Thing', Resource: 'new', Condition: { Bool: { new: 'true' } } },
  ],
});

/** The document with a statement that nothing else covers. */
function extended(document: ParsedDocument): ParsedDocument {
  if (document.kind !== 'policy' || NEW_POLICY.kind !== 'policy')
    throw new Error('random documents can be read');
  return { ...document, statements: [...document.statements, ...NEW_POLICY.statements] };
}

/** Each changes one thing that means something. */
export const MUTATIONS: Readonly<Record<string, Mutation>> = {
  path: (role) => ({ ...role, path: '/new/', arn: `arn:aws:iam::${ID}:role/new/${role.name}` }),
  description: (role) => ({ ...role, description: 'new' }),
  'session duration': (role) => ({ ...role, maxSessionDuration: 43200 }),
  'trust policy': (role) => ({ ...role, trustPolicy: extended(role.trustPolicy) }),
  'inline policy added': (role) => ({
    ...role,
    inlinePolicies: [...role.inlinePolicies, { name: 'new', document: NEW_POLICY }],
  }),
  'inline policy changed or added': ({ inlinePolicies: [first, ...rest], ...role }) => ({
    ...role,
    inlinePolicies: first
      ? [{ name: first.name, document: extended(first.document) }, ...rest]
      : [{ name: 'new', document: NEW_POLICY }],
  }),
  'policy attached or detached': (role) => ({
    ...role,
    attachedPolicies:
      role.attachedPolicies.length > 0
        ? role.attachedPolicies.slice(1)
        : [{ name: 'two', arn: policyArn('two') }],
  }),
  boundary: (role) => ({
    ...role,
    permissionsBoundary: role.permissionsBoundary === null ? policyArn('two') : null,
  }),
  'tag added': (role) => ({ ...role, tags: [...role.tags, { key: 'new', value: '' }] }),
  'tag changed or added': ({ tags: [first, ...rest], ...role }) => ({
    ...role,
    tags: first ? [{ key: first.key, value: `${first.value}2` }, ...rest] : [{ key: 'new', value: '' }],
  }),
  'instance profile': (role) => ({
    ...role,
    instanceProfiles: role.instanceProfiles.length > 0 ? role.instanceProfiles.slice(1) : ['new'],
  }),
  name: (role) => ({ ...role, name: 'new', arn: `arn:aws:iam::${ID}:role${role.path}new` }),
};
