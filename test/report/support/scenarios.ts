import { compare, type Compared } from './compare.js';
import { allow, policy, type RoleSource, snapshotOf, trust } from './snapshots.js';

const DEV = '123456789012';
const QA = '987654321098';

/** The walkthrough's accounts; `more` are further actions of qa's app role. */
export function walkthrough(
  more: readonly string[] = [],
  equivalencies: Readonly<Record<string, readonly string[]>> = { accountname: ['dev', 'qa'] },
): Promise<Compared> {
  const roles = (tag: string, account: string, actions: readonly string[]): Record<string, RoleSource> => ({
    [`app1_${tag}`]: {
      inline: { s3_inline_policy: allow([...actions], `arn:aws:s3:::app1-${tag}/shared/*`) },
    },
    audit: { inline: { read: allow('iam:GetRole', `arn:aws:iam::${account}:role/*`) } },
  });
  return compare(
    snapshotOf({ id: DEV, roles: roles('dev', DEV, ['s3:Get*', 's3:List*']) }),
    snapshotOf({ id: QA, roles: roles('qa', QA, ['s3:Get*', 's3:List*', ...more]) }),
    { equivalencies },
  );
}

const SERVICE_LINKED: RoleSource = {
  path: '/aws-service-role/ec2.amazonaws.com/',
  trust: trust({ Service: 'ec2.amazonaws.com' }),
};

/** Something of everything that a report can tell. */
export function everything(): Promise<Compared> {
  const one = snapshotOf({
    id: DEV,
    alias: 'acme-dev',
    roles: {
      ...walkthroughRole('dev', []),
      '=cmd': {},
      AWSServiceRoleForEC2: SERVICE_LINKED,
      AWSServiceRoleForOld: SERVICE_LINKED,
      attributes: {
        path: '/old/',
        description: '-1+2 in\tdev',
        maxSessionDuration: 3600,
        tags: { env: 'dev', gone: 'x', team: 'a' },
        instanceProfiles: ['profile-a'],
      },
      attachments: { attached: ['common', 'aws:ReadOnlyAccess'] },
      bounded: { boundary: 'narrow' },
      broken: { inline: { bad: { Version: '2099-01-01', Statement: [] }, good: allow('s3:GetObject', '*') } },
      negated: {
        inline: {
          all: policy(
            { Effect: 'Deny', NotAction: 'iam:PassRole', Resource: '*' },
            { Effect: 'Allow', Action: 's3:GetObject', NotResource: 'arn:aws:s3:::secret-dev/*' },
          ),
        },
      },
      moved: { inline: { p: allow('s3:GetObject', 'arn:aws:s3:::m/*') } },
      opaque: {
        inline: {
          p: allow('s3:GetObject', '*', { Condition: { NumericLessThan: { 'made:up': '${a:b}1' } } }),
        },
      },
      open: { trust: trust({ Service: 'ec2.amazonaws.com' }) },
      region: {
        inline: {
          p: policy(
            {
              Effect: 'Allow',
              Action: ['s3:GetObject', 's3:PutObject'],
              Resource: '*',
              Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } },
            },
            { Effect: 'Deny', Action: 'iam:PassRole', Resource: 'arn:aws:iam::*:role/admin' },
          ),
        },
      },
      same: { attached: ['common'] },
      trusting: { trust: trust({ Service: 'ec2.amazonaws.com' }) },
    },
    policies: {
      common: allow(['s3:GetObject', 'ec2:Run*'], 'arn:aws:s3:::common/*'),
      narrow: allow('s3:*', '*'),
      'only-dev': allow('s3:*', '*'),
      'aws:ReadOnlyAccess': allow(['s3:Get*', 's3:List*'], '*'),
    },
    users: ['alice'],
  });
  const two = snapshotOf({
    id: QA,
    roles: {
      ...walkthroughRole('qa', ['s3:PutObject']),
      AWSServiceRoleForEC2: SERVICE_LINKED,
      '@new': { inline: { p: allow('s3:GetObject', '*') } },
      attributes: {
        path: '/new/',
        description: null,
        maxSessionDuration: 7200,
        tags: { env: 'qa', team: 'b', more: 'y' },
        instanceProfiles: ['profile-b'],
      },
      attachments: { attached: ['common', 'aws:AdministratorAccess'] },
      bounded: { boundary: 'wide' },
      broken: { inline: { bad: allow('s3:GetObject', '*'), good: allow('s3:GetObject', '*') } },
      negated: {
        inline: {
          all: policy(
            { Effect: 'Deny', NotAction: ['iam:PassRole', 'iam:GetRole'], Resource: '*' },
            { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::secret-qa/*' },
          ),
        },
      },
      moved: { attached: ['moved'] },
      opaque: {
        inline: {
          p: allow('s3:GetObject', '*', { Condition: { NumericLessThan: { 'made:up': '${a:c}1' } } }),
        },
      },
      open: { trust: trust({ AWS: [DEV, QA], Service: 'ec2.amazonaws.com' }) },
      region: {
        inline: {
          p: policy({
            Effect: 'Allow',
            Action: ['s3:GetObject', 's3:PutObject'],
            Resource: '*',
            Condition: { StringEquals: { 'aws:RequestedRegion': ['eu-west-1', 'us-east-1'] } },
          }),
        },
      },
      same: { attached: ['common'] },
      trusting: {
        trust: policy(
          {
            Effect: 'Allow',
            Action: 'sts:AssumeRole',
            Principal: { AWS: DEV, Service: 'ec2.amazonaws.com' },
            Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
          },
          { Effect: 'Deny', Action: 'sts:*', Principal: '*' },
        ),
      },
    },
    policies: {
      common: allow(['s3:GetObject', 'ec2:DescribeInstances', 'made:Up'], 'arn:aws:s3:::common/*'),
      moved: allow('s3:GetObject', 'arn:aws:s3:::m/*'),
      wide: allow('*', '*'),
      'aws:AdministratorAccess': allow('*', '*'),
    },
    users: ['bob'],
    gaps: [
      {
        subject: 'account.alias',
        api: 'iam:ListAccountAliases',
        reason: 'denied: not authorized to perform it',
      },
    ],
    notRecorded: ['policy.tags'],
  });
  return compare(one, two, {
    equivalencies: { accountname: ['dev', 'qa'] },
    scope: { users: true, groups: true },
  });
}

/** Roles that differ in what they may do, who may become them and their tags; on the 22nd of November 2026. */
function compareWaived(...entries: readonly string[]): Promise<Compared> {
  const roles = (tag: string, action: string[], account: string): Record<string, RoleSource> => ({
    app: { inline: { p: allow(action, '*') }, tags: { env: tag } },
    batch: { inline: { p: allow(action, '*') } },
    deploy: { trust: trust({ AWS: account }) },
  });
  const waivers = `waivers:\n${entries.map((entry) => `  - { ${entry} }\n`).join('')}`;
  return compare(
    snapshotOf({ id: DEV, roles: { ...roles('dev', ['s3:GetObject'], DEV), gone: {} } }),
    snapshotOf({ id: QA, roles: roles('qa', ['s3:GetObject', 's3:PutObject'], '111122223333') }),
    { waivers },
  );
}

/** Waivers of every kind: some hold, one has expired, one matches nothing, one is of other accounts. */
export function waivedInPart(): Promise<Compared> {
  return compareWaived(
    'roles: app, types: [identity-access, inline-policy-changed], reason: "CHG-7: load tests", owner: alice, expires: 2026-12-31',
    'roles: batch, reason: "CHG-2: import", owner: bob, expires: 2026-10-31',
    'roles: nobody, reason: "CHG-3", owner: carol, expires: 2027-01-31',
    'tags: [prod, dr], roles: "*", reason: "CHG-4", owner: dave, expires: 2027-01-31',
    'roles: gone, reason: "CHG-5: retired in qa first", owner: erin, expires: 2026-11-22',
  );
}

/** All that differs is waived, by one entry. */
export function waivedWhole(): Promise<Compared> {
  return compareWaived('roles: "*", reason: "CHG-9: being rebuilt", owner: alice, expires: 2026-12-31');
}

function walkthroughRole(tag: string, more: readonly string[]): Record<string, RoleSource> {
  const actions = ['s3:Get*', 's3:List*', ...more];
  return {
    [`app1_${tag}`]: { inline: { s3_inline_policy: allow(actions, `arn:aws:s3:::app1-${tag}/shared/*`) } },
  };
}
