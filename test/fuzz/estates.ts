import fc from 'fast-check';
import {
  allow,
  accountExport,
  type Draft,
  exportedPolicy,
  exportedRole,
} from '../snapshot/file/export-draft.js';
import { hostileDocument, hostileJson, hostileText } from './hostile.js';

/** The role whose drift is hidden, or not. */
const VICTIM = 'victim';

const trust = (principal: unknown, condition?: unknown): Draft => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: principal,
      ...(condition === undefined ? {} : { Condition: condition }),
    },
  ],
});

const victim: Draft = exportedRole(VICTIM, {
  AssumeRolePolicyDocument: trust({ Service: 'ec2.amazonaws.com' }),
  RolePolicyList: [
    {
      PolicyName: 'inline',
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Action: ['s3:GetObject', 's3:ListBucket'], Resource: 'arn:aws:s3:::app/*' },
          {
            Effect: 'Deny',
            Action: 's3:*',
            Resource: '*',
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ],
      },
    },
  ],
  AttachedManagedPolicies: [{ PolicyName: 'managed', PolicyArn: 'arn:aws:iam::123456789012:policy/managed' }],
  PermissionsBoundary: { PermissionsBoundaryArn: 'arn:aws:iam::123456789012:policy/boundary' },
  Tags: [{ Key: 'team', Value: 'app' }],
});

type Statements = { PolicyDocument: { Statement: Record<string, unknown>[] } }[];
const statementsOf = (role: Draft): Record<string, unknown>[] =>
  (role.RolePolicyList as Statements)[0]!.PolicyDocument.Statement;

/** Drifts that are real, each by what it does to the victim. */
export const DRIFTS: Readonly<Record<string, (role: Draft) => void>> = {
  'an action more': (role) => (statementsOf(role)[0]!.Action as string[]).push('s3:PutObject'),
  'an action less': (role) => (statementsOf(role)[0]!.Action as string[]).pop(),
  'a wider resource': (role) => (statementsOf(role)[0]!.Resource = 'arn:aws:s3:::*'),
  'NotAction for Action': (role) => {
    const [first] = statementsOf(role);
    first!.NotAction = first!.Action;
    delete first!.Action;
  },
  'a Deny less': (role) => statementsOf(role).pop(),
  'a condition less': (role) => delete statementsOf(role)[1]!.Condition,
  'a principal more': (role) =>
    (role.AssumeRolePolicyDocument = trust({ Service: 'ec2.amazonaws.com', AWS: '999999999999' })),
  'a trust condition more': (role) =>
    (role.AssumeRolePolicyDocument = trust(
      { Service: 'ec2.amazonaws.com' },
      { Bool: { 'aws:ViaAWSService': 'true' } },
    )),
  'no boundary': (role) => delete role.PermissionsBoundary,
  'nothing attached': (role) => (role.AttachedManagedPolicies = []),
  'one more attached': (role) =>
    (role.AttachedManagedPolicies as Draft[]).push({
      PolicyName: 'AdministratorAccess',
      PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
    }),
  'an inline policy more': (role) =>
    (role.RolePolicyList as Draft[]).push({ PolicyName: '__proto__', PolicyDocument: allow('iam:*') }),
  'another tag': (role) => (role.Tags = [{ Key: 'team', Value: 'other' }]),
  'a tag more': (role) => (role.Tags as Draft[]).push({ Key: '__proto__', Value: '' }),
  'an unreadable trust policy': (role) => (role.AssumeRolePolicyDocument = '{"Version":'),
};

export const drift: fc.Arbitrary<string> = fc.constantFrom(...Object.keys(DRIFTS));

export interface Noise {
  readonly roles: readonly Draft[];
  readonly policies: readonly Draft[];
  readonly users: readonly Draft[];
  readonly extra: Draft;
}

const inline = fc.uniqueArray(fc.record({ PolicyName: hostileText, PolicyDocument: hostileDocument }), {
  maxLength: 2,
  selector: ({ PolicyName: name }) => name,
});
const tags = fc.uniqueArray(fc.record({ Key: hostileText, Value: hostileText }), {
  maxLength: 2,
  selector: ({ Key: key }) => key,
});
const attached = fc.array(
  fc.record({ PolicyName: hostileText, PolicyArn: hostileText.filter((arn) => arn !== '') }),
  {
    maxLength: 2,
  },
);

const noisyRole = fc
  .record({ name: hostileText, path: hostileText, trust: hostileDocument, inline, tags, attached })
  .map((role) =>
    exportedRole(`n${role.name}`, {
      Path: role.path,
      AssumeRolePolicyDocument: role.trust,
      RolePolicyList: role.inline,
      AttachedManagedPolicies: role.attached,
      Tags: role.tags,
    }),
  );

/** Hostile things that stand in both accounts alike, and contradict nothing. */
export const noise: fc.Arbitrary<Noise> = fc.record({
  roles: fc.uniqueArray(noisyRole, { maxLength: 3, selector: ({ RoleName: name }) => name }),
  policies: fc.uniqueArray(
    fc.record({ name: hostileText, document: hostileDocument }).map(({ name, document }) =>
      exportedPolicy(`n${name}`, {
        PolicyVersionList: [{ VersionId: 'v2', IsDefaultVersion: true, Document: document }],
      }),
    ),
    { maxLength: 2, selector: ({ Arn: arn }) => arn },
  ),
  users: fc.uniqueArray(
    fc.record({ name: hostileText, inline, tags }).map(({ name, inline: list, tags: own }) => ({
      UserName: `n${name}`,
      Arn: `arn:aws:iam::123456789012:user/n${name}`,
      UserPolicyList: list,
      Tags: own,
    })),
    { maxLength: 2, selector: ({ UserName: name }) => name },
  ),
  extra: fc
    .array(
      fc.tuple(
        hostileText.map((key) => `x${key}`),
        hostileJson,
      ),
      { maxLength: 2 },
    )
    .map((entries) => Object.fromEntries(entries)),
});

/** An account with the victim, drifted or not, amid the noise. */
export function estate({ roles, policies, users, extra }: Noise, drifted?: string): Draft {
  const role = structuredClone(victim);
  if (drifted !== undefined) DRIFTS[drifted]!(role);
  return {
    ...extra,
    ...accountExport({
      RoleDetailList: [...roles, role],
      Policies: [
        exportedPolicy('managed'),
        exportedPolicy('boundary', { PolicyVersionList: [{ VersionId: 'v2', Document: allow('s3:*') }] }),
        ...policies,
      ],
      UserDetailList: users,
    }),
  };
}

export const QUIET: Noise = { roles: [], policies: [], users: [], extra: {} };
