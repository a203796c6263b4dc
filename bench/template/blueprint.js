import { uniqueId } from '../estate/random.js';
import { APPS, STYLES, TASKS } from './words.js';

/** The roles of a template: one per team, app and task. */
export function drawRoles(count, random) {
  const teams = ['ledger', 'catalogue', 'storefront', 'growth', 'fraud'];
  const all = teams.flatMap((team) => APPS.flatMap((app) => TASKS.map((task) => ({ team, app, task }))));
  return random.sample(all, count).map((words) => ({
    ...words,
    grants: random.sample(Object.keys(GRANTS), 1 + random.below(3)),
    trust: random.pick(Object.keys(TRUSTS)),
    isBounded: random.chance(0.3),
    isShared: random.chance(0.3),
    centre: String(4000 + random.below(30)),
  }));
}

/** What differs between the accounts, and the words of one role as this account has them. */
export function wordsOf(role, side) {
  const { env, region, code, account, hash, endpoint, teams } = side;
  return {
    env,
    region,
    code,
    account,
    hash,
    endpoint,
    team: teams[role.team],
    app: role.app,
    task: role.task,
  };
}

const allow = (Action, Resource, Condition) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...(Condition && { Condition }),
});

/** Statements of the inline policy. */
const GRANTS = {
  bucket: ({ team, app, env, hash }) =>
    allow(
      ['s3:GetObject', 's3:ListBucket'],
      [`arn:aws:s3:::${team}-${app}-${env}-${hash}`, `arn:aws:s3:::${team}-${app}-${env}-${hash}/*`],
    ),
  artifacts: ({ app, hash, endpoint }) =>
    allow('s3:GetObject', `arn:aws:s3:::artifacts-${hash}/${app}/*`, {
      StringEquals: { 'aws:SourceVpce': endpoint },
    }),
  table: ({ account, env, region, app }) =>
    allow(
      ['dynamodb:GetItem', 'dynamodb:Query'],
      `arn:aws:dynamodb:${region}:${account}:table/${env}-${app}`,
    ),
  secret: ({ account, env, region, team, app }) =>
    allow(
      'secretsmanager:GetSecretValue',
      `arn:aws:secretsmanager:${region}:${account}:secret:${env}/${team}/${app}-*`,
    ),
  queue: ({ account, env, region, code, app, task }) =>
    allow(
      ['sqs:SendMessage', 'sqs:ReceiveMessage'],
      `arn:aws:sqs:${region}:${account}:${app}-${task}-${env}-${code}`,
    ),
  logs: ({ account, env, region, app }) =>
    allow('logs:PutLogEvents', `arn:aws:logs:${region}:${account}:log-group:/${env}/${app}:*`),
  regional: ({ region }) =>
    allow('ec2:DescribeInstances', '*', { StringEquals: { 'aws:RequestedRegion': [region] } }),
  deploy: ({ account, env }) =>
    allow('iam:PassRole', `arn:aws:iam::${account}:role/deploy-${env}`, {
      StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' },
    }),
};

const trust = (Principal, Condition, Action = 'sts:AssumeRole') => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal, Action, ...(Condition && { Condition }) }],
});

const TRUSTS = {
  service: ({ task }) =>
    trust({ Service: task === 'api' ? 'ecs-tasks.amazonaws.com' : 'lambda.amazonaws.com' }),
  account: ({ account }) => trust({ AWS: `arn:aws:iam::${account}:root` }),
  ci: ({ account, env }) => trust({ AWS: `arn:aws:iam::${account}:role/ci-${env}` }),
  vendor: ({ team, app }) =>
    trust(
      { AWS: 'arn:aws:iam::111122223333:root' },
      { StringEquals: { 'sts:ExternalId': `${team}-${app}-ext` } },
    ),
  federated: ({ account, app, env }) =>
    trust(
      { Federated: `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com` },
      {
        StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' },
        StringLike: { 'token.actions.githubusercontent.com:sub': `repo:example/${app}:environment:${env}` },
      },
      'sts:AssumeRoleWithWebIdentity',
    ),
};

/** The role as GetAccountAuthorizationDetails tells it. */
export function placeRole(role, side, { style, random }) {
  const words = wordsOf(role, side);
  const name = STYLES[style](words);
  const path = role.isBounded ? `/${words.env}/${words.team}/` : '/';
  const policy = (policyName) => ({
    PolicyName: policyName,
    PolicyArn: `arn:aws:iam::${side.account}:policy/${policyName}`,
  });
  return {
    Path: path,
    RoleName: name,
    RoleId: uniqueId('AROA', random),
    Arn: `arn:aws:iam::${side.account}:role${path}${name}`,
    CreateDate: '2026-01-01T00:00:00+00:00',
    AssumeRolePolicyDocument: TRUSTS[role.trust](words),
    InstanceProfileList: [],
    RolePolicyList: [
      {
        PolicyName: `${role.app}-access`,
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: role.grants.map((grant) => GRANTS[grant](words)),
        },
      },
    ],
    AttachedManagedPolicies: role.isShared ? [policy(teamPolicyName(role.team, side))] : [],
    ...(role.isBounded && {
      PermissionsBoundary: {
        PermissionsBoundaryType: 'Policy',
        PermissionsBoundaryArn: policy(`${words.env}-boundary`).PolicyArn,
      },
    }),
    Tags: [
      { Key: 'environment', Value: words.env },
      { Key: 'team', Value: words.team },
      { Key: 'cost-centre', Value: role.centre },
    ],
    RoleLastUsed: {},
  };
}

export const teamPolicyName = (team, { teams, env }) => `${teams[team]}-shared-${env}`;

/** The customer managed policies of one side. */
export function placePolicies(side, random) {
  const { env, region, account, hash, teams } = side;
  const managed = (name, ...Statement) => ({
    PolicyName: name,
    PolicyId: uniqueId('ANPA', random),
    Arn: `arn:aws:iam::${account}:policy/${name}`,
    Path: '/',
    DefaultVersionId: 'v1',
    AttachmentCount: 0,
    PermissionsBoundaryUsageCount: 0,
    IsAttachable: true,
    CreateDate: '2026-01-01T00:00:00+00:00',
    UpdateDate: '2026-01-01T00:00:00+00:00',
    PolicyVersionList: [
      {
        Document: { Version: '2012-10-17', Statement },
        VersionId: 'v1',
        IsDefaultVersion: true,
        CreateDate: '2026-01-01T00:00:00+00:00',
      },
    ],
  });
  return [
    managed(
      `${env}-boundary`,
      { Effect: 'Allow', NotAction: ['iam:*', 'organizations:*'], Resource: '*' },
      { Effect: 'Deny', Action: 's3:*', Resource: `arn:aws:s3:::audit-${env}-${hash}/*` },
    ),
    ...Object.keys(teams).map((team) =>
      managed(
        teamPolicyName(team, side),
        allow('kms:Decrypt', `arn:aws:kms:${region}:${account}:alias/${teams[team]}-${env}`),
        allow('ssm:GetParameter', `arn:aws:ssm:${region}:${account}:parameter/${env}/${teams[team]}/*`),
      ),
    ),
  ];
}

/** Roles that have one name in every account. */
export function placeCommonRoles({ account }, random) {
  return ['audit', 'break-glass', 'cost-reader'].map((name) => ({
    Path: '/',
    RoleName: name,
    RoleId: uniqueId('AROA', random),
    Arn: `arn:aws:iam::${account}:role/${name}`,
    CreateDate: '2026-01-01T00:00:00+00:00',
    AssumeRolePolicyDocument: TRUSTS.account({ account }),
    InstanceProfileList: [],
    RolePolicyList: [],
    AttachedManagedPolicies: [],
    Tags: [],
    RoleLastUsed: {},
  }));
}
