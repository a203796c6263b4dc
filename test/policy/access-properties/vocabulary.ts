import fc from 'fast-check';
import { ODD_ACTIONS, ODD_POOLS, ODD_RESOURCES } from './odd-vocabulary.js';

/** Small on purpose: what is drawn twice should often overlap. */
export const ACTIONS = [
  's3:GetObject',
  'S3:getobject',
  's3:Get*',
  's3:*Object',
  's3:Get?bject',
  's3:PutObject',
  's3:ListBucket',
  's3:*',
  'ec2:Describe*',
  'ec2:DescribeInstances',
  'ec2:RunInstances',
  'nosuch:Do*',
  'nosuch:DoIt',
  '*:Get*',
  '*',
];

export const RESOURCES = [
  '*',
  'arn:aws:s3:::*',
  'arn:aws:s3:::app1-dev',
  'arn:aws:s3:::app1-dev/*',
  'arn:aws:s3:::app1-dev*',
  'arn:aws:s3:::app1-*',
  'arn:aws:s3:::app?-dev/*',
  'arn:aws:s3:::*/shared/*',
  'arn:aws:s3:::app1-dev/shared/a.txt',
  'arn:aws:s3:::app1-dev/${aws:username}/*',
  'arn:aws:s3:::app1-dev/${aws:PrincipalTag/team}/*',
  "arn:aws:s3:::app1-dev/${aws:username, 'shared'}/*",
  'arn:aws:s3:::app1-dev/${*}',
  'arn:aws:s3:::app1-dev/${aws:PrincipalTag/team}/${aws:username}',
  'arn:aws:ec2:*:*:instance/*',
  'arn:aws:ec2:eu-west-1:111122223333:instance/i-1',
  '*a*b*',
  '*b*a*',
];

export interface DrawnCondition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** Operators that go with a key, and values for it. */
export type Pool = readonly [operators: readonly string[], key: string, values: readonly string[]];

const EQUALS = ['StringEquals', 'StringNotEquals', 'StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase'];
const LIKE = ['StringLike', 'StringNotLike'];
const ORDER = ['Equals', 'NotEquals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'];

const POOLS: readonly Pool[] = [
  [
    [...EQUALS, ...LIKE, 'StringEqualsIfExists', 'StringNotLikeIfExists'],
    'aws:RequestedRegion',
    ['eu-west-1', 'EU-WEST-1', 'eu-west-2', 'eu-*', '*-1', 'eu-west-?', 'us-east-1'],
  ],
  [[...EQUALS, ...LIKE], 'aws:PrincipalTag/team', ['red', 'blue', 'r*', '*', '${aws:username}', '']],
  [ORDER.map((order) => `Numeric${order}`), 's3:max-keys', ['5', '10', '10.0', '7.5', '-1']],
  [
    [...ORDER.map((order) => `Date${order}`), 'DateLessThanIfExists'],
    'aws:CurrentTime',
    ['2026-01-01T00:00:00Z', '2026-01-01', '1767225600', '2026-06-01T01:00:00+01:00', '2027-01-01'],
  ],
  [
    ['IpAddress', 'NotIpAddress', 'IpAddressIfExists'],
    'aws:SourceIp',
    [
      '203.0.113.0/24',
      '203.0.113.128/25',
      '203.0.113.0/25',
      '203.0.0.0/16',
      '203.0.113.7',
      '0.0.0.0/0',
      '2001:db8::/32',
      '2001:db8::1',
      '::/0',
    ],
  ],
  [
    ['ArnLike', 'ArnEquals', 'ArnNotLike', 'StringLike', 'StringEquals', 'StringNotLike'],
    'aws:SourceArn',
    [
      'arn:aws:sns:*:111122223333:t*',
      'arn:aws:sns:eu-west-1:111122223333:topic',
      'arn:aws:sns:*',
      'arn:aws:s*:*:*:*',
      '*',
    ],
  ],
  [['Bool', 'BoolIfExists'], 'aws:SecureTransport', ['true', 'false', 'TRUE']],
  [['Null'], 'aws:RequestedRegion', ['true', 'false']],
  [['Null'], 'aws:SourceIp', ['true', 'false']],
  [
    [
      'ForAllValues:StringEquals',
      'ForAnyValue:StringEquals',
      'ForAllValues:StringLike',
      'ForAnyValue:StringNotEquals',
    ],
    'aws:TagKeys',
    ['a', 'b', 'c', 'a*'],
  ],
  // Keys that are read in more than one way, and keys that AWS derives from one another.
  [['StringEquals', 'StringLike', 'NumericEquals'], 's3:max-keys', ['5', '10', '1*']],
  [['StringEquals', 'StringNotLike', 'ForAllValues:StringNotLike'], 'aws:TagKeys', ['a', 'b', '*']],
  [['ForAnyValue:StringLike', 'StringLike'], 'aws:RequestedRegion', ['eu-*', '*']],
  [['StringEquals', 'StringNotEquals'], 'aws:SourceAccount', ['111122223333', '999999999999']],
  [['BinaryEquals', 'StringEquals'], 'aws:PrincipalTag/binary', ['QUJD', 'QUJE']],
];

const several = <T>(pool: readonly T[], max: number): fc.Arbitrary<T[]> =>
  fc.uniqueArray(fc.constantFrom(...pool), { minLength: 1, maxLength: max });

/** One operator on one key with one to three values. */
const conditionOf = (pools: readonly Pool[], most: number): fc.Arbitrary<DrawnCondition> =>
  fc.oneof(
    ...pools.map(([operators, key, values]) =>
      fc.record({
        operator: fc.constantFrom(...operators),
        key: fc.constant(key),
        values: several(values, most),
      }),
    ),
  );

export const condition = conditionOf(POOLS, 3);
export const oddCondition = conditionOf(ODD_POOLS, 3);

export const actions = several(ACTIONS, 3);
export const resources = several(RESOURCES, 3);
export const oddActions = several(ODD_ACTIONS, 3);
export const oddResources = several(ODD_RESOURCES, 3);

export const ACCOUNT = '111122223333';
const IAM = `arn:aws:iam::${ACCOUNT}`;

/** `TYPE:VALUE`, as `readPrincipal` takes it. */
export const PRINCIPALS = [
  'AWS:*',
  `AWS:${IAM}:root`,
  `AWS:${IAM}:role/ci`,
  `AWS:${IAM}:role/build/deploy`,
  `AWS:${IAM}:user/ann`,
  `AWS:arn:aws:sts::${ACCOUNT}:assumed-role/ci/run-7`,
  'AWS:arn:aws:iam::999999999999:root',
  'AWS:arn:aws:iam::999999999999:role/ci',
  'AWS:arn:aws:iam::999999999999:user/ann',
  'AWS:AROAKSCDLFT9R5DQP782U',
  'Service:ec2.amazonaws.com',
  'Service:lambda.amazonaws.com',
  `Federated:${IAM}:saml-provider/idp`,
  'Federated:accounts.google.com',
];

/** Who may ask; none of them is somebody that the policies can't name, all sorts are there. */
export const ASKERS = [
  ...PRINCIPALS.filter((one) => !one.includes('AROA') && !one.endsWith('*')),
  `AWS:${IAM}:role/other`,
  `AWS:arn:aws:sts::${ACCOUNT}:assumed-role/ci/run-8`,
  `AWS:arn:aws:sts::${ACCOUNT}:assumed-role/deploy/x`,
  'AWS:arn:aws:iam::888888888888:user/bob',
  'Service:sns.amazonaws.com',
];

export const principals = several(PRINCIPALS, 3);
export const trustActions = several(['sts:AssumeRole', 'sts:TagSession', 'sts:*', 'sts:AssumeRole*'], 2);

const TRUST_POOLS: readonly Pool[] = [
  [[...EQUALS, ...LIKE], 'sts:ExternalId', ['x1', 'X1', 'x*', 'y']],
  [['Bool', 'BoolIfExists'], 'aws:MultiFactorAuthPresent', ['true', 'false']],
  [
    ['ArnLike', 'ArnNotLike', 'StringEquals', 'StringLike'],
    'aws:PrincipalArn',
    [`${IAM}:role/ci`, `${IAM}:role/*`, `${IAM}:*`, 'arn:aws:iam::999999999999:role/ci'],
  ],
  [['StringEquals', 'StringNotEquals'], 'aws:PrincipalAccount', [ACCOUNT, '999999999999']],
  [['IpAddress', 'NotIpAddress'], 'aws:SourceIp', ['203.0.113.0/24', '203.0.0.0/16']],
  [['StringEquals', 'StringLike'], 'sts:RoleSessionName', ['${aws:username}', 'ann', '*']],
];

export const trustCondition = conditionOf(TRUST_POOLS, 2);
