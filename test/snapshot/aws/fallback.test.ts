import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import type { Snapshot } from '../../../src/model/snapshot.js';
import {
  freshAccountId,
  roleProfiles,
  seedAccount,
  statement,
  writeProfiles,
} from '../../support/accounts.js';
import {
  denied,
  failure,
  startFaultEndpoint,
  type Behaviour,
  type FaultEndpoint,
} from '../../support/iam-endpoint/index.js';
import { failureOf, take } from './take.js';

const moto = inject('motoUrl');
const READ = statement({ Effect: 'Allow', Action: 's3:Get*', Resource: '*' });
const NO_DETAILS: Behaviour = {
  GetAccountAuthorizationDetails: () => denied('iam:GetAccountAuthorizationDetails'),
};

/** A caller who may not read the details of the account, and what else `behaviour` says. */
describe.skipIf(moto === null)('reading call by call', () => {
  let id = '';
  let endpoint: FaultEndpoint | undefined;

  beforeEach(async () => {
    id = freshAccountId();
    await seedAccount(moto ?? '', id, {
      policies: [{ name: 'shared', document: READ }],
      groups: [{ name: 'admins', inline: { all: READ } }],
      users: [{ name: 'ann', inline: { own: READ }, groups: ['admins'] }],
      roles: ['app', 'job'].map((name) => ({
        name,
        inline: { [`${name}-inline`]: READ },
        attached: [`arn:aws:iam::${id}:policy/shared`],
        tags: { team: 'red' },
        instanceProfiles: [`${name}-profile`],
      })),
    });
  });
  afterEach(() => endpoint?.stop());

  async function read(behaviour: Behaviour): Promise<Snapshot> {
    endpoint = await startFaultEndpoint({ ...NO_DETAILS, ...behaviour }, moto ?? '');
    const { env } = await writeProfiles(roleProfiles(endpoint.url, { audit: id }));
    return (await take('audit', env)).snapshot;
  }

  const gapsOf = ({ coverage }: Snapshot): string[] =>
    coverage.gaps.map(({ subject, api }) => `${subject} ${api}`);

  test('with all else allowed has no gaps', async () => {
    const snapshot = await read({});
    expect(snapshot.coverage.gaps).toEqual([]);
    expect(
      snapshot.roles.map(({ name, tags, instanceProfiles }) => [name, tags.length, instanceProfiles]),
    ).toEqual([
      ['app', 1, ['app-profile']],
      ['job', 1, ['job-profile']],
    ]);
  });

  // Each call that the fallback makes, and what can't be trusted without it.
  test.each([
    ['GetRole', ['role:app', 'role:job']],
    ['ListRolePolicies', ['role:app', 'role:job']],
    ['GetRolePolicy', ['role:app', 'role:job']],
    ['ListAttachedRolePolicies', ['role:app', 'role:job']],
    ['ListInstanceProfiles', ['role.instanceProfiles']],
    ['ListUsers', ['users']],
    ['GetUser', ['user:ann']],
    ['ListUserPolicies', ['user:ann']],
    ['GetUserPolicy', ['user:ann']],
    ['ListAttachedUserPolicies', ['user:ann']],
    ['ListGroupsForUser', ['user:ann']],
    ['ListGroups', ['groups']],
    ['ListGroupPolicies', ['group:admins']],
    ['GetGroupPolicy', ['group:admins']],
    ['ListAttachedGroupPolicies', ['group:admins']],
    ['ListPolicies', ['policies']],
  ])('%s denied is a gap', async (action, subjects) => {
    const snapshot = await read({ [action]: () => denied(`iam:${action}`) });
    expect(gapsOf(snapshot)).toEqual(subjects.map((subject) => `${subject} iam:${action}`));
    expect(snapshot.coverage.gaps.every(({ reason }) => reason.startsWith('denied: User: '))).toBe(true);
    expect(snapshot.roles.map(({ name }) => name)).toEqual(['app', 'job']);
  });

  test('a policy document that is denied is a gap of that policy', async () => {
    const snapshot = await read({ GetPolicyVersion: () => denied('iam:GetPolicyVersion') });
    expect(gapsOf(snapshot)).toEqual([
      `policy-document:arn:aws:iam::${id}:policy/shared iam:GetPolicyVersion`,
    ]);
    expect(snapshot.managedPolicies.map(({ name, document }) => [name, document])).toEqual([
      ['shared', undefined],
    ]);
  });

  test('an inline policy whose document is denied is there, and unreadable', async () => {
    const snapshot = await read({ GetRolePolicy: () => denied('iam:GetRolePolicy') });
    expect(snapshot.roles[0]?.inlinePolicies).toMatchObject([
      { name: 'app-inline', document: { kind: 'unreadable' } },
    ]);
  });

  test('a role that goes away meanwhile is left out, and told', async () => {
    const gone = failure('NoSuchEntity', 'The role with name job cannot be found.', 404);
    const forward = { kind: 'forward' } as const;
    const snapshot = await read({
      GetRole: ({ params }) => (params.get('RoleName') === 'job' ? gone : forward),
    });
    expect(snapshot.roles.map(({ name }) => name)).toEqual(['app']);
    expect(snapshot.coverage.gaps).toEqual([
      { subject: 'role:job', api: 'iam:GetRole', reason: 'deleted while the account was read' },
    ]);
  });

  test('credentials that end on the way end the run, not each role on its own', async () => {
    await seedAccount(moto ?? '', id, {
      roles: Array.from({ length: 20 }, (_, index) => ({ name: `many-${index}`, inline: { READ } })),
    });
    const expired = failure('ExpiredToken', 'The security token included in the request is expired', 403);
    const line = await failureOf(read({ GetRolePolicy: () => expired }));
    // Those that were under way when the first failed, and no more.
    expect(endpoint?.calls.filter(({ action }) => action === 'GetRolePolicy').length).toBeLessThanOrEqual(8);
    expect(line).toMatch(/^profile audit \(via base\): iam:GetRolePolicy: the session has expired; /);
  });

  test('no more than eight calls are under way at once', async () => {
    const names = Array.from({ length: 20 }, (_, index) => ({ name: `many-${index}` }));
    await seedAccount(moto ?? '', id, { roles: names });
    const snapshot = await read({});
    expect(snapshot.roles).toHaveLength(22);
    // The alias may be asked for beside them.
    expect(endpoint?.mostAtOnce()).toBeLessThanOrEqual(9);
    expect(endpoint?.mostAtOnce()).toBeGreaterThan(1);
  });
});
