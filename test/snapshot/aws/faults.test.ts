import { afterEach, describe, expect, test } from 'vitest';
import {
  NO_DETAILS_LISTS,
  denied,
  failure,
  FAULT_ACCOUNT,
  result,
  startFaultEndpoint,
  type Behaviour,
  type FaultEndpoint,
  type Reply,
  type XmlValue,
} from '../../support/iam-endpoint/index.js';
import { failureOf, takeFrom } from './take.js';

const TRUST = encodeURIComponent(
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  }),
);
const BOUNDARY = `arn:aws:iam::${FAULT_ACCOUNT}:policy/limit`;

function role(name: string, more: Readonly<Record<string, XmlValue>> = {}): XmlValue {
  return {
    RoleName: name,
    RoleId: `AROA${name.toUpperCase()}`,
    Path: '/',
    Arn: `arn:aws:iam::${FAULT_ACCOUNT}:role/${name}`,
    CreateDate: '2024-01-31T12:00:00Z',
    AssumeRolePolicyDocument: TRUST,
    ...more,
  };
}

const listed = (name: string): XmlValue => role(name, { MaxSessionDuration: 3600 });

const GAAD = 'GetAccountAuthorizationDetails';
const details = (roles: readonly XmlValue[], more: Readonly<Record<string, XmlValue>> = {}): Reply =>
  result(GAAD, { ...NO_DETAILS_LISTS, RoleDetailList: roles, ...more });
const roles = (list: readonly XmlValue[], more: Readonly<Record<string, XmlValue>> = {}): Reply =>
  result('ListRoles', { Roles: list, IsTruncated: false, ...more });

/** An account with the role `app`. */
const HEALTHY: Behaviour = {
  [GAAD]: () => details([role('app')]),
  ListRoles: () => roles([listed('app')]),
  ListAccountAliases: () => result('ListAccountAliases', { AccountAliases: ['prod'] }),
};

let endpoint: FaultEndpoint | undefined;
afterEach(() => endpoint?.stop());

async function begin(behaviour: Behaviour): Promise<string> {
  endpoint = await startFaultEndpoint({ ...HEALTHY, ...behaviour });
  return endpoint.url;
}

describe('pages', () => {
  test('are followed to the end, empty ones too, and asked for in full size', async () => {
    const url = await begin({
      [GAAD]: ({ params }) => {
        switch (params.get('Marker')) {
          case null:
            return details([], { IsTruncated: true, Marker: 'a' });
          case 'a':
            return details([role('app'), role('one')], { IsTruncated: true, Marker: 'b' });
          default:
            // A page that repeats an entity of the one before.
            return details([role('one'), role('two')]);
        }
      },
      ListRoles: ({ params }) =>
        params.get('Marker') === null
          ? roles([], { IsTruncated: true, Marker: 'next' })
          : roles(['app', 'one', 'two'].map(listed)),
    });
    const { snapshot } = await takeFrom(url);
    expect(snapshot.roles.map(({ name, maxSessionDuration }) => [name, maxSessionDuration])).toEqual([
      ['app', 3600],
      ['one', 3600],
      ['two', 3600],
    ]);
    expect(snapshot.coverage.gaps).toEqual([]);
    const sizes = endpoint?.calls
      .filter(({ action }) => action === GAAD || action === 'ListRoles')
      .map(({ params }) => params.get('MaxItems'));
    expect(new Set(sizes)).toEqual(new Set(['1000']));
  });

  test('that go in a circle are an error', async () => {
    const url = await begin({
      [GAAD]: ({ nth }) => details([role('app')], { IsTruncated: true, Marker: nth % 2 === 0 ? 'a' : 'b' }),
    });
    expect(await failureOf(takeFrom(url))).toMatch(
      /^profile audit: iam:GetAccountAuthorizationDetails: a page has nothing but what came before/,
    );
  });

  test('that are truncated without a marker are an error', async () => {
    const url = await begin({ [GAAD]: () => details([role('app')], { IsTruncated: true }) });
    expect(await failureOf(takeFrom(url))).toContain('truncated, but has no Marker');
  });

  test('without anything in them are an error, and no empty account', async () => {
    const url = await begin({ [GAAD]: () => result(GAAD, {}) });
    expect(await failureOf(takeFrom(url))).toContain('the answer lacks a list');
  });

  test('of ListRoles that go in a circle are a gap', async () => {
    const url = await begin({ ListRoles: () => roles([listed('app')], { IsTruncated: true, Marker: 'a' }) });
    const { snapshot } = await takeFrom(url);
    expect(snapshot.roles[0]).not.toHaveProperty('maxSessionDuration');
    expect(snapshot.coverage.gaps.map(({ subject, api }) => `${subject} ${api}`)).toEqual([
      'role.description iam:ListRoles',
      'role.maxSessionDuration iam:ListRoles',
    ]);
  });
});

describe('a trouble that passes', () => {
  test.each([
    ['throttling', failure('Throttling', 'Rate exceeded')],
    ['a fault of the service', failure('ServiceFailure', 'try again', 500)],
    ['a broken connection', { kind: 'reset' } as const],
  ])('%s', async (_name, trouble) => {
    const url = await begin({
      [GAAD]: ({ nth }) => (nth < 2 ? trouble : details([role('app')])),
    });
    const { snapshot } = await takeFrom(url);
    expect(snapshot.roles.map(({ name }) => name)).toEqual(['app']);
    expect(snapshot.coverage.gaps).toEqual([]);
    // What the SDK repeats is one call: the count tells of the account, not of the weather.
    expect(snapshot.coverage.calls).toContainEqual({ api: `iam:${GAAD}`, count: 1 });
    expect(endpoint?.calls.filter(({ action }) => action === GAAD)).toHaveLength(3);
  });
});

describe('a denied call', () => {
  test('ListRoles: description and session duration are gaps', async () => {
    const url = await begin({ ListRoles: () => denied('iam:ListRoles') });
    const { snapshot } = await takeFrom(url);
    expect(snapshot.roles.map(({ name }) => name)).toEqual(['app']);
    expect(snapshot.roles[0]).not.toHaveProperty('description');
    expect(snapshot.coverage.gaps).toEqual(
      ['role.description', 'role.maxSessionDuration'].map((subject) => ({
        subject,
        api: 'iam:ListRoles',
        reason: expect.stringMatching(
          /^denied: User: .* is not authorized to perform: iam:ListRoles/,
        ) as string,
      })),
    );
  });

  test('the alias is decoration: not recorded, and no gap', async () => {
    const url = await begin({ ListAccountAliases: () => denied('iam:ListAccountAliases') });
    const { snapshot } = await takeFrom(url);
    expect(snapshot.account).toEqual({ id: FAULT_ACCOUNT, partition: 'aws' });
    expect(snapshot.coverage.gaps).toEqual([]);
    expect(snapshot.coverage.notRecorded).toEqual(['account.alias', 'policy.description', 'policy.tags']);
  });

  test('both ways to the roles: nothing can be concluded', async () => {
    const url = await begin({
      [GAAD]: () => denied(`iam:${GAAD}`),
      ListRoles: () => denied('iam:ListRoles'),
    });
    expect(await failureOf(takeFrom(url))).toMatch(
      /^profile audit: iam:GetAccountAuthorizationDetails and iam:ListRoles are both denied: .*docs\/iam-policy\.json/,
    );
  });

  test('details that fail for another reason are no reason to go on with less', async () => {
    const url = await begin({ [GAAD]: () => failure('ValidationError', 'bad\u0007 Marker\n', 400) });
    expect(await failureOf(takeFrom(url))).toContain(
      `profile audit: iam:${GAAD}: ValidationError: bad Marker`,
    );
  });
});

describe('a role that comes or goes between two calls', () => {
  test('is a gap on either side', async () => {
    const url = await begin({
      [GAAD]: () => details([role('app'), role('fresh'), role('again')]),
      ListRoles: () =>
        roles([
          listed('app'),
          listed('late'),
          role('again', { MaxSessionDuration: 3600, RoleId: 'AROAOTHER' }),
        ]),
    });
    const { snapshot } = await takeFrom(url);
    expect(snapshot.coverage.gaps.map(({ subject, reason }) => `${subject}: ${reason}`)).toEqual([
      'policies: a boundary of role late may be missing',
      'role:again: description and session duration unknown: made anew while the account was read',
      'role:fresh: description and session duration unknown: made or deleted while the account was read',
      'role:late: in iam:ListRoles only: made or deleted while the account was read',
    ]);
    expect(snapshot.roles.find(({ name }) => name === 'app')).toMatchObject({ maxSessionDuration: 3600 });
    expect(snapshot.roles.find(({ name }) => name === 'fresh')).not.toHaveProperty('description');
  });

  test('one that is told twice in different words is a gap', async () => {
    const url = await begin({ [GAAD]: () => details([role('app'), role('app', { Path: '/moved/' })]) });
    const { snapshot } = await takeFrom(url);
    expect(snapshot.roles).toHaveLength(1);
    expect(snapshot.coverage.gaps.map(({ subject }) => subject)).toEqual(['role:app']);
  });
});

describe('a boundary that the details lack', () => {
  const bounded = role('app', { PermissionsBoundary: { PermissionsBoundaryArn: BOUNDARY } });
  const document = encodeURIComponent(
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}',
  );
  const policy: Behaviour = {
    [GAAD]: () => details([bounded]),
    GetPolicy: () =>
      result('GetPolicy', {
        Policy: {
          Arn: BOUNDARY,
          PolicyName: 'limit',
          PolicyId: 'ANPALIMIT',
          Path: '/',
          DefaultVersionId: 'v3',
        },
      }),
    GetPolicyVersion: ({ params }) =>
      result('GetPolicyVersion', {
        PolicyVersion: {
          VersionId: params.get('VersionId') ?? '',
          Document: document,
          IsDefaultVersion: true,
        },
      }),
  };

  test('is read by its default version', async () => {
    const { snapshot } = await takeFrom(await begin(policy));
    expect(snapshot.managedPolicies).toMatchObject([
      { arn: BOUNDARY, id: 'ANPALIMIT', document: { kind: 'policy' } },
    ]);
    expect(endpoint?.calls.find(({ action }) => action === 'GetPolicyVersion')?.params.get('VersionId')).toBe(
      'v3',
    );
    expect(snapshot.coverage.gaps).toEqual([]);
  });

  test("a user's boundary likewise", async () => {
    const ann = {
      UserName: 'ann',
      UserId: 'AIDAANN',
      Path: '/',
      Arn: `arn:aws:iam::${FAULT_ACCOUNT}:user/ann`,
      PermissionsBoundary: { PermissionsBoundaryArn: BOUNDARY },
    };
    const { snapshot } = await takeFrom(
      await begin({ ...policy, [GAAD]: () => details([role('app')], { UserDetailList: [ann] }) }),
    );
    expect(snapshot.users[0]?.permissionsBoundary).toBe(BOUNDARY);
    expect(snapshot.managedPolicies.map(({ arn }) => arn)).toEqual([BOUNDARY]);
  });

  test.each(['GetPolicy', 'GetPolicyVersion'])('is a gap if %s is denied', async (action) => {
    const { snapshot } = await takeFrom(await begin({ ...policy, [action]: () => denied(`iam:${action}`) }));
    expect(snapshot.roles[0]?.permissionsBoundary).toBe(BOUNDARY);
    expect(snapshot.managedPolicies.filter((one) => one.document !== undefined)).toEqual([]);
    expect(snapshot.coverage.gaps).toMatchObject([
      { subject: `policy-document:${BOUNDARY}`, api: `iam:${action}` },
    ]);
  });
});

test('a document that cannot be decoded is unreadable, not absent', async () => {
  const url = await begin({
    [GAAD]: () => details([role('app', { AssumeRolePolicyDocument: '%7B%22broken%E0' })]),
  });
  const { snapshot } = await takeFrom(url);
  expect(snapshot.roles[0]?.trustPolicy).toMatchObject({ kind: 'unreadable', raw: '%7B%22broken%E0' });
});

test('the partition is the caller’s, in accounts and in principals', async () => {
  const trust = encodeURIComponent(
    `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"${FAULT_ACCOUNT}"},"Action":"sts:AssumeRole"}]}`,
  );
  const url = await begin({
    GetCallerIdentity: () =>
      result('GetCallerIdentity', { Account: FAULT_ACCOUNT, Arn: `arn:aws-cn:iam::${FAULT_ACCOUNT}:user/a` }),
    [GAAD]: () => details([role('app', { AssumeRolePolicyDocument: trust })]),
  });
  const { snapshot } = await takeFrom(url);
  expect(snapshot.account.partition).toBe('aws-cn');
  expect(JSON.stringify(snapshot.roles[0]?.trustPolicy)).toContain(`arn:aws-cn:iam::${FAULT_ACCOUNT}:root`);
});
