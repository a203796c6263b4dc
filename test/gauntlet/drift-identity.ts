import { inline, managed, statement, type Account, type Statement } from './account.js';
import type { Case } from './cases.js';
import { DEV_ID } from './base.js';

const APP = 'app1_<accountname>';

/** A change to one statement of a role's inline policy. */
function change(
  name: string,
  [roleName, index]: readonly [role: string, statement: number],
  to: (statement: Statement) => void,
): Case {
  return {
    name,
    expected: 'drift',
    entity: roleName === 'app1' ? APP : roleName,
    change: (account) => to(statement(inline(account, roleName), index)),
  };
}

const set =
  (element: string, value: unknown) =>
  (one: Statement): void => {
    one[element] = value;
  };

/** Renames an element: `Action` becomes `NotAction`. */
const rename =
  (from: string, to: string) =>
  (one: Statement): void => {
    one[to] = one[from];
    Reflect.deleteProperty(one, from);
  };

const condition = (block: unknown): ((one: Statement) => void) => set('Condition', block);
const GUARD = { 'aws:RequestedRegion': ['eu-west-1', 'eu-central-1'] };
const MFA = { NumericLessThan: { 'aws:MultiFactorAuthAge': 3600 } };
const S3_GET = ['s3:Get*', 's3:ListBucket'];

export const identityDrifts: readonly Case[] = [
  change('an action added', ['app1', 0], set('Action', [...S3_GET, 's3:PutObject'])),
  change('an action added in lower case', ['app1', 0], set('Action', [...S3_GET, 's3:putobject'])),
  change('an action added in upper case', ['app1', 0], set('Action', [...S3_GET, 'S3:PUTOBJECT'])),
  change('an action removed', ['app1', 0], set('Action', 's3:Get*')),
  change('an action written as another', ['app1', 0], set('Action', ['s3:Get*', 's3:ListBucketVersions'])),
  change('an action of a service that no catalogue knows', ['app1', 0], set('Action', [...S3_GET, 'zzz:Do'])),
  change('a name that no catalogue knows', ['app1', 0], set('Action', [...S3_GET, 's3:Zzz'])),
  change('a pattern that no action of today matches', ['app1', 0], set('Action', [...S3_GET, 's3:Zzz*'])),
  change('an action without a name', ['app1', 0], set('Action', [...S3_GET, 's3:'])),
  change('a wildcard action narrowed', ['app1', 0], set('Action', ['s3:GetObject*', 's3:ListBucket'])),
  change('a wildcard action widened', ['app1', 0], set('Action', ['s3:G*', 's3:ListBucket'])),
  change('* for ? in an action', ['app1', 1], set('Action', ['sqs:SendMessag?', 'sqs:ReceiveMessage'])),
  change('s3:* narrowed', ['home', 0], set('Action', ['s3:G*', 's3:L*'])),
  change('every action', ['app1', 2], set('Action', '*')),
  change('Allow made Deny', ['app1', 1], set('Effect', 'Deny')),
  change('Deny made Allow', ['app1', 2], set('Effect', 'Allow')),
  change('Action made NotAction', ['app1', 1], rename('Action', 'NotAction')),
  change('NotAction made Action', ['guarded', 3], rename('NotAction', 'Action')),
  change('an action added to NotAction', ['guarded', 3], set('NotAction', ['iam:*', 'sts:*', 's3:*'])),
  change('an action removed from NotAction', ['guarded', 3], set('NotAction', ['iam:*'])),
  change('Resource made NotResource', ['app1', 0], rename('Resource', 'NotResource')),
  change('NotResource made Resource', ['guarded', 2], rename('NotResource', 'Resource')),
  change(
    'a resource widened',
    ['app1', 0],
    set('Resource', ['arn:aws:s3:::app1-qa/*', 'arn:aws:s3:::app1-qa']),
  ),
  change('a resource added', ['app1', 1], set('Resource', ['*', 'arn:aws:sqs:eu-west-1:1:q'])),
  change('a resource removed', ['app1', 0], set('Resource', 'arn:aws:s3:::app1-qa/shared/*')),
  change(
    'a resource in another case',
    ['app1', 0],
    set('Resource', ['arn:aws:s3:::app1-qa/Shared/*', 'arn:aws:s3:::app1-qa']),
  ),
  change(
    'a resource in another region',
    ['audit', 1],
    set('Resource', 'arn:aws:ec2:us-east-1:987654321098:instance/*'),
  ),
  change(
    'a resource in another partition',
    ['audit', 1],
    set('Resource', 'arn:aws-cn:ec2:eu-west-1:987654321098:instance/*'),
  ),
  change(
    'a resource in a third account',
    ['audit', 1],
    set('Resource', 'arn:aws:ec2:eu-west-1:111122223333:instance/*'),
  ),
  change(
    'a resource in the other compared account',
    ['audit', 1],
    set('Resource', `arn:aws:ec2:eu-west-1:${DEV_ID}:instance/*`),
  ),
  change(
    'both buckets where the other side has its own alone',
    ['app1', 0],
    set('Resource', [
      'arn:aws:s3:::app1-dev/shared/*',
      'arn:aws:s3:::app1-qa/shared/*',
      'arn:aws:s3:::app1-qa',
    ]),
  ),
  change(
    'both accounts as values of a condition',
    ['audit', 2],
    condition({ StringEquals: { 'aws:ResourceAccount': ['987654321098', DEV_ID] } }),
  ),
  change(
    'a condition on the other compared account',
    ['audit', 2],
    condition({ StringEquals: { 'aws:ResourceAccount': DEV_ID } }),
  ),
  change('a condition added', ['app1', 1], condition({ Bool: { 'aws:SecureTransport': 'true' } })),
  change('all conditions dropped', ['guarded', 0], (one) => Reflect.deleteProperty(one, 'Condition')),
  change('one of two conditions dropped', ['guarded', 0], condition({ StringEquals: GUARD })),
  change(
    'a value of a condition added',
    ['guarded', 0],
    condition({ StringEquals: { 'aws:RequestedRegion': ['eu-west-1', 'eu-central-1', '*'] }, ...MFA }),
  ),
  change(
    'a value of a condition removed',
    ['guarded', 0],
    condition({ StringEquals: { 'aws:RequestedRegion': 'eu-west-1' }, ...MFA }),
  ),
  change(
    'a value of a condition in another case',
    ['guarded', 0],
    condition({ StringEquals: { 'aws:RequestedRegion': ['EU-west-1', 'eu-central-1'] }, ...MFA }),
  ),
  change(
    'a number changed',
    ['guarded', 0],
    condition({ StringEquals: GUARD, NumericLessThan: { 'aws:MultiFactorAuthAge': 36000 } }),
  ),
  change('a condition negated', ['guarded', 0], condition({ StringNotEquals: GUARD, ...MFA })),
  change('StringEquals made StringLike', ['guarded', 0], condition({ StringLike: GUARD, ...MFA })),
  change('IfExists added', ['guarded', 0], condition({ StringEqualsIfExists: GUARD, ...MFA })),
  change(
    'the key of a condition changed',
    ['guarded', 0],
    condition({ StringEquals: { 'ec2:Region': ['eu-west-1', 'eu-central-1'] }, ...MFA }),
  ),
  change(
    'ForAllValues made ForAnyValue',
    ['guarded', 1],
    condition({ 'ForAnyValue:StringEquals': { 'dynamodb:Attributes': ['id', 'name'] } }),
  ),
  change(
    'ForAllValues dropped',
    ['guarded', 1],
    condition({ StringEquals: { 'dynamodb:Attributes': ['id', 'name'] } }),
  ),
  change(
    'a value of a condition on another key added',
    ['guarded', 0],
    condition({ StringEquals: { ...GUARD, 'aws:PrincipalTag/team': 'x' }, ...MFA }),
  ),
  {
    name: 'actions swapped between two statements',
    expected: 'drift',
    entity: 'audit',
    change: (account) => {
      const one = statement(inline(account, 'audit'), 0);
      const two = statement(inline(account, 'audit'), 1);
      [one.Action, two.Action] = [two.Action, one.Action];
    },
  },
  {
    name: 'conditions swapped between two statements',
    expected: 'drift',
    entity: 'guarded',
    change: (account) => {
      const one = statement(inline(account, 'guarded'), 0);
      const two = statement(inline(account, 'guarded'), 1);
      [one.Condition, two.Condition] = [two.Condition, one.Condition];
    },
  },
  removedStatement('an Allow statement removed', 'app1', 1),
  removedStatement('a Deny statement removed', 'app1', 2),
  {
    name: 'a statement added',
    expected: 'drift',
    entity: 'home',
    change: (account) =>
      inline(account, 'home').Statement.push({ Effect: 'Deny', Action: 's3:PutObject', Resource: '*' }),
  },
  {
    name: 'Version 2012 made 2008 where a policy variable is in use',
    expected: 'drift',
    entity: 'home',
    change: (account) => {
      inline(account, 'home').Version = '2008-10-17';
    },
  },
  {
    name: 'Version dropped where a policy variable is in use',
    expected: 'drift',
    entity: 'home',
    change: (account) => {
      delete inline(account, 'home').Version;
    },
  },
  change('another policy variable', ['home', 0], set('Resource', 'arn:aws:s3:::home/${aws:userid}/*')),
  change('a policy variable made a wildcard', ['home', 0], set('Resource', 'arn:aws:s3:::home/*/*')),
  {
    name: 'a customer managed policy edited in place',
    expected: 'drift',
    entity: APP,
    change: (account) => {
      statement(managed(account, 'app1')).Action = 'dynamodb:GetItem';
    },
  },
  {
    name: 'a customer managed policy edited where an action is of no known service',
    expected: 'drift',
    entity: 'app1-<accountname>-data',
    change: (account) => {
      statement(managed(account, 'app1'), 1).Action = ['kms:Decrypt', 'zzz:*'];
    },
  },
  {
    name: 'the boundary edited',
    expected: 'drift',
    entity: APP,
    change: (account) => {
      statement(managed(account, 'qa-boundary')).Action = ['s3:*', 'sqs:*'];
    },
  },
];

function removedStatement(name: string, roleName: string, index: number): Case {
  return {
    name,
    expected: 'drift',
    entity: roleName === 'app1' ? APP : roleName,
    change: (account: Account) => inline(account, roleName).Statement.splice(index, 1),
  };
}
