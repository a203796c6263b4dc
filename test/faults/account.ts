import type {
  GroupRecord,
  PolicyRecord,
  RoleRecord,
  ServedAccount,
  UserRecord,
} from '../support/iam-endpoint/index.js';

export const ACCOUNT_ID = '111122223333';
const CREATED = '2024-01-31T12:00:00Z';
const AWS_POLICY = 'arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess';
const arn = (rest: string): string => `arn:aws:iam::${ACCOUNT_ID}:${rest}`;

/** A policy that allows one action. */
export function allow(action: string): object {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] };
}

function trust(service: string): object {
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
  };
}

function role(name: string, rest: Partial<RoleRecord> = {}): RoleRecord {
  return {
    RoleName: name,
    RoleId: `AROA${name.toUpperCase()}`,
    Path: '/',
    Arn: arn(`role/${name}`),
    CreateDate: CREATED,
    AssumeRolePolicyDocument: trust('ec2.amazonaws.com'),
    RolePolicyList: [],
    AttachedManagedPolicies: [],
    Tags: [],
    InstanceProfileList: [],
    MaxSessionDuration: 3600,
    ...rest,
  };
}

function user(name: string, rest: Partial<UserRecord> = {}): UserRecord {
  return {
    UserName: name,
    UserId: `AIDA${name.toUpperCase()}`,
    Path: '/',
    Arn: arn(`user/${name}`),
    CreateDate: CREATED,
    UserPolicyList: [],
    AttachedManagedPolicies: [],
    GroupList: [],
    Tags: [],
    ...rest,
  };
}

function group(name: string, rest: Partial<GroupRecord> = {}): GroupRecord {
  return {
    GroupName: name,
    GroupId: `AGPA${name.toUpperCase()}`,
    Path: '/',
    Arn: arn(`group/${name}`),
    CreateDate: CREATED,
    GroupPolicyList: [],
    AttachedManagedPolicies: [],
    ...rest,
  };
}

function policy(policyArn: string, document: object): PolicyRecord {
  const name = policyArn.slice(policyArn.lastIndexOf('/') + 1);
  return {
    PolicyName: name,
    PolicyId: `ANPA${name.toUpperCase()}`,
    Arn: policyArn,
    Path: '/',
    CreateDate: CREATED,
    DefaultVersionId: 'v2',
    PolicyVersionList: [{ VersionId: 'v2', IsDefaultVersion: true, Document: document }],
  };
}

const attach = (policyArn: string) => ({
  PolicyArn: policyArn,
  PolicyName: policyArn.slice(policyArn.lastIndexOf('/') + 1),
});

const LIMIT = arn('policy/limit');
const SHARED = arn('policy/shared');

/** An account in which every call of both ways to read it has something to say, over more than one page. */
export const BASE: ServedAccount = {
  id: ACCOUNT_ID,
  alias: 'prod',
  hiddenPolicies: [LIMIT],
  details: {
    RoleDetailList: [
      role('app', {
        RolePolicyList: [
          { PolicyName: 'own', PolicyDocument: allow('s3:GetObject') },
          { PolicyName: 'queue', PolicyDocument: allow('sqs:SendMessage') },
        ],
        AttachedManagedPolicies: [attach(AWS_POLICY), attach(SHARED)],
        PermissionsBoundary: { PermissionsBoundaryArn: LIMIT },
        Tags: [{ Key: 'team', Value: 'red' }],
        InstanceProfileList: [{ InstanceProfileName: 'app' }],
        Description: 'the application',
      }),
      role('job', {
        AssumeRolePolicyDocument: trust('lambda.amazonaws.com'),
        InstanceProfileList: [{ InstanceProfileName: 'job' }],
      }),
    ],
    UserDetailList: [
      user('ann', {
        UserPolicyList: [
          { PolicyName: 'self', PolicyDocument: allow('iam:GetUser') },
          { PolicyName: 'tools', PolicyDocument: allow('ec2:DescribeInstances') },
        ],
        AttachedManagedPolicies: [attach(AWS_POLICY), attach(SHARED)],
        GroupList: ['admins', 'staff'],
        Tags: [{ Key: 'team', Value: 'blue' }],
      }),
      user('bob'),
    ],
    GroupDetailList: [
      group('admins', {
        GroupPolicyList: [
          { PolicyName: 'all', PolicyDocument: allow('logs:PutLogEvents') },
          { PolicyName: 'more', PolicyDocument: allow('sns:Publish') },
        ],
        AttachedManagedPolicies: [attach(AWS_POLICY), attach(SHARED)],
      }),
      group('staff'),
    ],
    Policies: [
      policy(LIMIT, allow('*')),
      policy(SHARED, allow('dynamodb:GetItem')),
      policy(AWS_POLICY, allow('sqs:ListQueues')),
      policy(arn('policy/spare'), allow('kms:Decrypt')),
    ],
  },
};

type Details = ServedAccount['details'];
type Change = (details: Details) => Partial<Details>;

const firstRole =
  (change: (found: RoleRecord) => Partial<RoleRecord>): Change =>
  ({ RoleDetailList: [first, ...rest] }) => ({ RoleDetailList: [{ ...first!, ...change(first!) }, ...rest] });
const firstUser =
  (change: (found: UserRecord) => Partial<UserRecord>): Change =>
  ({ UserDetailList: [first, ...rest] }) => ({ UserDetailList: [{ ...first!, ...change(first!) }, ...rest] });
const firstGroup =
  (change: (found: GroupRecord) => Partial<GroupRecord>): Change =>
  ({ GroupDetailList: [first, ...rest] }) => ({
    GroupDetailList: [{ ...first!, ...change(first!) }, ...rest],
  });
const changedPolicy =
  (name: string, action: string): Change =>
  ({ Policies }) => ({
    Policies: Policies.map((one) => (one.PolicyName === name ? policy(one.Arn, allow(action)) : one)),
  });

/** Each part of an account that can drift, and how it does. The last inline policy changes, so that it is on the last page. */
export const DRIFTS: Readonly<Record<string, Change>> = {
  'role added': ({ RoleDetailList }) => ({ RoleDetailList: [...RoleDetailList, role('zoe')] }),
  'role removed': ({ RoleDetailList }) => ({ RoleDetailList: RoleDetailList.slice(0, -1) }),
  'role trust': firstRole(() => ({ AssumeRolePolicyDocument: trust('ecs.amazonaws.com') })),
  'role inline document': firstRole(({ RolePolicyList: [first, ...rest] }) => ({
    RolePolicyList: [{ ...first!, PolicyDocument: allow('s3:*') }, ...rest],
  })),
  'role inline removed': firstRole(({ RolePolicyList }) => ({ RolePolicyList: RolePolicyList.slice(0, -1) })),
  'role detached': firstRole(({ AttachedManagedPolicies }) => ({
    AttachedManagedPolicies: AttachedManagedPolicies.slice(0, -1),
  })),
  'role boundary gone': ({ RoleDetailList: [first, ...rest] }) => {
    const unbounded = Object.entries(first!).filter(([field]) => field !== 'PermissionsBoundary');
    return { RoleDetailList: [Object.fromEntries(unbounded) as unknown as RoleRecord, ...rest] };
  },
  'role tag': firstRole(() => ({ Tags: [{ Key: 'team', Value: 'green' }] })),
  'role description': firstRole(() => ({ Description: 'something else' })),
  'role session duration': firstRole(() => ({ MaxSessionDuration: 43200 })),
  'role instance profile': firstRole(() => ({ InstanceProfileList: [{ InstanceProfileName: 'other' }] })),
  'user added': ({ UserDetailList }) => ({ UserDetailList: [...UserDetailList, user('zed')] }),
  'user removed': ({ UserDetailList }) => ({ UserDetailList: UserDetailList.slice(0, -1) }),
  'user inline document': firstUser(({ UserPolicyList: [first, ...rest] }) => ({
    UserPolicyList: [{ ...first!, PolicyDocument: allow('iam:*') }, ...rest],
  })),
  'user inline removed': firstUser(({ UserPolicyList }) => ({ UserPolicyList: UserPolicyList.slice(0, -1) })),
  'user detached': firstUser(({ AttachedManagedPolicies }) => ({
    AttachedManagedPolicies: AttachedManagedPolicies.slice(0, -1),
  })),
  'user boundary': firstUser(() => ({ PermissionsBoundary: { PermissionsBoundaryArn: SHARED } })),
  'user tag': firstUser(() => ({ Tags: [] })),
  'user left group': firstUser(({ GroupList }) => ({ GroupList: GroupList.slice(0, -1) })),
  'group removed': ({ GroupDetailList, UserDetailList }) => ({
    GroupDetailList: GroupDetailList.slice(0, -1),
    UserDetailList: UserDetailList.map((one) => ({
      ...one,
      GroupList: one.GroupList.filter((name) => name !== 'staff'),
    })),
  }),
  'group inline document': firstGroup(({ GroupPolicyList: [first, ...rest] }) => ({
    GroupPolicyList: [{ ...first!, PolicyDocument: allow('logs:*') }, ...rest],
  })),
  'group inline removed': firstGroup(({ GroupPolicyList }) => ({
    GroupPolicyList: GroupPolicyList.slice(0, -1),
  })),
  'group detached': firstGroup(({ AttachedManagedPolicies }) => ({
    AttachedManagedPolicies: AttachedManagedPolicies.slice(0, -1),
  })),
  'managed policy document': changedPolicy('shared', 'dynamodb:*'),
  'boundary document': changedPolicy('limit', 's3:*'),
  'spare policy document': changedPolicy('spare', 'kms:*'),
  'managed policy removed': ({ Policies }) => ({ Policies: Policies.slice(0, -1) }),
};

/** The account with one drift. */
export function drifted(name: string): ServedAccount {
  const change = DRIFTS[name];
  if (!change) throw new Error(`no drift is named ${name}`);
  return { ...BASE, details: { ...BASE.details, ...change(BASE.details) } };
}
