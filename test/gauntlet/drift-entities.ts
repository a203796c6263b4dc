import type { Account } from './account.js';
import { found, group, managed, policy, role, statement, user } from './account.js';
import { AWS_POLICY, QA_ID } from './base.js';
import type { Case } from './cases.js';

function change(name: string, entity: string, to: (account: Account) => void): Case {
  return { name, expected: 'drift', entity, change: to };
}

const ALICE = '<accountname>-alice';
const SQS = { PolicyName: 'AmazonSQSReadOnlyAccess', PolicyArn: AWS_POLICY };

function without<T>(list: readonly T[], gone: T): T[] {
  return list.filter((one) => one !== gone);
}

/** Entities that one side lacks; customer managed policies that nobody uses; users and groups. */
export const entityDrifts: readonly Case[] = [
  change('a role missing', 'audit', (account) => {
    account.details.RoleDetailList = without(account.details.RoleDetailList, role(account, 'audit'));
  }),
  change('a role extra', 'spy', (account) => {
    const spy = { ...role(account, 'audit'), RoleName: 'spy', Arn: `arn:aws:iam::${QA_ID}:role/spy` };
    account.details.RoleDetailList.push(spy);
  }),
  change('the case of a role name', 'Audit', (account) => (role(account, 'audit').RoleName = 'Audit')),
  change('a service-linked role missing', 'AWSServiceRoleForSupport', (account) => {
    account.details.RoleDetailList = without(account.details.RoleDetailList, role(account, 'AWSService'));
  }),
  change('another permission set', 'AWSReservedSSO_PowerUser_<sso>', (account) => {
    role(account, 'AWSReserved').RoleName = 'AWSReservedSSO_PowerUser_fedcba9876543210';
  }),
  change('an unused customer managed policy edited', 'spare', (account) => {
    statement(managed(account, 'spare')).Resource = 'arn:aws:logs:*:*:*';
  }),
  change('an unused customer managed policy removed', 'spare', (account) => {
    account.details.Policies = without(account.details.Policies, policy(account, 'spare'));
  }),
  change('an unused customer managed policy added', 'extra', (account) => {
    const extra = {
      ...policy(account, 'spare'),
      PolicyName: 'extra',
      Arn: `arn:aws:iam::${QA_ID}:policy/extra`,
    };
    account.details.Policies.push(extra);
  }),
  change('the path of a customer managed policy', 'spare', (account) => {
    policy(account, 'spare').Path = '/x/';
    policy(account, 'spare').Arn = `arn:aws:iam::${QA_ID}:policy/x/spare`;
  }),
  change('the description of a customer managed policy', 'spare', (account) => {
    found(account.policyExtras.spare, 'spare').description = 'new';
  }),
  change('a tag of a customer managed policy', 'spare', (account) => {
    found(account.policyExtras.spare, 'spare').tags = [];
  }),
  change('the policy of AWS says something else', 'AmazonSQSReadOnlyAccess', (account) => {
    statement(managed(account, 'AmazonSQS')).Action = ['sqs:*'];
  }),
  change('another default version in force', 'spare', (account) => {
    const spare = policy(account, 'spare');
    spare.PolicyVersionList.push({
      VersionId: 'v2',
      IsDefaultVersion: true,
      Document: { Statement: [{ Effect: 'Allow', Action: 'logs:*', Resource: '*' }] },
    });
    spare.DefaultVersionId = 'v2';
  }),
  change('a user missing', ALICE, (account) => (account.details.UserDetailList = [])),
  change('a user in another group', ALICE, (account) => (user(account).GroupList = ['others'])),
  change('a user in no group', ALICE, (account) => (user(account).GroupList = [])),
  change('a tag of a user', ALICE, (account) => (user(account).Tags = [])),
  change('an inline policy of a user', ALICE, (account) => (user(account).UserPolicyList = [])),
  change('a managed policy of a user', ALICE, (account) => user(account).AttachedManagedPolicies.push(SQS)),
  change('a boundary of a user', ALICE, (account) => {
    user(account).PermissionsBoundary = { PermissionsBoundaryArn: AWS_POLICY };
  }),
  change('a group missing', 'admins', (account) => (account.details.GroupDetailList = [])),
  change('an inline policy of a group', 'admins', (account) => (group(account).GroupPolicyList = [])),
  change('a managed policy of a group', 'admins', (account) => (group(account).AttachedManagedPolicies = [])),
  change('the path of a group', 'admins', (account) => (group(account).Path = '/x/')),
];
