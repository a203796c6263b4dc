import { readFileSync } from 'node:fs';
import { CreateAccessKeyCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { parsePolicy } from '../../../src/policy/parse.js';
import {
  freshAccountId,
  seedAccount,
  statement,
  writeProfiles,
  type Seed,
  type Settings,
} from '../../support/accounts.js';
import {
  NO_DETAILS_LISTS,
  denied,
  result,
  startFaultEndpoint,
  type Behaviour,
  type FaultEndpoint,
} from '../../support/iam-endpoint/index.js';
import { startMoto, type Moto } from '../../support/moto.js';
import { take, takeFrom } from './take.js';

const READ = statement({ Effect: 'Allow', Action: 's3:Get*', Resource: '*' });
const POLICY = document('iam-policy.json');
const FALLBACK_POLICY = document('iam-policy-fallback.json');

function document(name: string): { readonly Statement: readonly { readonly Action: readonly string[] }[] } {
  const url = new URL(`../../../docs/${name}`, import.meta.url);
  return JSON.parse(readFileSync(url, 'utf8')) as ReturnType<typeof document>;
}

/** An account that makes the snapshotter make every call it can. */
function estate(id: string, auditorMay: object): Seed {
  const shared = `arn:aws:iam::${id}:policy/shared`;
  return {
    policies: [{ name: 'shared', document: READ }],
    groups: [{ name: 'admins', inline: { all: READ } }],
    users: [{ name: 'auditor', inline: { audit: auditorMay }, groups: ['admins'] }],
    roles: [
      { name: 'app', inline: { own: READ }, attached: [shared], boundary: shared, instanceProfiles: ['app'] },
    ],
  };
}

const NO_DETAILS: Behaviour = {
  GetAccountAuthorizationDetails: () => denied('iam:GetAccountAuthorizationDetails'),
};

describe.skipIf(inject('motoUrl') === null)('the documented policies', () => {
  // A server of its own: it enforces policies from here on.
  let moto: Moto | null = null;
  let proxy: FaultEndpoint | undefined;
  beforeAll(async () => {
    moto = await startMoto();
  });
  afterAll(async () => {
    await proxy?.stop();
    await moto?.stop();
  });

  /** Reads the account as a user who may do what the policy says, and nothing more. */
  async function readAs(auditorMay: object, behaviour: Behaviour) {
    const url = moto?.url ?? '';
    await moto?.enforcePolicies(Number.MAX_SAFE_INTEGER);
    const id = freshAccountId();
    const iam = await seedAccount(url, id, estate(id, auditorMay));
    const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName: 'auditor' }));
    proxy = await startFaultEndpoint(behaviour, url);
    const audit: Settings = {
      aws_access_key_id: key?.AccessKeyId ?? '',
      aws_secret_access_key: key?.SecretAccessKey ?? '',
      endpoint_url: proxy.url,
    };
    const { env } = await writeProfiles({ audit });
    await moto?.enforcePolicies(0);
    const { snapshot } = await take('audit', env);
    await proxy.stop();
    return { snapshot, used: usedOn(proxy) };
  }

  test('are policies of the grammar', () => {
    for (const one of [POLICY, FALLBACK_POLICY]) {
      expect(parsePolicy(one, { partition: 'aws' })).toMatchObject({ kind: 'policy' });
    }
  });

  test('allow a snapshot without a gap, where policies are enforced', async () => {
    const { snapshot } = await readAs(POLICY, {});
    expect(snapshot.roles.map(({ name }) => name)).toEqual(['app']);
    expect(snapshot.coverage.gaps).toEqual([]);
    expect(snapshot.coverage.notRecorded).not.toContain('account.alias');
  });

  test('without them the same caller is told so: the enforcement is real', async () => {
    await expect(readAs(READ, {})).rejects.toThrow(
      /GetAccountAuthorizationDetails and iam:ListRoles are both denied/,
    );
  });

  test('the fallback policy allows the other way without a gap, and has no action that is not used', async () => {
    const { snapshot, used } = await readAs(FALLBACK_POLICY, NO_DETAILS);
    expect(snapshot.coverage.gaps).toEqual([]);
    expect(snapshot.users.map(({ groups }) => groups)).toEqual([['admins']]);
    const known = new Set(FALLBACK_POLICY.Statement.flatMap(({ Action }) => Action));
    // GetPolicy is for boundaries that no list has: the boundary here is in one.
    expect(used.filter((action) => action !== 'iam:GetAccountAuthorizationDetails')).toEqual(
      [...known].filter((action) => action !== 'iam:GetPolicy').sort(),
    );
  });

  test('the usual policy has no action that is not used', async () => {
    // A boundary that the details lack makes the two calls for policies.
    const arn = 'arn:aws:iam::111122223333:policy/limit';
    const bounded = {
      RoleName: 'app',
      RoleId: 'AROAAPP',
      Path: '/',
      Arn: 'arn:aws:iam::111122223333:role/app',
    };
    const endpoint = await startFaultEndpoint({
      GetAccountAuthorizationDetails: () =>
        result('GetAccountAuthorizationDetails', {
          ...NO_DETAILS_LISTS,
          RoleDetailList: [{ ...bounded, PermissionsBoundary: { PermissionsBoundaryArn: arn } }],
          IsTruncated: false,
        }),
      ListRoles: () =>
        result('ListRoles', { Roles: [{ ...bounded, MaxSessionDuration: 3600 }], IsTruncated: false }),
      ListAccountAliases: () => result('ListAccountAliases', { AccountAliases: [], IsTruncated: false }),
      GetPolicy: () => result('GetPolicy', { Policy: { Arn: arn, DefaultVersionId: 'v1' } }),
      GetPolicyVersion: () =>
        result('GetPolicyVersion', { PolicyVersion: { Document: JSON.stringify(READ) } }),
    });
    const { snapshot } = await takeFrom(endpoint.url);
    await endpoint.stop();
    expect(snapshot.coverage.gaps).toEqual([]);
    expect(usedOn(endpoint)).toEqual(POLICY.Statement.flatMap(({ Action }) => Action).sort());
  });
});

/** IAM's actions on the wire. GetCallerIdentity needs no permission. */
function usedOn({ calls }: FaultEndpoint): string[] {
  const actions = new Set(calls.map(({ action }) => `iam:${action}`));
  actions.delete('iam:GetCallerIdentity');
  return [...actions].sort();
}
