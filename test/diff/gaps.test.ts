import { describe, expect, it } from 'vitest';
import { compareSnapshots, type Comparison } from '../../src/diff/index.js';
import { normaliseSnapshot, plainRules } from '../../src/equivalency/normalise.js';
import type { Role, Snapshot } from '../../src/model/snapshot.js';
import { ActionCatalogue } from '../../src/policy/catalogue.js';
import { snapshotOf } from '../gauntlet/account.js';
import { account } from '../gauntlet/base.js';

const CATALOGUE = new ActionCatalogue({});
const SCOPE = { users: true, groups: true };

function compare(one: Snapshot, two: Snapshot): Comparison {
  return compareSnapshots(
    normaliseSnapshot(one, plainRules([])),
    normaliseSnapshot(two, plainRules([])),
    CATALOGUE,
    SCOPE,
  );
}

/** The account with something not read, and what that leaves of it. */
function unread(subject: string, change: (snapshot: Snapshot) => Partial<Snapshot>): Snapshot {
  const snapshot = snapshotOf(account('dev'));
  const gaps = [{ subject, api: 'iam:X', reason: 'denied' }];
  return { ...snapshot, ...change(snapshot), coverage: { ...snapshot.coverage, gaps } };
}

const whole = snapshotOf(account('dev'));
const [first] = whole.roles as [Role];
const spare = whole.managedPolicies.find(({ name }) => name === 'spare')!;
const withFirst = (change: Partial<Role>) => (snapshot: Snapshot) => ({
  roles: [{ ...first, ...change }, ...snapshot.roles.slice(1)],
});

describe('what was not read is neither drift nor in sync', () => {
  it.each([
    ['a list of roles', unread('roles', () => ({ roles: [] }))],
    ['a role that vanished', unread(`role:${first.name}`, ({ roles }) => ({ roles: roles.slice(1) }))],
    ['inline policies of a role', unread(`role:${first.name}`, withFirst({ inlinePolicies: [] }))],
    ['attached policies of a role', unread(`role:${first.name}`, withFirst({ attachedPolicies: [] }))],
    ['tags of a role', unread(`role:${first.name}`, withFirst({ tags: [] }))],
    [
      'instance profiles',
      unread('role.instanceProfiles', ({ roles }) => ({
        roles: roles.map((role) => ({ ...role, instanceProfiles: [] })),
      })),
    ],
    [
      'a policy that is known by its ARN alone',
      unread(`policy-document:${spare.arn}`, ({ managedPolicies }) => ({
        managedPolicies: managedPolicies.filter(({ arn }) => arn !== spare.arn),
      })),
    ],
    ['users', unread('users', () => ({ users: [] }))],
    ['groups', unread('groups', () => ({ groups: [] }))],
  ])('%s', (_, partial) => {
    expect(compare(whole, partial).outcome).toBe('incomplete');
    expect(compare(partial, whole).outcome).toBe('incomplete');
    expect(compare(partial, partial).outcome).toBe('incomplete');
  });

  it('a value that both sides have still differs', () => {
    const partial = unread(`role:${first.name}`, withFirst({ inlinePolicies: [], path: '/elsewhere/' }));
    const comparison = compare(whole, partial);
    expect(comparison.outcome).toBe('drift');
    expect(comparison.complete).toBe(false);
    const role = comparison.roles.find(({ side1 }) => side1?.name.raw === first.name);
    expect(role?.findings.map(({ type }) => type)).toEqual(['path-changed']);
  });

  it('a gap in users says nothing about a comparison without them', () => {
    const partial = unread('users', () => ({ users: [] }));
    const side = normaliseSnapshot(partial, plainRules([]));
    const { outcome } = compareSnapshots(normaliseSnapshot(whole, plainRules([])), side, CATALOGUE, {
      users: false,
      groups: false,
    });
    expect(outcome).toBe('in-sync');
  });
});
