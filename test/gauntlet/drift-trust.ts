import { DEV_ID, QA_ID } from './base.js';
import type { Case } from './cases.js';
import { statement, trust, type Statement } from './account.js';

/** A change to a role's trust policy, which has one statement. */
function change(name: string, roleName: string, to: (statement: Statement) => void): Case {
  return {
    name: `trust: ${name}`,
    expected: 'drift',
    entity: roleName === 'app1' ? 'app1_<accountname>' : roleName,
    change: (account) => to(statement(trust(account, roleName))),
  };
}

const principal =
  (value: unknown) =>
  (one: Statement): void => {
    one.Principal = value;
  };

const AUDITOR = 'arn:aws:iam::444455556666:role/auditor';
const ROOT = `arn:aws:iam::${QA_ID}:root`;

export const trustDrifts: readonly Case[] = [
  change('another action', 'app1', (one) => (one.Action = 'sts:TagSession')),
  change('an action added', 'app1', (one) => (one.Action = ['sts:AssumeRole', 'sts:SetSourceIdentity'])),
  change('a wildcard action', 'app1', (one) => (one.Action = 'sts:*')),
  change('another service', 'app1', principal({ Service: 'lambda.amazonaws.com' })),
  change('a service added', 'app1', principal({ Service: ['ec2.amazonaws.com', 'lambda.amazonaws.com'] })),
  change('another type of the same text', 'app1', principal({ AWS: 'ec2.amazonaws.com' })),
  change('everyone', 'app1', principal('*')),
  change('everyone but', 'audit', (one) => {
    one.NotPrincipal = one.Principal;
    delete one.Principal;
  }),
  change('a principal removed', 'audit', principal({ AWS: ROOT })),
  change('a principal added', 'audit', principal({ AWS: [ROOT, AUDITOR, 'arn:aws:iam::444455556666:root'] })),
  change(
    'the root made a role of the account',
    'audit',
    principal({
      AWS: [`arn:aws:iam::${QA_ID}:role/audit`, AUDITOR],
    }),
  ),
  change('a deleted principal', 'audit', principal({ AWS: [ROOT, 'AROAEXAMPLEDELETED123'] })),
  change('a third account', 'audit', principal({ AWS: ['111122223333', AUDITOR] })),
  change('qa trusts dev', 'audit', principal({ AWS: [`arn:aws:iam::${DEV_ID}:root`, AUDITOR] })),
  change('qa trusts dev by its id', 'audit', principal({ AWS: [DEV_ID, AUDITOR] })),
  change('qa trusts dev as well', 'audit', principal({ AWS: [ROOT, DEV_ID, AUDITOR] })),
  change('another partition', 'audit', principal({ AWS: [`arn:aws-cn:iam::${QA_ID}:root`, AUDITOR] })),
  change('another external id', 'audit', (one) => {
    one.Condition = { StringEquals: { 'sts:ExternalId': 'x-4321' } };
  }),
  change('the external id dropped', 'audit', (one) => delete one.Condition),
  change('the external id with a wildcard', 'audit', (one) => {
    one.Condition = { StringLike: { 'sts:ExternalId': 'x-*' } };
  }),
  change('the condition on everyone dropped', 'guarded', (one) => delete one.Condition),
  change('another organization', 'guarded', (one) => {
    one.Condition = { StringEquals: { 'aws:PrincipalOrgID': 'o-zzzzzzzzzz' } };
  }),
  change('everyone made unknown', 'guarded', principal({ AWS: 'arn:aws:iam::*:root' })),
  change(
    'another SAML provider',
    'home',
    principal({ Federated: `arn:aws:iam::${QA_ID}:saml-provider/other` }),
  ),
  change('Allow made Deny', 'home', (one) => (one.Effect = 'Deny')),
];
