import type {
  Account,
  Doc,
  GroupRecord,
  PolicyRecord,
  RoleRecord,
  Statement,
  UserRecord,
} from './account.js';

export const DEV_ID = '123456789012';
export const QA_ID = '987654321098';
export const AWS_POLICY = 'arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess';

const doc = (...statements: Statement[]): Doc => ({ Version: '2012-10-17', Statement: statements });

/**
 * Two accounts that say the same: names differ by `dev`/`qa`, account ids, unique ids, dates and suffixes of IAM
 * Identity Center by themselves.
 */
export function account(env: 'dev' | 'qa'): Account {
  const id = env === 'dev' ? DEV_ID : QA_ID;
  const hex = env === 'dev' ? '0123456789abcdef' : 'fedcba9876543210';
  const uid = (n: number): string => `${env === 'dev' ? 'DEV' : 'QA'}EXAMPLE${n}`;
  const arn = (rest: string): string => `arn:aws:iam::${id}:${rest}`;
  let count = 0;
  const role = (
    name: string,
    path: string,
    trustPolicy: Doc,
    rest: Partial<RoleRecord> = {},
  ): RoleRecord => ({
    RoleName: name,
    RoleId: `AROA${uid(count++)}`,
    Path: path,
    Arn: arn(`role${path}${name}`),
    CreateDate: env === 'dev' ? '2024-01-02T03:04:05+00:00' : '2025-06-07T08:09:10+00:00',
    RoleLastUsed: { LastUsedDate: env === 'dev' ? '2026-01-01T00:00:00Z' : '2026-02-02T00:00:00Z' },
    AssumeRolePolicyDocument: trustPolicy,
    RolePolicyList: [],
    AttachedManagedPolicies: [],
    Tags: [],
    InstanceProfileList: [],
    ...rest,
  });
  const customer = (name: string, document: Doc): PolicyRecord => ({
    PolicyName: name,
    PolicyId: `ANPA${uid(count++)}`,
    Path: '/',
    Arn: arn(`policy/${name}`),
    DefaultVersionId: 'v1',
    AttachmentCount: env === 'dev' ? 1 : 7,
    PolicyVersionList: [{ VersionId: 'v1', IsDefaultVersion: true, Document: document }],
  });

  const roles: RoleRecord[] = [
    role(
      `app1_${env}`,
      '/apps/',
      doc({ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }),
      {
        RolePolicyList: [
          {
            PolicyName: 's3_inline_policy',
            PolicyDocument: doc(
              {
                Sid: 'Read',
                Effect: 'Allow',
                Action: ['s3:Get*', 's3:ListBucket'],
                Resource: [`arn:aws:s3:::app1-${env}/shared/*`, `arn:aws:s3:::app1-${env}`],
              },
              { Effect: 'Allow', Action: ['sqs:SendMessage', 'sqs:ReceiveMessage'], Resource: '*' },
              { Effect: 'Deny', Action: 's3:DeleteBucket', Resource: '*' },
            ),
          },
        ],
        AttachedManagedPolicies: [
          { PolicyName: `app1-${env}-data`, PolicyArn: arn(`policy/app1-${env}-data`) },
          { PolicyName: 'AmazonSQSReadOnlyAccess', PolicyArn: AWS_POLICY },
        ],
        PermissionsBoundary: { PermissionsBoundaryArn: arn(`policy/${env}-boundary`) },
        Tags: [
          { Key: 'Environment', Value: env },
          { Key: 'Owner', Value: 'platform' },
        ],
        InstanceProfileList: [{ InstanceProfileName: `app1_${env}` }],
      },
    ),
    role(
      'audit',
      '/',
      doc({
        Effect: 'Allow',
        Principal: { AWS: [arn('root'), 'arn:aws:iam::444455556666:role/auditor'] },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'sts:ExternalId': 'x-1234' } },
      }),
      {
        RolePolicyList: [
          {
            PolicyName: 'own_account',
            PolicyDocument: doc(
              { Effect: 'Allow', Action: 'iam:GetRole', Resource: arn('role/*') },
              {
                Effect: 'Allow',
                Action: 'ec2:StartInstances',
                Resource: `arn:aws:ec2:eu-west-1:${id}:instance/*`,
              },
              {
                Effect: 'Allow',
                Action: 'devicefarm:ListRuns',
                Resource: '*',
                Condition: { StringEquals: { 'aws:ResourceAccount': id } },
              },
            ),
          },
        ],
      },
    ),
    role(
      'guarded',
      '/',
      doc({ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole', Condition: orgOnly() }),
      {
        RolePolicyList: [
          {
            PolicyName: 'guards',
            PolicyDocument: doc(
              {
                Effect: 'Allow',
                Action: 'ec2:RunInstances',
                Resource: '*',
                Condition: {
                  StringEquals: { 'aws:RequestedRegion': ['eu-west-1', 'eu-central-1'] },
                  NumericLessThan: { 'aws:MultiFactorAuthAge': 3600 },
                },
              },
              {
                Effect: 'Allow',
                Action: 'dynamodb:GetItem',
                Resource: '*',
                Condition: { 'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['id', 'name'] } },
              },
              { Effect: 'Deny', Action: 'kms:Decrypt', NotResource: `arn:aws:kms:eu-west-1:${id}:key/*` },
              { Effect: 'Deny', NotAction: ['iam:*', 'sts:*'], Resource: 'arn:aws:iam::aws:policy/x' },
            ),
          },
        ],
      },
    ),
    role(
      'home',
      '/',
      doc({
        Effect: 'Allow',
        Principal: { Federated: arn('saml-provider/corp') },
        Action: 'sts:AssumeRoleWithSAML',
      }),
      {
        RolePolicyList: [
          {
            PolicyName: 'home',
            PolicyDocument: doc({
              Effect: 'Allow',
              Action: 's3:*',
              Resource: 'arn:aws:s3:::home/${aws:username}/*',
            }),
          },
        ],
      },
    ),
    role(
      `AWSReservedSSO_Admin_${hex}`,
      '/aws-reserved/sso.amazonaws.com/',
      doc({
        Effect: 'Allow',
        Principal: { Federated: arn(`saml-provider/AWSSSO_${hex}_DO_NOT_DELETE`) },
        Action: ['sts:AssumeRoleWithSAML', 'sts:TagSession'],
      }),
    ),
    role(
      'AWSServiceRoleForSupport',
      '/aws-service-role/support.amazonaws.com/',
      doc({ Effect: 'Allow', Principal: { Service: 'support.amazonaws.com' }, Action: 'sts:AssumeRole' }),
    ),
  ];

  const users: UserRecord[] = [
    {
      UserName: `${env}-alice`,
      UserId: `AIDA${uid(count++)}`,
      Path: '/',
      Arn: arn(`user/${env}-alice`),
      UserPolicyList: [
        {
          PolicyName: 'self',
          PolicyDocument: doc({ Effect: 'Allow', Action: 'iam:GetUser', Resource: arn(`user/${env}-alice`) }),
        },
      ],
      AttachedManagedPolicies: [],
      GroupList: ['admins'],
      Tags: [{ Key: 'Team', Value: 'blue' }],
    },
  ];
  const groups: GroupRecord[] = [
    {
      GroupName: 'admins',
      GroupId: `AGPA${uid(count++)}`,
      Path: '/',
      Arn: arn('group/admins'),
      GroupPolicyList: [
        {
          PolicyName: 'list',
          PolicyDocument: doc({ Effect: 'Allow', Action: 'iam:ListUsers', Resource: '*' }),
        },
      ],
      AttachedManagedPolicies: [{ PolicyName: 'AmazonSQSReadOnlyAccess', PolicyArn: AWS_POLICY }],
    },
  ];
  const policies: PolicyRecord[] = [
    customer(
      `app1-${env}-data`,
      doc(
        {
          Effect: 'Allow',
          Action: 'dynamodb:*',
          Resource: `arn:aws:dynamodb:eu-west-1:${id}:table/app1-${env}`,
        },
        { Effect: 'Allow', Action: 'kms:Decrypt', Resource: '*' },
      ),
    ),
    customer(
      `${env}-boundary`,
      doc({ Effect: 'Allow', Action: ['s3:*', 'sqs:*', 'dynamodb:*'], Resource: '*' }),
    ),
    customer(
      'other-boundary',
      doc({ Effect: 'Allow', Action: ['s3:*', 'sqs:*', 'dynamodb:*'], Resource: '*' }),
    ),
    customer('spare', doc({ Effect: 'Allow', Action: 'logs:PutLogEvents', Resource: '*' })),
    {
      PolicyName: 'AmazonSQSReadOnlyAccess',
      PolicyId: 'ANPAIUGSSQY362XGCM6KW',
      Path: '/',
      Arn: AWS_POLICY,
      DefaultVersionId: 'v1',
      PolicyVersionList: [
        {
          VersionId: 'v1',
          IsDefaultVersion: true,
          Document: doc({ Effect: 'Allow', Action: ['sqs:GetQueueUrl', 'sqs:ListQueues'], Resource: '*' }),
        },
      ],
    },
  ];
  return {
    id,
    partition: 'aws',
    details: {
      RoleDetailList: roles,
      UserDetailList: users,
      GroupDetailList: groups,
      Policies: policies,
    },
    roleExtras: Object.fromEntries(
      roles.map(({ RoleName: name }) => [name, { description: 'as agreed', maxSessionDuration: 3600 }]),
    ),
    policyExtras: Object.fromEntries(
      policies.map(({ PolicyName: name }) => [
        name,
        { description: null, tags: [{ key: 'Team', value: 'blue' }] },
      ]),
    ),
  };
}

function orgOnly(): Record<string, unknown> {
  return { StringEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' } };
}
