import { describe, expect, test } from 'vitest';
import { entitiesFromGaad, missingDocuments, type GaadDetails } from '../../src/snapshot/gaad.js';

const TRUST = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};
const READ = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:Get*', Resource: '*' }] };
const ARN = 'arn:aws:iam::111122223333';

const read = (details: GaadDetails) => entitiesFromGaad(details, { partition: 'aws', api: 'export.json' });

describe('a role', () => {
  const role = {
    RoleName: 'app',
    RoleId: 'AROAAPP',
    Arn: `${ARN}:role/team/app`,
    Path: '/team/',
    CreateDate: '2024-01-31T13:00:00+01:00',
    AssumeRolePolicyDocument: TRUST,
    InstanceProfileList: [{ InstanceProfileName: 'b' }, { InstanceProfileName: 'a' }],
    RolePolicyList: [
      { PolicyName: 'z', PolicyDocument: READ },
      { PolicyName: 'a', PolicyDocument: READ },
    ],
    AttachedManagedPolicies: [{ PolicyName: 'limit', PolicyArn: `${ARN}:policy/limit` }],
    PermissionsBoundary: { PermissionsBoundaryArn: `${ARN}:policy/limit` },
    Tags: [
      { Key: 'z', Value: '1' },
      { Key: 'a', Value: '' },
    ],
    RoleLastUsed: { LastUsedDate: '2024-01-31T13:00:00Z' },
  };

  test('has what the model has, sorted, and nothing that changes by use', () => {
    const { roles, gaps } = read({ RoleDetailList: [role] });
    expect(gaps).toEqual([]);
    expect(roles).toHaveLength(1);
    const [{ trustPolicy, inlinePolicies, ...rest }] = roles as [(typeof roles)[0]];
    expect(rest).toEqual({
      name: 'app',
      id: 'AROAAPP',
      arn: `${ARN}:role/team/app`,
      path: '/team/',
      createDate: '2024-01-31T12:00:00Z',
      attachedPolicies: [{ name: 'limit', arn: `${ARN}:policy/limit` }],
      permissionsBoundary: `${ARN}:policy/limit`,
      tags: [
        { key: 'a', value: '' },
        { key: 'z', value: '1' },
      ],
      instanceProfiles: ['a', 'b'],
    });
    expect(trustPolicy.kind).toBe('policy');
    expect(inlinePolicies.map(({ name, document }) => [name, document.kind])).toEqual([
      ['a', 'policy'],
      ['z', 'policy'],
    ]);
  });

  test('is the same whether its documents are objects, text or encoded text', () => {
    const forms = [TRUST, JSON.stringify(TRUST), encodeURIComponent(JSON.stringify(TRUST))].map(
      (AssumeRolePolicyDocument) => read({ RoleDetailList: [{ ...role, AssumeRolePolicyDocument }] }),
    );
    expect(forms[1]).toEqual(forms[0]);
    expect(forms[2]).toEqual(forms[0]);
  });

  test('with the least that a record has', () => {
    const { roles } = read({ RoleDetailList: [{ Arn: `${ARN}:role/deep/er/app` }] });
    expect(roles).toMatchObject([
      { name: 'app', path: '/deep/er/', id: '', createDate: null, permissionsBoundary: null, tags: [] },
    ]);
    expect(roles[0]?.trustPolicy).toEqual({
      kind: 'unreadable',
      raw: '',
      reason: 'no document in the answer',
    });
  });

  test('twice the same is one; twice with differences is one and a gap; without an ARN is a gap', () => {
    expect(read({ RoleDetailList: [role, { ...role }] })).toMatchObject({
      roles: [{ name: 'app' }],
      gaps: [],
    });
    const twins = read({ RoleDetailList: [role, { ...role, RoleId: 'AROANEW' }, { RoleName: 'odd' }] });
    expect(twins.roles).toHaveLength(1);
    expect(twins.gaps.map(({ subject, api }) => [subject, api])).toEqual([
      ['role:app', 'export.json'],
      ['role:odd', 'export.json'],
    ]);
  });
});

describe('managed policies', () => {
  const version = (VersionId: string, Action: string, IsDefaultVersion: boolean) => ({
    VersionId,
    IsDefaultVersion,
    Document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] },
  });
  const AWS = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
  const own = { PolicyName: 'own', PolicyId: 'ANPAOWN', Arn: `${ARN}:policy/own`, Path: '/' };

  test('count by their default version, which need not be the newest', () => {
    const versions = [version('v3', 's3:Put*', false), version('v2', 's3:Get*', true)];
    const { managedPolicies } = read({
      Policies: [{ ...own, DefaultVersionId: 'v2', PolicyVersionList: versions }],
    });
    expect(JSON.stringify(managedPolicies)).toContain('s3:Get*');
    expect(JSON.stringify(managedPolicies)).not.toContain('s3:Put*');
  });

  test("AWS's are there if they are attached to anything or a boundary of anything", () => {
    const names = ['Attached', 'GroupAttached', 'UserBoundary', 'Unused'];
    const arn = (name: string) => `arn:aws:iam::aws:policy/${name}`;
    const { managedPolicies } = read({
      RoleDetailList: [{ Arn: `${ARN}:role/r`, AttachedManagedPolicies: [{ PolicyArn: arn('Attached') }] }],
      GroupDetailList: [
        { Arn: `${ARN}:group/g`, AttachedManagedPolicies: [{ PolicyArn: arn('GroupAttached') }] },
      ],
      UserDetailList: [
        { Arn: `${ARN}:user/u`, PermissionsBoundary: { PermissionsBoundaryArn: arn('UserBoundary') } },
      ],
      Policies: [...names.map((name) => ({ Arn: arn(name) })), own],
    });
    expect(managedPolicies.map(({ name }) => name)).toEqual([
      'own',
      'Attached',
      'GroupAttached',
      'UserBoundary',
    ]);
  });

  test('of AWS that only a record without an ARN has are left out', () => {
    const attached = { AttachedManagedPolicies: [{ PolicyArn: AWS }] };
    const { managedPolicies, used } = read({
      RoleDetailList: [{ RoleName: 'r', ...attached }],
      Policies: [{ ...own, Arn: AWS }],
    });
    expect(managedPolicies).toEqual([]);
    expect(used).toEqual(new Set());
  });

  test('whose document is missing are named, whether they are listed or only referred to', () => {
    const entities = read({
      RoleDetailList: [
        {
          Arn: `${ARN}:role/r`,
          AttachedManagedPolicies: [{ PolicyArn: AWS }, { PolicyArn: `${ARN}:policy/own` }],
          PermissionsBoundary: { PermissionsBoundaryArn: `${ARN}:policy/limit` },
        },
      ],
      Policies: [
        own,
        { ...own, Arn: `${ARN}:policy/whole`, PolicyVersionList: [version('v1', 's3:*', true)] },
      ],
    });
    expect(missingDocuments(entities)).toEqual([`${ARN}:policy/limit`, `${ARN}:policy/own`, AWS]);
    expect(entities.managedPolicies.find(({ arn }) => arn === own.Arn)).not.toHaveProperty('document');
  });
});
