import { describe, expect, it } from 'vitest';
import { snapshotToJson } from '../../../src/snapshot/snapshot-json.js';
import { sortedSnapshot } from '../../../src/snapshot/snapshot-order.js';
import { ACCOUNT, accountExport, allow, exportedPolicy, exportedRole, takeExport } from './export-draft.js';

const USER = {
  Path: '/',
  UserName: 'u',
  Arn: `arn:aws:iam::${ACCOUNT}:user/u`,
  GroupList: ['ops'],
  AttachedManagedPolicies: [],
};

describe('an account export', () => {
  it('is read with what it never records told', async () => {
    const { info, snapshot } = await takeExport(accountExport({ RoleDetailList: [exportedRole('app')] }));
    expect(info).toMatchObject({ kind: 'export', callerArn: null, capturedAt: null });
    expect(snapshot.account).toEqual({ id: ACCOUNT, partition: 'aws' });
    expect(snapshot.coverage).toEqual({
      calls: [],
      gaps: [],
      notRecorded: [
        'account.alias',
        'policy.description',
        'policy.tags',
        'role.description',
        'role.maxSessionDuration',
      ],
    });
  });

  it('is in order at once, whatever order it comes in', async () => {
    const role = exportedRole('b', {
      RolePolicyList: ['q', 'p'].map((name) => ({ PolicyName: name, PolicyDocument: allow('s3:Get*') })),
      AttachedManagedPolicies: [
        { PolicyName: 'y', PolicyArn: `arn:aws:iam::${ACCOUNT}:policy/2/y` },
        { PolicyName: 'y', PolicyArn: `arn:aws:iam::${ACCOUNT}:policy/1/y` },
        { PolicyName: 'x', PolicyArn: `arn:aws:iam::${ACCOUNT}:policy/3/x` },
      ],
      Tags: ['v', 'u', 't'].map((key) => ({ Key: key, Value: '' })),
      InstanceProfileList: ['n', 'm', 'n'].map((name) => ({ InstanceProfileName: name })),
    });
    const users = ['u', 't'].map((name) => ({ ...USER, UserName: name, Arn: `${USER.Arn}/${name}` }));
    const { snapshot } = await takeExport(
      accountExport({
        RoleDetailList: [role, exportedRole('a')],
        UserDetailList: users.map((user) => ({ ...user, GroupList: ['ops', 'dev', 'ops'] })),
        Policies: [exportedPolicy('z'), exportedPolicy('y')],
      }),
    );
    expect(sortedSnapshot({ ...snapshot })).toStrictEqual(snapshot);
    expect(snapshot.roles.map(({ name }) => name)).toEqual(['a', 'b']);
  });

  it('gives the same snapshot with decoded documents, JSON text and URL-encoded text, in any order', async () => {
    const document = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: ['s3:Get*', 's3:List*'], Resource: 'arn:aws:s3:::a%20b/+/*' }],
    };
    const reordered = {
      Statement: { Resource: ['arn:aws:s3:::a%20b/+/*'], Action: ['s3:List*', 's3:Get*'], Effect: 'Allow' },
      Version: '2012-10-17',
    };
    const roles = (policy: unknown) => [
      exportedRole('a', { RolePolicyList: [{ PolicyName: 'p', PolicyDocument: policy }] }),
      exportedRole('b'),
    ];
    const texts = [];
    for (const list of [
      roles(document),
      roles(reordered).reverse(),
      roles(JSON.stringify(document)),
      roles(encodeURIComponent(JSON.stringify(document))),
    ]) {
      texts.push(snapshotToJson((await takeExport(accountExport({ RoleDetailList: list }))).snapshot));
    }
    expect(new Set(texts).size).toBe(1);
    expect(texts[0]).toContain('arn:aws:s3:::a%20b/+/*');
  });

  it.each([
    [{ IsTruncated: true }, 'IsTruncated'],
    [{ IsTruncated: false, Marker: 'AB' }, 'Marker'],
    [{ NextToken: 'AB' }, 'NextToken'],
  ])('is refused as one page of several: %j', async (sign, word) => {
    await expect(takeExport({ ...accountExport(), ...sign })).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringContaining(`one page of several (${word})`) as string,
      mend: expect.stringContaining('aws iam get-account-authorization-details') as string,
    });
  });

  it('reads the last page that says so', async () => {
    const lists = accountExport({ RoleDetailList: [exportedRole('app')] });
    const { snapshot } = await takeExport({ ...lists, IsTruncated: false, Marker: null });
    expect(snapshot.coverage.gaps).toEqual([]);
  });

  it.each([
    ['RoleDetailList', 'roles'],
    ['UserDetailList', 'users'],
    ['GroupDetailList', 'groups'],
    ['Policies', 'policies'],
  ])('without %s has a gap, not nothing', async (list, subject) => {
    const lists = accountExport();
    for (const absent of [undefined, null]) {
      const { snapshot } = await takeExport({ ...lists, [list]: absent }, ACCOUNT);
      expect(snapshot.coverage.gaps).toEqual([{ subject, api: 'export', reason: `the file has no ${list}` }]);
    }
  });

  it('has a gap for a policy whose document is not in it, and no other', async () => {
    const attached = ['in', 'bare', 'out'].map((name) => ({
      PolicyName: name,
      PolicyArn: `arn:aws:iam::${ACCOUNT}:policy/${name}`,
    }));
    const boundary = 'arn:aws:iam::aws:policy/Boundary';
    const { snapshot } = await takeExport(
      accountExport({
        RoleDetailList: [
          exportedRole('app', {
            AttachedManagedPolicies: attached,
            PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: boundary },
          }),
        ],
        Policies: [exportedPolicy('in'), exportedPolicy('bare', { PolicyVersionList: [] })],
      }),
    );
    expect(snapshot.coverage.gaps.map(({ subject }) => subject)).toEqual([
      `policy-document:arn:aws:iam::${ACCOUNT}:policy/bare`,
      `policy-document:arn:aws:iam::${ACCOUNT}:policy/out`,
      `policy-document:${boundary}`,
    ]);
    const [bare, whole] = snapshot.managedPolicies;
    expect(bare?.document).toBeUndefined();
    expect(JSON.stringify(whole?.document)).toContain('s3:New');
    expect(snapshot.roles[0]?.attachedPolicies).toHaveLength(3);
  });

  it('has a gap for an empty list that the rest contradicts', async () => {
    const filtered = accountExport({
      UserDetailList: [USER],
      Policies: [exportedPolicy('shared', { AttachmentCount: 3 })],
    });
    expect((await takeExport(filtered)).snapshot.coverage.gaps).toEqual([
      { subject: 'groups', api: 'export', reason: 'the list is empty, but users are in group ops' },
      {
        subject: 'roles',
        api: 'export',
        reason: `the list is empty, but arn:aws:iam::${ACCOUNT}:policy/shared is attached to more than the file holds`,
      },
    ]);
  });

  it('uses description and session duration where all roles have been merged with ListRoles', async () => {
    const merged = [
      exportedRole('a', { Description: 'does a', MaxSessionDuration: 7200 }),
      exportedRole('b', { MaxSessionDuration: 3600 }),
    ];
    const { snapshot } = await takeExport(accountExport({ RoleDetailList: merged }));
    expect(snapshot.roles).toMatchObject([
      { description: 'does a', maxSessionDuration: 7200 },
      { description: null, maxSessionDuration: 3600 },
    ]);
    expect(snapshot.coverage.notRecorded).not.toContain('role.description');
    expect(snapshot.coverage.notRecorded).not.toContain('role.maxSessionDuration');

    const partly = await takeExport(accountExport({ RoleDetailList: [...merged, exportedRole('c')] }));
    expect(partly.snapshot.roles[0]).not.toHaveProperty('maxSessionDuration');
    expect(partly.snapshot.coverage.notRecorded).toContain('role.maxSessionDuration');
  });

  it('reads the dialects: null for absent, one object for a list, dates with a space', async () => {
    const { snapshot } = await takeExport(
      accountExport({
        RoleDetailList: [
          exportedRole('app', {
            CreateDate: '2019-12-18 19:10:08+01:00',
            Tags: null,
            PermissionsBoundary: null,
            InstanceProfileList: null,
            AttachedManagedPolicies: { PolicyName: 'p', PolicyArn: `arn:aws:iam::${ACCOUNT}:policy/p` },
          }),
        ],
        Policies: [exportedPolicy('p')],
      }),
    );
    expect(snapshot.roles[0]).toMatchObject({
      createDate: '2019-12-18T18:10:08Z',
      tags: [],
      permissionsBoundary: null,
      instanceProfiles: [],
      attachedPolicies: [{ name: 'p', arn: `arn:aws:iam::${ACCOUNT}:policy/p` }],
    });
  });

  it.each([
    [{ RoleName: 7 }, 'RoleDetailList[0].RoleName: expected a string, found 7'],
    [
      { CreateDate: { toString: 1, valueOf: 1 } },
      'RoleDetailList[0].CreateDate: expected a string, found an object',
    ],
    [{ Tags: [{ Key: 'k' }] }, 'RoleDetailList[0].Tags[0].Value: expected a string, found nothing'],
    [
      { PermissionsBoundary: {} },
      'RoleDetailList[0].PermissionsBoundary.PermissionsBoundaryArn: expected a string',
    ],
    [
      { AttachedManagedPolicies: 'p' },
      'RoleDetailList[0].AttachedManagedPolicies: expected a list, found a string',
    ],
  ])('of the wrong shape is refused: %j', async (wrong, message) => {
    const lists = accountExport({ RoleDetailList: [exportedRole('app', wrong)] });
    await expect(takeExport(lists)).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringContaining(`account.json: ${message}`) as string,
    });
  });

  const policies = (...names: string[]) =>
    names.map((name) => ({ PolicyName: name, PolicyDocument: allow('s3:*') }));
  it.each([
    [{ RoleDetailList: [exportedRole('app'), exportedRole('app')] }, 'two roles are named "app"'],
    [{ Policies: [exportedPolicy('p'), exportedPolicy('p')] }, 'two managed policies have the ARN'],
    [
      { RoleDetailList: [exportedRole('app', { RolePolicyList: policies('p', 'p') })] },
      'role "app" has two inline policies named "p"',
    ],
  ])('with twins is refused', async (lists, message) => {
    await expect(takeExport(accountExport(lists))).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringContaining(message) as string,
    });
  });

  it('takes names that objects have by nature for ordinary texts', async () => {
    const odd = ['__proto__', 'constructor', 'hasOwnProperty'];
    // As text, since a literal `__proto__` in code is no field.
    const conditions = `{"StringEquals": {"__proto__": "x"}, "constructor": {"aws:PrincipalTag/__proto__": "y"}}`;
    const roles = odd.map((name) =>
      exportedRole(name, {
        RolePolicyList: [
          {
            PolicyName: name,
            PolicyDocument: `{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": ${conditions}}}`,
          },
        ],
        Tags: odd.map((Key) => ({ Key, Value: Key })),
      }),
    );
    const { snapshot } = await takeExport(accountExport({ RoleDetailList: roles }));
    expect(snapshot.roles.map(({ name }) => name)).toEqual(odd);
    expect(snapshot.roles[0]?.tags.map(({ key }) => key)).toEqual(odd);
    const text = snapshotToJson(snapshot);
    expect(text).toContain('"__proto__":[');
    expect(text).toContain('"aws:PrincipalTag/__proto__":[');
  });

  it('keeps a document that can not be read', async () => {
    const lists = accountExport({
      RoleDetailList: [exportedRole('app', { AssumeRolePolicyDocument: '%7Bbroken' })],
    });
    const { snapshot } = await takeExport(lists);
    expect(snapshot.roles[0]?.trustPolicy).toMatchObject({ kind: 'unreadable' });
    expect(snapshot.coverage.gaps).toEqual([]);
  });
});
