import { ListPoliciesCommand, type Role as ListedRole } from '@aws-sdk/client-iam';
import type { GaadDetails, GaadPolicy } from '../gaad.js';
import { PAGE, type ReadCounts } from './details.js';
import { readGroupsOneByOne } from './list-groups.js';
import type { ListReader } from './list-holders.js';
import { readRolesOneByOne } from './list-roles.js';
import { readUsersOneByOne } from './list-users.js';
import { collectPages } from './pages.js';
import { withDefaultVersion } from './policy-documents.js';

/**
 * The account call by call, for callers who may List* and Get* but not GetAccountAuthorizationDetails. The same
 * shape, so that both ways make the same snapshot.
 */
export async function readAccountOneByOne(
  listed: readonly ListedRole[],
  reader: ListReader,
  onProgress: (counts: ReadCounts) => void,
): Promise<GaadDetails> {
  const counts = { roles: 0, policies: 0 };
  const count = (what: keyof ReadCounts) => () => {
    counts[what]++;
    onProgress(counts);
  };
  const [RoleDetailList, UserDetailList, GroupDetailList, Policies] = await Promise.all([
    readRolesOneByOne(listed, reader, count('roles')),
    readUsersOneByOne(reader),
    readGroupsOneByOne(reader),
    readPoliciesOneByOne(reader, count('policies')),
  ]);
  return { RoleDetailList, UserDetailList, GroupDetailList, Policies };
}

/** All customer managed policies, and the AWS managed ones that are attached to something. */
async function readPoliciesOneByOne(reader: ListReader, onPolicy: () => void): Promise<GaadPolicy[]> {
  const { iam, gaps, limit } = reader;
  const api = 'iam:ListPolicies';
  const scopes = [{ Scope: 'Local' }, { Scope: 'AWS', OnlyAttached: true }] as const;
  const lists = await Promise.all(
    scopes.map((scope) =>
      gaps.attempt('policies', api, () =>
        collectPages(
          api,
          (marker) => limit(() => iam.send(new ListPoliciesCommand({ ...PAGE, ...scope, Marker: marker }))),
          ({ Policies }) => Policies,
        ),
      ),
    ),
  );
  const unique = new Map(lists.flatMap((list) => list ?? []).map((policy) => [policy.Arn ?? '', policy]));
  return Promise.all(
    [...unique.values()].map(async (policy) => {
      const read = await withDefaultVersion(iam, policy, gaps, limit);
      onPolicy();
      return read;
    }),
  );
}
