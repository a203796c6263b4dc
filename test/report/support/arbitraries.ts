import fc from 'fast-check';
import type { AccountSource, RoleSource, Source } from './snapshots.js';

/** Pieces that overlap: two statements often share actions, resources or both. */
const ACTIONS = [
  's3:Get*',
  's3:GetObject',
  'S3:getobject',
  's3:*',
  'made:Up',
  'MADE:Up',
  '*',
  'ec2:*',
  '*:Get*',
  'sts:*',
];
const RESOURCES = ['*', 'arn:aws:s3:::a-dev/*', 'arn:aws:s3:::a-qa/*', 'arn:aws:s3:::b,"x"/*'];
const PRINCIPALS = [
  '*',
  { Service: 'ec2.amazonaws.com' },
  { AWS: ['123456789012', '987654321098'], Service: 'a.amazonaws.com' },
  { Federated: 'arn:aws:iam::123456789012:saml-provider/x' },
];
const CONDITIONS = [
  {},
  { Condition: { StringEquals: { 'aws:RequestedRegion': ['eu-west-1', 'a"b,c'] } } },
  { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } },
];

const patterns = (all: readonly string[]): fc.Arbitrary<string[]> =>
  fc.uniqueArray(fc.constantFrom(...all), { minLength: 1, maxLength: 3 });

const effect = fc.constantFrom('Allow', 'Deny');

const identityStatement = fc
  .tuple(
    effect,
    fc.boolean(),
    patterns(ACTIONS),
    fc.boolean(),
    patterns(RESOURCES),
    fc.constantFrom(...CONDITIONS),
  )
  .map(([Effect, notAction, actions, notResource, resources, condition]) => ({
    Effect,
    [notAction ? 'NotAction' : 'Action']: actions,
    [notResource ? 'NotResource' : 'Resource']: resources,
    ...condition,
  }));

const trustStatement = fc
  .tuple(
    effect,
    patterns(['sts:AssumeRole', 'sts:*', 'sts:TagSession']),
    fc.constantFrom(...PRINCIPALS),
    fc.boolean(),
  )
  .map(([Effect, Action, principal, negated]) => ({
    Effect,
    Action,
    [negated ? 'NotPrincipal' : 'Principal']: principal,
  }));

const documentWith = (statement: fc.Arbitrary<Readonly<Record<string, unknown>>>): fc.Arbitrary<Source> =>
  fc.oneof(
    {
      weight: 9,
      arbitrary: fc
        .array(statement, { maxLength: 4 })
        .map((Statement) => ({ Version: '2012-10-17', Statement })),
    },
    { weight: 1, arbitrary: fc.constant({ Version: 'none', Statement: [] }) },
  );

const identity = documentWith(identityStatement);

const POLICIES = ['one', 'two', 'two-dev', 'aws:two'];

const role: fc.Arbitrary<RoleSource> = fc.record({
  path: fc.constantFrom('/', '/dev/', '/aws-service-role/x.amazonaws.com/'),
  trust: documentWith(trustStatement),
  inline: fc.dictionary(fc.constantFrom('p', 'q-dev', '=r', 'trust'), identity, { maxKeys: 3 }),
  attached: fc.subarray([...POLICIES, 'lost']),
  description: fc.constantFrom(null, 'a', '=b'),
  maxSessionDuration: fc.constantFrom(3600, 7200),
  tags: fc.dictionary(fc.constantFrom('t', '+u'), fc.constantFrom('1', 'dev', '@x'), { maxKeys: 2 }),
});

/** A small account with everything that makes rows. */
export function account(id: string): fc.Arbitrary<AccountSource> {
  return fc
    .record({
      roles: fc.dictionary(fc.constantFrom('a', 'b_dev', '=c', '+d', 'é', 'Z'), role, { maxKeys: 5 }),
      policies: fc.record(
        Object.fromEntries(POLICIES.map((name) => [name, fc.option(identity, { freq: 8 })])),
      ),
      boundary: fc.constantFrom(undefined, 'one', 'aws:two'),
    })
    .map(({ roles, policies, boundary }) => ({
      id,
      roles: Object.fromEntries(
        Object.entries(roles).map(([name, one], index) => [
          name,
          boundary !== undefined && index % 2 === 0 ? { ...one, boundary } : one,
        ]),
      ),
      policies,
    }));
}
