import { found, inline, managed, policy, role, statement, trust, type Account } from './account.js';
import { QA_ID } from './base.js';
import type { Case } from './cases.js';

function same(name: string, change: (account: Account) => void): Case {
  return { name, expected: 'none', change };
}

function unreadable(name: string, entity: string, change: (account: Account) => void): Case {
  return { name, expected: 'incomplete', entity, change };
}

const S3 = ['arn:aws:s3:::app1-qa/shared/*', 'arn:aws:s3:::app1-qa'];
const AUDITOR = 'arn:aws:iam::444455556666:role/auditor';

export const harmless: readonly Case[] = [
  same('nothing', () => undefined),
  same('order of statements', (account) => inline(account, 'app1').Statement.reverse()),
  same('order of actions', (account) => {
    statement(inline(account, 'app1')).Action = ['s3:ListBucket', 's3:Get*'];
  }),
  same('order of resources', (account) => {
    statement(inline(account, 'app1')).Resource = [...S3].reverse();
  }),
  same('order of principals', (account) => {
    statement(trust(account, 'audit')).Principal = { AWS: [AUDITOR, `arn:aws:iam::${QA_ID}:root`] };
  }),
  same('order of keys and values of conditions', (account) => {
    statement(inline(account, 'guarded')).Condition = {
      NumericLessThan: { 'aws:MultiFactorAuthAge': 3600 },
      StringEquals: { 'aws:RequestedRegion': ['eu-central-1', 'eu-west-1'] },
    };
  }),
  same('order of roles, policies and tags', (account) => {
    account.details.RoleDetailList.reverse();
    account.details.Policies.reverse();
    role(account, 'app1').Tags.reverse();
    role(account, 'app1').AttachedManagedPolicies.reverse();
  }),
  same('order of the elements of a statement', (account) => {
    const doc = inline(account, 'app1');
    doc.Statement = doc.Statement.map((one) => Object.fromEntries(Object.entries(one).reverse()));
  }),
  same('Sid and Id', (account) => {
    inline(account, 'app1').Id = 'new';
    statement(inline(account, 'app1')).Sid = 'Other';
    statement(inline(account, 'app1'), 1).Sid = 'New';
  }),
  same('list for scalar', (account) => {
    const one = statement(trust(account, 'app1'));
    one.Action = ['sts:AssumeRole'];
    one.Principal = { Service: ['ec2.amazonaws.com'] };
  }),
  same('scalar for list in a condition', (account) => {
    statement(trust(account, 'audit')).Condition = { StringEquals: { 'sts:ExternalId': ['x-1234'] } };
  }),
  same('one statement not in a list', (account) => {
    const doc = trust(account, 'app1');
    doc.Statement = statement(doc) as unknown as typeof doc.Statement;
  }),
  same('a statement twice', (account) => {
    const doc = inline(account, 'app1');
    doc.Statement.push({ ...statement(doc), Sid: 'Again' });
  }),
  same('actions, resources and values twice', (account) => {
    statement(inline(account, 'app1')).Action = ['s3:Get*', 's3:get*', 's3:ListBucket', 's3:ListBucket'];
    statement(inline(account, 'app1')).Resource = [...S3, ...S3];
    statement(trust(account, 'audit')).Condition = {
      StringEquals: { 'sts:ExternalId': ['x-1234', 'x-1234'] },
    };
  }),
  same('case of actions', (account) => {
    statement(inline(account, 'app1')).Action = ['S3:GET*', 's3:listbucket'];
    statement(inline(account, 'guarded'), 3).NotAction = ['IAM:*', 'STS:*'];
  }),
  same('case of condition keys and operators', (account) => {
    statement(inline(account, 'guarded')).Condition = {
      stringequals: { 'AWS:requestedregion': ['eu-west-1', 'eu-central-1'] },
      NUMERICLESSTHAN: { 'aws:multifactorauthage': 3600 },
    };
  }),
  same('case of a set operator', (account) => {
    statement(inline(account, 'guarded'), 1).Condition = {
      'forallvalues:stringEquals': { 'dynamodb:attributes': ['id', 'name'] },
    };
  }),
  same('one statement split in two by its actions', (account) => {
    const doc = inline(account, 'app1');
    const one = statement(doc);
    doc.Statement.splice(0, 1, { ...one, Action: 's3:Get*' }, { ...one, Action: 's3:ListBucket' });
  }),
  same('one statement split in two by its resources', (account) => {
    const doc = inline(account, 'app1');
    const one = statement(doc);
    doc.Statement.push({ ...one, Resource: S3[0] });
    one.Resource = S3[1];
  }),
  same('a trust statement split in two by its principals', (account) => {
    const doc = trust(account, 'audit');
    const one = statement(doc);
    doc.Statement.push({ ...one, Principal: { AWS: AUDITOR } });
    one.Principal = { AWS: `arn:aws:iam::${QA_ID}:root` };
  }),
  same('a split statement beside a condition key in two spellings', (account) => {
    const doc = inline(account, 'guarded');
    const one = statement(doc, 1);
    const condition = {
      'ForAllValues:StringEquals': {
        'dynamodb:Attributes': ['id', 'name'],
        'DynamoDB:attributes': ['id', 'name'],
      },
    };
    doc.Statement.splice(1, 1, { ...one, Action: 'dynamodb:GetItem', Condition: condition });
  }),
  same('an action that another pattern covers already', (account) => {
    statement(inline(account, 'app1')).Action = ['s3:Get*', 's3:GetObject', 's3:ListBucket'];
  }),
  same('** for *', (account) => {
    statement(inline(account, 'app1')).Action = ['s3:Get**', 's3:ListBucket'];
    statement(inline(account, 'app1')).Resource = ['arn:aws:s3:::app1-qa/shared/***', 'arn:aws:s3:::app1-qa'];
  }),
  same('an account id for its root ARN', (account) => {
    statement(trust(account, 'audit')).Principal = { AWS: [QA_ID, AUDITOR] };
  }),
  same('"*" for {"AWS": "*"}', (account) => (statement(trust(account, 'guarded')).Principal = '*')),
  same('Version 2008 where there is no policy variable', (account) => {
    inline(account, 'app1').Version = '2008-10-17';
  }),
  same('no Version where there is no policy variable', (account) => {
    delete inline(account, 'app1').Version;
  }),
  same('numbers and truth values as texts', (account) => {
    statement(inline(account, 'guarded')).Condition = {
      StringEquals: { 'aws:RequestedRegion': ['eu-west-1', 'eu-central-1'] },
      NumericLessThan: { 'aws:MultiFactorAuthAge': '3600' },
    };
  }),
  same('a document as JSON text with white space', (account) => {
    const one = found(role(account, 'app1').RolePolicyList[0], 'policy');
    one.PolicyDocument = JSON.stringify(one.PolicyDocument, null, 4);
  }),
  same('a document as URL-encoded text', (account) => {
    const one = role(account, 'app1');
    one.AssumeRolePolicyDocument = encodeURIComponent(JSON.stringify(one.AssumeRolePolicyDocument));
  }),
  same('an empty list of conditions', (account) => {
    statement(inline(account, 'app1')).Condition = {};
  }),
  same('unique ids, dates and counts', (account) => {
    role(account, 'app1').RoleId = 'AROAZZZ';
    role(account, 'app1').CreateDate = '2020-01-01T00:00:00Z';
    role(account, 'app1').RoleLastUsed = { LastUsedDate: '2026-11-11T00:00:00Z' };
    policy(account, 'spare').AttachmentCount = 99;
  }),
  same('another suffix of IAM Identity Center', (account) => {
    const hex = 'deadbeefdeadbeef';
    const one = role(account, 'AWSReserved');
    one.RoleName = `AWSReservedSSO_Admin_${hex}`;
    one.Arn = `arn:aws:iam::${QA_ID}:role${one.Path}${one.RoleName}`;
    statement(trust(account, 'AWSReserved')).Principal = {
      Federated: `arn:aws:iam::${QA_ID}:saml-provider/AWSSSO_${hex}_DO_NOT_DELETE`,
    };
    account.roleExtras[one.RoleName] = { description: 'as agreed', maxSessionDuration: 3600 };
  }),
  same('a version of a managed policy that is not in force', (account) => {
    policy(account, 'spare').PolicyVersionList.unshift({
      VersionId: 'v0',
      IsDefaultVersion: false,
      Document: { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
    });
  }),
  same('a managed policy rewritten', (account) => {
    managed(account, 'app1').Statement.reverse();
    statement(managed(account, 'app1')).Action = ['KMS:decrypt'];
  }),
  unreadable('a trust policy that is not JSON', 'app1_<accountname>', (account) => {
    role(account, 'app1').AssumeRolePolicyDocument = 'not JSON';
  }),
  unreadable('an inline policy with an unknown element', 'app1_<accountname>', (account) => {
    statement(inline(account, 'app1')).Actions = 's3:*';
  }),
  unreadable('an inline policy of an unknown version', 'home', (account) => {
    inline(account, 'home').Version = '2031-01-01';
  }),
  unreadable('a managed policy without a default version', 'spare', (account) => {
    policy(account, 'spare').PolicyVersionList = [];
  }),
  unreadable('a statement with both Action and NotAction', 'home', (account) => {
    statement(inline(account, 'home')).NotAction = 'iam:*';
  }),
  unreadable('an effect in another case', 'home', (account) => {
    statement(inline(account, 'home')).Effect = 'allow';
  }),
];
