import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Snapshot } from '../../../src/model/snapshot.js';
import type { Progress } from '../../../src/snapshot/snapshotter.js';
import {
  freshAccountId,
  roleProfiles,
  seedAccount,
  statement,
  writeProfiles,
  type Seed,
} from '../../support/accounts.js';
import { denied, forward, startFaultEndpoint } from '../../support/iam-endpoint/index.js';
import { startMoto, type Moto } from '../../support/moto.js';
import { take } from './take.js';

const moto = inject('motoUrl');
const READ_S3 = statement({
  Effect: 'Allow',
  Action: ['s3:Get*'],
  Resource: 'arn:aws:s3:::a%20b+c/${aws:username}',
});
const AWS_READ_ONLY = 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess';
const AWS_BOUNDARY = 'arn:aws:iam::aws:policy/PowerUserAccess';

function estate(id: string): Seed {
  return {
    alias: `audited-${id}`,
    policies: [
      { name: 'shared', path: '/team/', document: READ_S3 },
      { name: 'attached-to-nothing', document: READ_S3 },
      { name: 'limit', document: statement({ Effect: 'Allow', Action: 's3:*', Resource: '*' }) },
    ],
    groups: [{ name: 'admins', inline: { all: READ_S3 }, attached: [AWS_READ_ONLY] }],
    users: [
      {
        name: 'ann',
        inline: { own: READ_S3 },
        attached: [`arn:aws:iam::${id}:policy/team/shared`],
        tags: { team: 'red', cost: '1' },
        groups: ['admins'],
      },
      { name: 'bob' },
    ],
    roles: [
      {
        name: 'zeta+role',
        path: '/team/',
        description: 'does things',
        maxSessionDuration: 7200,
        boundary: AWS_BOUNDARY,
        tags: { b: '2', a: '1' },
        inline: { second: READ_S3, first: READ_S3 },
        attached: [AWS_READ_ONLY, `arn:aws:iam::${id}:policy/team/shared`],
        instanceProfiles: ['zeta-profile', 'alpha-profile'],
      },
      { name: 'alpha-role' },
    ],
  };
}

/** Everything but how it was read; moto's details lack PolicyId, its lists have it. */
function content({ coverage, managedPolicies, ...rest }: Snapshot) {
  return {
    ...rest,
    managedPolicies: managedPolicies.map((policy) => ({ ...policy, id: '' })),
    gaps: coverage.gaps,
  };
}

describe.skipIf(moto === null)('an account with AWS managed policies', () => {
  let server: Moto | null = null;
  let url = '';
  beforeAll(async () => {
    server = await startMoto({ awsPolicies: true });
    url = server?.url ?? '';
  });
  afterAll(() => server?.stop());

  test('is read whole', async () => {
    const id = freshAccountId();
    await seedAccount(url, id, estate(id));
    const { env } = await writeProfiles(roleProfiles(url, { audit: id }));
    const progress: Progress[] = [];
    const { info, snapshot } = await take('audit', env, { onProgress: (one) => progress.push(one) });

    expect(info).toEqual({
      source: 'audit',
      kind: 'profile',
      callerArn: expect.stringMatching(`^arn:aws:sts::${id}:assumed-role/iamdrift-reader/`) as string,
      capturedAt: '2026-01-31T12:00:00Z',
    });
    expect(snapshot.account).toEqual({ id, alias: `audited-${id}`, partition: 'aws' });
    const [alpha, zeta] = snapshot.roles;
    expect(snapshot.roles).toHaveLength(2);
    expect(alpha).toMatchObject({
      name: 'alpha-role',
      path: '/',
      permissionsBoundary: null,
      tags: [],
      inlinePolicies: [],
    });
    expect(alpha?.description).toBeNull();
    expect(zeta).toMatchObject({
      name: 'zeta+role',
      path: '/team/',
      arn: `arn:aws:iam::${id}:role/team/zeta+role`,
      id: expect.stringMatching(/^AROA/) as string,
      createDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) as string,
      description: 'does things',
      maxSessionDuration: 7200,
      permissionsBoundary: AWS_BOUNDARY,
      tags: [
        { key: 'a', value: '1' },
        { key: 'b', value: '2' },
      ],
      instanceProfiles: ['alpha-profile', 'zeta-profile'],
      attachedPolicies: [
        { name: 'AmazonS3ReadOnlyAccess', arn: AWS_READ_ONLY },
        { name: 'shared', arn: `arn:aws:iam::${id}:policy/team/shared` },
      ],
    });
    expect(zeta?.inlinePolicies.map(({ name }) => name)).toEqual(['first', 'second']);
    // Decoded exactly once: `%20` and `+` are part of the policy.
    expect(JSON.stringify(zeta?.inlinePolicies[0]?.document)).toContain(
      'arn:aws:s3:::a%20b+c/${aws:username}',
    );
    expect(snapshot.managedPolicies.map(({ arn, document }) => [arn, document?.kind])).toEqual([
      [`arn:aws:iam::${id}:policy/attached-to-nothing`, 'policy'],
      [`arn:aws:iam::${id}:policy/limit`, 'policy'],
      [`arn:aws:iam::${id}:policy/team/shared`, 'policy'],
      [AWS_READ_ONLY, 'policy'],
      [AWS_BOUNDARY, 'policy'],
    ]);
    expect(
      snapshot.users.map(({ name, groups, permissionsBoundary, tags }) => ({
        name,
        groups,
        permissionsBoundary,
        tags,
      })),
    ).toEqual([
      {
        name: 'ann',
        groups: ['admins'],
        permissionsBoundary: null,
        tags: [
          { key: 'cost', value: '1' },
          { key: 'team', value: 'red' },
        ],
      },
      { name: 'bob', groups: [], permissionsBoundary: null, tags: [] },
    ]);
    expect(snapshot.groups.map(({ name, attachedPolicies }) => [name, attachedPolicies[0]?.arn])).toEqual([
      ['admins', AWS_READ_ONLY],
    ]);
    expect(snapshot.coverage).toEqual({
      calls: [
        { api: 'iam:GetAccountAuthorizationDetails', count: 1 },
        { api: 'iam:ListAccountAliases', count: 1 },
        { api: 'iam:ListRoles', count: 1 },
        { api: 'sts:AssumeRole', count: 1 },
        { api: 'sts:GetCallerIdentity', count: 1 },
      ],
      gaps: [],
      notRecorded: ['policy.description', 'policy.tags'],
    });
    expect(progress.at(-1)).toMatchObject({ source: 'audit', calls: 5, roles: 2 });
  });

  test('is the same snapshot when it has to be read call by call', async () => {
    const id = freshAccountId();
    await seedAccount(url, id, estate(id));
    const narrow = await startFaultEndpoint(
      { GetAccountAuthorizationDetails: () => denied('iam:GetAccountAuthorizationDetails') },
      url,
    );
    const { env } = await writeProfiles({
      ...roleProfiles(url, { wide: id }),
      narrow: { ...roleProfiles(narrow.url, { narrow: id }).narrow },
    });
    const [wide, byCalls] = [await take('wide', env), await take('narrow', env)];
    await narrow.stop();
    expect(content(byCalls.snapshot)).toEqual(content(wide.snapshot));
    expect(byCalls.snapshot.roles).toHaveLength(2);
    expect(byCalls.snapshot.coverage.calls).toContainEqual({ api: 'iam:GetRole', count: 2 });
    // Once for the account, not once for each role.
    expect(byCalls.snapshot.coverage.calls).toContainEqual({ api: 'iam:ListInstanceProfiles', count: 1 });
  });
});

describe.skipIf(moto === null)('accounts', () => {
  const url = moto ?? '';

  test('two accounts behind one server are two accounts', async () => {
    const [dev, qa] = [freshAccountId(), freshAccountId()];
    await seedAccount(url, dev, { roles: [{ name: 'app1_dev' }] });
    await seedAccount(url, qa, { roles: [{ name: 'app1_qa' }] });
    const { env } = await writeProfiles(roleProfiles(url, { dev, qa }));
    const [left, right] = await Promise.all([take('dev', env), take('qa', env)]);
    expect(
      [left, right].map(({ snapshot }) => [snapshot.account.id, snapshot.roles.map(({ name }) => name)]),
    ).toEqual([
      [dev, ['app1_dev']],
      [qa, ['app1_qa']],
    ]);
  });

  test('400 roles with three policies each cost no more than 12 calls on the wire', async () => {
    const id = freshAccountId();
    const names = Array.from({ length: 400 }, (_, index) => `role-${String(index).padStart(3, '0')}`);
    const policies = ['one', 'two', 'three'].map((name) => ({ name, document: READ_S3 }));
    const attached = policies.map(({ name }) => `arn:aws:iam::${id}:policy/${name}`);
    await seedAccount(url, id, { policies, roles: names.map((name) => ({ name, attached })) });
    const counting = await startFaultEndpoint({ ListRoles: () => forward }, url);
    const { env } = await writeProfiles(roleProfiles(counting.url, { audit: id }));
    const { snapshot } = await take('audit', env);
    await counting.stop();
    expect(snapshot.roles.map(({ name }) => name)).toEqual(names);
    expect(snapshot.roles.every(({ attachedPolicies }) => attachedPolicies.length === 3)).toBe(true);
    expect(counting.calls.length).toBeLessThanOrEqual(12);
    const counted = snapshot.coverage.calls.reduce((sum, { count }) => sum + count, 0);
    expect(counted).toBe(counting.calls.length);
  });
});
