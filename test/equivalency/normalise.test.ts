import { describe, expect, it } from 'vitest';
import { rejectCollisions } from '../../src/equivalency/collisions.js';
import { plainEntry } from '../../src/equivalency/list/index.js';
import { normaliseSnapshot } from '../../src/equivalency/normalise.js';
import type { ComparedSide } from '../../src/equivalency/compared-side.js';
import { replacementsFor, type SideReplacements } from '../../src/equivalency/replacements.js';
import { UserError } from '../../src/model/errors.js';
import type { NormalisedSnapshot } from '../../src/model/normalised.js';
import { type Account, group, policy, role, snapshotOf, user } from '../gauntlet/account.js';
import { account, AWS_POLICY, DEV_ID, QA_ID } from '../gauntlet/base.js';

const SIDES = (['dev', 'qa'] as const).map((tag) => ({ tag, snapshot: snapshotOf(account(tag)) }));

function replacements(
  list: Record<string, string[]>,
  compared: readonly ComparedSide[] = SIDES,
): SideReplacements {
  const entries = Object.entries(list).map(([placeholder, values]) => plainEntry(placeholder, values));
  return replacementsFor(entries, compared);
}

function normalise(
  one: Account,
  list: Record<string, string[]> = { env: ['dev', 'qa'] },
): NormalisedSnapshot {
  const at = one.id === DEV_ID ? 0 : 1;
  const snapshot = snapshotOf(one);
  const compared = SIDES.map((side, index) => (index === at ? { ...side, snapshot } : side));
  return normaliseSnapshot(snapshot, replacements(list, compared).sides[at]!);
}

describe('replacementsFor', () => {
  const placeholderOf = (
    list: Record<string, string[]>,
    side: number,
    value: string,
  ): string | null | undefined =>
    replacements(list).sides[side]!.replacements.find((one) => one.value === value)?.placeholder;

  it("makes an account's own id a placeholder, and the other's another one", () => {
    expect(placeholderOf({}, 0, DEV_ID)).toBe('accountid');
    expect(placeholderOf({}, 0, QA_ID)).toBe('accountid-other');
    expect(placeholderOf({}, 1, DEV_ID)).toBe('accountid-other');
    expect(placeholderOf({}, 1, QA_ID)).toBe('accountid');
  });

  it("uses the list's own name for the ids, and still tells own from other", () => {
    const list = { acct: [DEV_ID, QA_ID, 'dev'] };
    expect(placeholderOf(list, 0, DEV_ID)).toBe('acct');
    expect(placeholderOf(list, 1, DEV_ID)).toBe('acct-other');
    expect(placeholderOf(list, 1, 'dev')).toBe('acct-other');
  });

  it('takes another name where the list uses accountid for something else', () => {
    expect(placeholderOf({ accountid: ['x'], 'accountid-2': ['y'] }, 0, DEV_ID)).toBe('accountid-3');
  });

  it('tells own from other in listed values that have an id in them', () => {
    const list = { bucket: [`logs-${DEV_ID}`, `logs-${QA_ID}`, `logs-${DEV_ID}7`, 'logs-111122223333'] };
    expect(placeholderOf(list, 0, `logs-${DEV_ID}`)).toBe('bucket');
    expect(placeholderOf(list, 1, `logs-${DEV_ID}`)).toBe('bucket-other');
    expect(placeholderOf(list, 1, `logs-${QA_ID}`)).toBe('bucket');
    expect(placeholderOf(list, 1, `logs-${DEV_ID}7`)).toBeNull();
    expect(placeholderOf(list, 1, 'logs-111122223333')).toBeNull();
  });

  it('does not call the other account what the list calls something else', () => {
    const list = { 'accountid-other': ['x'], bucket: [`b-${DEV_ID}`], 'bucket-other': ['y'] };
    expect(placeholderOf(list, 1, DEV_ID)).toBe('accountid-other-2');
    expect(placeholderOf(list, 1, `b-${DEV_ID}`)).toBe('bucket-other-2');
  });

  it('takes ids whole, and tells what it applied', () => {
    const { sides, applied } = replacements({ a: ['111122223333', 'x'] });
    expect(sides[0]!.replacements.filter(({ whole }) => whole).map(({ value }) => value)).toEqual([
      '111122223333',
      DEV_ID,
      QA_ID,
    ]);
    expect(applied).toEqual([
      { placeholder: 'a', values: ['111122223333', 'x'], automatic: false, match: 'anywhere', why: null },
      {
        placeholder: 'accountid',
        values: [DEV_ID, QA_ID],
        automatic: true,
        match: 'word',
        why: expect.any(String) as string,
      },
      {
        placeholder: 'sso',
        values: ['0123456789abcdef', 'fedcba9876543210'],
        automatic: true,
        match: 'word',
        why: expect.any(String) as string,
      },
    ]);
  });

  it('of one account with itself has one id', () => {
    const { sides } = replacementsFor([], [SIDES[0]!, { ...SIDES[0]!, tag: 'later' }]);
    expect(sides[0]!.replacements).toEqual([{ value: DEV_ID, placeholder: 'accountid', whole: true }]);
  });
});

describe('normaliseSnapshot', () => {
  it('replaces names of every kind, and keeps the raw ones beside them', () => {
    const side = normalise(account('dev'));
    const app = side.roles.find(({ raw }) => raw.name === 'app1_dev')!;
    expect(app.value).toMatchObject({
      name: 'app1_<env>',
      path: '/apps/',
      arn: 'arn:aws:iam::<accountid>:role/apps/app1_<env>',
      permissionsBoundary: 'arn:aws:iam::<accountid>:policy/<env>-boundary',
      instanceProfiles: ['app1_<env>'],
      description: 'as agreed',
    });
    expect(app.value.tags).toEqual([
      { key: 'Environment', value: '<env>' },
      { key: 'Owner', value: 'platform' },
    ]);
    expect(app.value.attachedPolicies).toEqual([
      { name: 'AmazonSQSReadOnlyAccess', arn: AWS_POLICY },
      { name: 'app1-<env>-data', arn: 'arn:aws:iam::<accountid>:policy/app1-<env>-data' },
    ]);
    expect(app.raw).toEqual(snapshotOf(account('dev')).roles.find(({ name }) => name === 'app1_dev'));
    expect(side.users.map(({ value }) => value.name)).toEqual(['<env>-alice']);
  });

  it("leaves AWS's own names alone: policies of AWS, paths of service-linked roles, tag keys", () => {
    const dev = account('dev');
    role(dev, 'app1').Tags = [{ Key: 'SQS', Value: 'SQS' }];
    const side = normalise(dev, { x: ['SQS', 'Support', 'support', 'aws'] });
    const names = side.managedPolicies.map(({ value }) => value.name);
    expect(names).toContain('AmazonSQSReadOnlyAccess');
    expect(side.roles.find(({ raw }) => raw.name === 'AWSServiceRoleForSupport')?.value).toMatchObject({
      path: '/aws-service-role/support.amazonaws.com/',
      name: 'AWSServiceRoleFor<x>',
    });
    expect(side.roles.find(({ raw }) => raw.name === 'app1_dev')?.value.tags).toEqual([
      { key: 'SQS', value: '<x>' },
    ]);
  });

  it('replaces names in an ARN that is not the one of its path and name', () => {
    const [one, ...others] = snapshotOf(account('dev')).roles;
    const odd = { ...one!, name: '', path: '', arn: `arn:aws:iam::${DEV_ID}:role/old_dev` };
    const snapshot = { ...snapshotOf(account('dev')), roles: [odd, ...others] };
    const side = normaliseSnapshot(snapshot, replacements({ env: ['dev', 'qa'] }).sides[0]!);
    expect(side.roles[0]!.value.arn).toBe('arn:aws:iam::<accountid>:role/old_<env>');
  });

  it('sorts by the normalised name', () => {
    const names = normalise(account('qa')).roles.map(({ value }) => value.name);
    expect(names).toEqual([...names].sort());
  });

  it('keeps the suffixes of two roles of one permission set', () => {
    const dev = account('dev');
    const one = role(dev, 'AWSReserved');
    const name = 'AWSReservedSSO_Admin_aaaaaaaaaaaaaaaa';
    dev.details.RoleDetailList.push({ ...one, RoleName: name, Arn: one.Arn.replace(one.RoleName, name) });
    const names = normalise(dev).roles.map(({ value }) => value.name);
    expect(names).toContain(name);
    expect(names).toContain(one.RoleName);
  });

  it('makes the same of an account, in whatever order it is looked at', () => {
    const listed = ({ roles, users, groups, managedPolicies }: NormalisedSnapshot) =>
      [roles, users, groups, managedPolicies].flat();
    const qa = account('qa');
    // A name of the other account's is noted when its policy is made.
    role(qa, 'app1').RolePolicyList[0]!.PolicyName = 'data_dev';
    const [forwards, backwards] = [normalise(qa), normalise(qa)];
    const values = listed(forwards).map(({ value }) => value);
    const reversed = listed(backwards).reverse();
    expect(reversed.map(({ value }) => value).reverse()).toEqual(values);
    expect(listed(backwards).map(({ name }) => name)).toEqual(values.map(({ name }) => name));
    expect(forwards.foreignNames).toEqual(new Map([['data_dev', 'data_<env-other>']]));
    expect(backwards.foreignNames).toEqual(forwards.foreignNames);
  });
});

describe('rejectCollisions', () => {
  const ALL = { users: true, groups: true };

  function collision(
    change: (one: Account) => void,
    list?: Record<string, string[]>,
    scope = ALL,
  ): UserError | null {
    const dev = account('dev');
    change(dev);
    try {
      rejectCollisions(normalise(dev, list), 'dev', scope);
    } catch (error) {
      if (error instanceof UserError) return error;
      throw error;
    }
    return null;
  }

  it('accepts an account without any', () => {
    expect(collision(() => undefined)).toBeNull();
  });

  it('names both roles, what they become, the entry and a mend', () => {
    const error = collision((dev) => {
      const one = role(dev, 'app1');
      dev.details.RoleDetailList.push({ ...one, RoleName: 'app1_qa', Arn: one.Arn.replace('_dev', '_qa') });
    });
    expect(error?.message).toBe('dev: the roles "app1_dev" and "app1_qa" both become "app1_<env>"');
    expect(error?.mend).toContain('entry "env"');
  });

  it.each<[string, (one: Account) => void, string]>([
    [
      'managed policies',
      (dev) => {
        const one = policy(dev, 'app1-dev');
        dev.details.Policies.push({
          ...one,
          PolicyName: 'app1-qa-data',
          Arn: one.Arn.replace('app1-dev', 'app1-qa'),
        });
      },
      'the managed policies "app1-dev-data" and "app1-qa-data"',
    ],
    [
      'users',
      (dev) => {
        dev.details.UserDetailList.push({
          ...user(dev),
          UserName: 'qa-alice',
          Arn: `arn:aws:iam::${DEV_ID}:user/qa-alice`,
        });
      },
      'the users "dev-alice" and "qa-alice"',
    ],
    [
      'groups',
      (dev) => {
        const one = group(dev);
        const named = (name: string): typeof one => ({
          ...one,
          GroupName: name,
          Arn: `arn:aws:iam::${DEV_ID}:group/${name}`,
        });
        dev.details.GroupDetailList = [named('g-dev'), named('g-qa')];
      },
      'the groups "g-dev" and "g-qa"',
    ],
    [
      'inline policies',
      (dev) => {
        const [first] = role(dev, 'app1').RolePolicyList;
        role(dev, 'app1').RolePolicyList = ['p-dev', 'p-qa'].map((PolicyName) => ({ ...first!, PolicyName }));
      },
      'the inline policies of app1_dev "p-dev" and "p-qa"',
    ],
  ])('names both %s', (_, change, message) => {
    expect(collision(change)?.message).toContain(message);
  });

  it('says nothing of users and groups that take no part', () => {
    const change = (dev: Account): void => {
      dev.details.UserDetailList.push({
        ...user(dev),
        UserName: 'qa-alice',
        Arn: `arn:aws:iam::${DEV_ID}:user/qa-alice`,
      });
    };
    expect(collision(change, undefined, { users: false, groups: false })).toBeNull();
  });
});
