import { found, role, type Account } from './account.js';
import type { Case } from './cases.js';
import { AWS_POLICY, QA_ID } from './base.js';

function change(name: string, to: (account: Account) => void): Case {
  return { name, expected: 'drift', entity: 'app1_<accountname>', change: to };
}

const extras = (account: Account): { description: string | null; maxSessionDuration: number } =>
  found(account.roleExtras.app1_qa, 'app1_qa');

export const attributeDrifts: readonly Case[] = [
  change('another session duration', (account) => (extras(account).maxSessionDuration = 43200)),
  change('another description', (account) => (extras(account).description = 'as agreed, mostly')),
  change('no description', (account) => (extras(account).description = null)),
  change('another path', (account) => {
    role(account, 'app1').Path = '/other/';
    role(account, 'app1').Arn = `arn:aws:iam::${QA_ID}:role/other/app1_qa`;
  }),
  change("a tag's value", (account) => (found(role(account, 'app1').Tags[1], 'tag').Value = 'security')),
  change("a tag's value in another case", (account) => {
    found(role(account, 'app1').Tags[1], 'tag').Value = 'Platform';
  }),
  change('a description in another case', (account) => (extras(account).description = 'As agreed')),
  change('a tag added', (account) => role(account, 'app1').Tags.push({ Key: 'Extra', Value: '' })),
  change('a tag removed', (account) => role(account, 'app1').Tags.pop()),
  change("the case of a tag's key", (account) => (found(role(account, 'app1').Tags[1], 'tag').Key = 'owner')),
  change('a tag named __proto__ added', (account) =>
    role(account, 'app1').Tags.push({ Key: '__proto__', Value: 'x' }),
  ),
  change('an instance profile added', (account) =>
    role(account, 'app1').InstanceProfileList.push({ InstanceProfileName: 'second' }),
  ),
  change('an instance profile added that is called the same but for the account', (account) =>
    role(account, 'app1').InstanceProfileList.push({ InstanceProfileName: 'app1_dev' }),
  ),
  change('an instance profile removed', (account) => (role(account, 'app1').InstanceProfileList = [])),
  change('a managed policy attached', (account) =>
    role(account, 'app1').AttachedManagedPolicies.push({
      PolicyName: 'spare',
      PolicyArn: `arn:aws:iam::${QA_ID}:policy/spare`,
    }),
  ),
  change('a policy of AWS attached whose document is not there', (account) =>
    role(account, 'app1').AttachedManagedPolicies.push({
      PolicyName: 'AdministratorAccess',
      PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
    }),
  ),
  change('a managed policy detached', (account) => role(account, 'app1').AttachedManagedPolicies.shift()),
  change('a policy of AWS detached', (account) => role(account, 'app1').AttachedManagedPolicies.pop()),
  {
    name: 'a policy of AWS swapped for a customer policy of its name',
    expected: 'drift',
    // The role may do what it could before; the policy is new.
    entity: 'AmazonSQSReadOnlyAccess',
    change: (account) => {
      const arn = `arn:aws:iam::${QA_ID}:policy/AmazonSQSReadOnlyAccess`;
      role(account, 'app1').AttachedManagedPolicies[1] = {
        PolicyName: 'AmazonSQSReadOnlyAccess',
        PolicyArn: arn,
      };
      const original = found(
        account.details.Policies.find(({ Arn }) => Arn === AWS_POLICY),
        AWS_POLICY,
      );
      account.details.Policies.push({ ...original, Arn: arn });
    },
  },
  change('the boundary removed', (account) => delete role(account, 'app1').PermissionsBoundary),
  change('the boundary replaced by another that says the same', (account) => {
    role(account, 'app1').PermissionsBoundary = {
      PermissionsBoundaryArn: `arn:aws:iam::${QA_ID}:policy/other-boundary`,
    };
  }),
  {
    name: 'a boundary added',
    expected: 'drift',
    entity: 'audit',
    change: (account) => {
      role(account, 'audit').PermissionsBoundary = {
        PermissionsBoundaryArn: `arn:aws:iam::${QA_ID}:policy/other-boundary`,
      };
    },
  },
  change('an inline policy removed', (account) => (role(account, 'app1').RolePolicyList = [])),
  change('an inline policy added', (account) =>
    role(account, 'app1').RolePolicyList.push({
      PolicyName: 'more',
      PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
    }),
  ),
  change('an inline policy under another name', (account) => {
    found(role(account, 'app1').RolePolicyList[0], 'policy').PolicyName = 'S3_inline_policy';
  }),
];
