import { describe, expect, it } from 'vitest';
import { exitCodeOf } from '../../../src/cli/exit-codes.js';
import type { Marker } from '../../../src/model/marker.js';
import type { Report } from '../../../src/model/report.js';
import type { User } from '../../../src/model/snapshot.js';
import { compare, type CompareOptions } from '../../report/support/compare.js';
import {
  type AccountSource,
  allow,
  policy,
  type RoleSource,
  snapshotOf,
  trust,
} from '../../report/support/snapshots.js';

const ID = '123456789012';
const QA = '987654321098';
const EVIL = '666666666666';
const EC2 = { Service: 'ec2.amazonaws.com' };

type Account = Omit<AccountSource, 'id'>;

async function reportOf(
  one: Account,
  two: Account,
  options: CompareOptions & { readonly id2?: string } = {},
): Promise<Report> {
  const { report } = await compare(
    snapshotOf({ id: ID, ...one }),
    snapshotOf({ id: options.id2 ?? ID, ...two }),
    options,
  );
  return report;
}

/** Markers of the one role `app` that both have. */
async function markersOf(one: RoleSource, two: RoleSource, more: Account = {}): Promise<readonly Marker[]> {
  const side = (app: RoleSource): Account => ({ ...more, roles: { ...more.roles, app } });
  return (await reportOf(side(one), side(two))).markers;
}

function types(markers: readonly Marker[]): string[] {
  return markers.map(({ type, severity }) => `${severity} ${type}`);
}

describe('incident markers', () => {
  it('are none where nothing differs', async () => {
    const role = { trust: trust({ AWS: EVIL, ...EC2 }), boundary: 'b', inline: { p: allow('*', '*') } };
    expect(await markersOf(role, role, { policies: { b: allow('*', '*') } })).toEqual([]);
  });

  it('see a role that was made anew, within one account only', async () => {
    const [one, two] = [{ id: 'AROAOLD' }, { id: 'AROANEW' }];
    expect(await markersOf(one, two)).toMatchObject([
      {
        type: 'entity-recreated',
        severity: 'medium',
        kind: 'role',
        name: 'app',
        sides: [2],
        id1: 'AROAOLD',
        id2: 'AROANEW',
      },
    ]);
    expect((await reportOf({ roles: { app: one } }, { roles: { app: two } }, { id2: QA })).markers).toEqual(
      [],
    );
  });

  it('see a trust of a new account', async () => {
    const plain = { trust: trust(EC2) };
    const open = { trust: trust({ AWS: `arn:aws:iam::${EVIL}:role/x`, ...EC2 }) };
    const [marker] = await markersOf(plain, open);
    expect(marker).toMatchObject({
      type: 'new-trusted-account',
      severity: 'high',
      accounts: [EVIL],
      sides: [2],
    });
    expect(marker!.fingerprints).toHaveLength(2);
    expect(types(await markersOf(open, plain))).toEqual([]);
    expect(types(await markersOf(open, { trust: trust({ AWS: EVIL, ...EC2 }) }))).toEqual([]);
  });

  it('see none in an account that others trust already, nor in the own one', async () => {
    const ci = { trust: trust({ AWS: EVIL }) };
    expect(await markersOf({}, { trust: trust({ AWS: EVIL, ...EC2 }) }, { roles: { ci, ci2: ci } })).toEqual(
      [],
    );
    expect(await markersOf({}, { trust: trust({ AWS: ID, ...EC2 }) })).toEqual([]);
  });

  it('see an account that two roles trust at once', async () => {
    const open = { trust: trust({ AWS: EVIL, ...EC2 }) };
    const { markers } = await reportOf({ roles: { a: {}, b: {} } }, { roles: { a: open, b: open } });
    expect(types(markers)).toEqual(['high new-trusted-account', 'high new-trusted-account']);
  });

  it.each<[string, RoleSource]>([
    ['anyone', { trust: trust('*') }],
    [
      'everyone but somebody',
      { trust: policy({ Effect: 'Allow', Action: 'sts:AssumeRole', NotPrincipal: { AWS: EVIL } }) },
    ],
  ])('see that %s may assume a role, also where others are as open', async (_, two) => {
    expect(await markersOf({}, two, { roles: { other: two } })).toMatchObject([
      { type: 'new-trusted-account', accounts: ['*'] },
    ]);
  });

  it('take the other account for the same one on both sides', async () => {
    const trusting = (id: string): Account => ({ roles: { app: { trust: trust({ AWS: id, ...EC2 }) } } });
    expect((await reportOf(trusting(QA), trusting(ID), { id2: QA })).markers).toEqual([]);
    expect((await reportOf({ roles: { app: {} } }, trusting(ID), { id2: QA })).markers).toMatchObject([
      { type: 'new-trusted-account', accounts: [ID] },
    ]);
  });

  it('see that a role may assume itself', async () => {
    const arn = `arn:aws:iam::${ID}:role/app`;
    const named = { trust: trust({ AWS: arn, ...EC2 }) };
    const asked = {
      trust: trust({ AWS: ID, ...EC2 }, { Condition: { ArnEquals: { 'aws:PrincipalArn': arn } } }),
    };
    for (const two of [named, asked]) {
      expect(types(await markersOf({}, two))).toEqual(['high self-assumption-added']);
      expect(types(await markersOf(two, two))).toEqual([]);
    }
  });

  it('see a boundary that is gone', async () => {
    const markers = await markersOf({ boundary: 'b' }, {}, { policies: { b: allow('s3:*', '*') } });
    expect(markers).toMatchObject([
      { type: 'boundary-removed', severity: 'high', boundary: `arn:aws:iam::${ID}:policy/b` },
    ]);
    expect(await markersOf({}, { boundary: 'b' }, { policies: { b: allow('s3:*', '*') } })).toEqual([]);
  });

  it('see a Deny that is gone, also where access is unknown or was not compared', async () => {
    const read = allow('s3:GetObject', '*');
    const deny = policy({ Effect: 'Deny', Action: 'iam:*', Resource: '*' });
    expect(types(await markersOf({ inline: { d: deny, p: read } }, { inline: { p: read } }))).toEqual([
      'medium deny-removed',
    ]);
    expect(await markersOf({ inline: { p: read } }, { inline: { d: deny, p: read } })).toEqual([]);
    const bad = { Version: '2099-01-01', Statement: [] };
    const unread = await markersOf({ inline: { bad, d: deny } }, { inline: { bad } });
    expect(types(unread)).toEqual(['medium deny-removed']);
  });

  it('see sessions that may last longer', async () => {
    expect(await markersOf({ maxSessionDuration: 3600 }, { maxSessionDuration: 43200 })).toMatchObject([
      { type: 'session-duration-raised', from: 3600, to: 43200 },
    ]);
    expect(await markersOf({ maxSessionDuration: 43200 }, { maxSessionDuration: 3600 })).toEqual([]);
  });

  it('tell of dangling ids where they are, and call them no drift where both sides have them', async () => {
    const plain = { trust: trust(EC2) };
    const dangling = { trust: trust({ AWS: ['AROAABCDEFGHIJKLMNOP', 'AIDAABCDEFGHIJKLMNOP'], ...EC2 }) };
    const [marker] = await markersOf(plain, dangling);
    expect(marker).toMatchObject({
      type: 'dangling-principal',
      severity: 'medium',
      sides: [2],
      ids: ['AIDAABCDEFGHIJKLMNOP', 'AROAABCDEFGHIJKLMNOP'],
    });
    expect(marker!.fingerprints.length).toBeGreaterThan(0);
    const report = await reportOf({ roles: { app: dangling } }, { roles: { app: dangling } });
    expect(report.markers).toMatchObject([{ severity: 'low', sides: [1, 2], fingerprints: [] }]);
    expect(report.roles[0]!.status).toBe('same');
    expect(exitCodeOf(report, { gate: 'any', today: false })).toBe(0);
  });

  it('tell that sessions were revoked, and since when', async () => {
    const revoked = (date: string): RoleSource => ({
      inline: {
        AWSRevokeOlderSessions: policy({
          Effect: 'Deny',
          Action: ['*'],
          Resource: ['*'],
          Condition: { DateLessThan: { 'aws:TokenIssueTime': date } },
        }),
      },
    });
    const date = '2026-11-20T10:00:00.000Z';
    const [marker] = await markersOf({}, revoked(date));
    expect(marker).toMatchObject({
      type: 'sessions-revoked',
      severity: 'medium',
      sides: [2],
      since: { side1: null, side2: date },
    });
    expect(await markersOf(revoked(date), revoked(date))).toMatchObject([
      { type: 'sessions-revoked', severity: 'low', sides: [1, 2], fingerprints: [] },
    ]);
  });

  it('stay where a waiver takes the finding out of the exit code', async () => {
    const waivers = 'waivers:\n  - { roles: app, reason: r, owner: o, expires: 2026-12-31 }\n';
    const report = await reportOf(
      { roles: { app: {} } },
      { roles: { app: { maxSessionDuration: 7200 } } },
      { waivers },
    );
    expect(types(report.markers)).toEqual(['medium session-duration-raised']);
    expect(exitCodeOf(report, { gate: 'drift', today: false })).toBe(0);
  });
});

describe('a new role', () => {
  const read = allow('s3:GetObject', 'arn:aws:s3:::b/*');
  const getting = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::c/*' };
  const listing = { Effect: 'Allow', Action: 's3:ListBucket', Resource: 'arn:aws:s3:::c' };
  const known: Record<string, RoleSource> = {
    app1_prod_worker: { inline: { p: read }, trust: trust(EC2) },
    'ci-deploy': {
      attached: ['deploy'],
      inline: { both: policy(getting, listing) },
      trust: trust({ AWS: QA }),
    },
  };
  const policies = { deploy: allow('s3:*', '*') };
  /** Roles that stand between those above and what is compared with them. */
  const between = Object.fromEntries(
    ['app1_r', 'many'].flatMap((start) =>
      Array.from({ length: 20 }, (_, n): [string, RoleSource] => [
        `${start}${n}`,
        { trust: trust({ Service: 'between.amazonaws.com' }) },
      ]),
    ),
  );
  const seen = async (
    name: string,
    role: RoleSource,
    roles: Record<string, RoleSource> = known,
  ): Promise<string[]> =>
    types((await reportOf({ policies, roles }, { policies, roles: { ...roles, [name]: role } })).markers);
  const seenFarAway = (name: string, role: RoleSource): Promise<string[]> =>
    seen(name, role, { ...known, ...between });

  it.each<[string, string, RoleSource]>([
    ['name and trust', 'app2_prod_worker', { trust: trust(EC2) }],
    [
      'the end of its name and policies',
      'x9_prod_worker',
      { inline: { q: read }, trust: trust({ Service: 'x.amazonaws.com' }) },
    ],
    ['trust and policies', 'support', { attached: ['deploy'], trust: trust({ AWS: QA }) }],
    [
      'trust and the text of a policy, whatever the order and case of its statements',
      'support',
      { inline: { q: policy(listing, { ...getting, Action: 'S3:getobject' }) }, trust: trust({ AWS: QA }) },
    ],
  ])('is familiar by %s', async (_, name, role) => {
    expect(await seen(name, role)).toEqual([]);
    expect(await seenFarAway(name, role)).toEqual([]);
  });

  it.each<[string, string, RoleSource]>([
    ['name alone', 'app3_prod_worker', { trust: trust({ Service: 'x.amazonaws.com' }) }],
    ['trust alone', 'support', { trust: trust(EC2), inline: { p: allow('*', '*') } }],
    ['policies alone', 'support', { attached: ['deploy'], trust: trust({ Service: 'x.amazonaws.com' }) }],
  ])('is not by %s', async (_, name, role) => {
    expect(await seen(name, role)).toEqual(['high unfamiliar-principal']);
    expect(await seenFarAway(name, role)).toEqual(['high unfamiliar-principal']);
  });

  it('of AWS is never unfamiliar', async () => {
    const path = '/aws-service-role/new.amazonaws.com/';
    expect(
      await seen('AWSServiceRoleForNew', { path, trust: trust({ Service: 'new.amazonaws.com' }) }),
    ).toEqual([]);
  });
});

describe('a new user', () => {
  it('is familiar by name and group together', async () => {
    const user = (name: string, groups: string[]): User => {
      const [made] = snapshotOf({ id: ID, users: [name] }).users;
      return { ...made!, groups };
    };
    const account = (users: User[]) => ({ ...snapshotOf({ id: ID }), users });
    const seen = async (newcomer: User): Promise<string[]> => {
      const known = user('dev-alice', ['devs']);
      const scope = { users: true, groups: false };
      const { report } = await compare(account([known]), account([known, newcomer]), { scope });
      return types(report.markers);
    };
    expect(await seen(user('dev-bob', ['devs']))).toEqual([]);
    expect(await seen(user('backup', ['devs']))).toEqual(['high unfamiliar-principal']);
    expect(await seen(user('dev-eve', ['admins']))).toEqual(['high unfamiliar-principal']);
  });
});
