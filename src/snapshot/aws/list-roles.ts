import {
  GetRoleCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListInstanceProfilesCommand,
  ListRolePoliciesCommand,
  type Role as ListedRole,
} from '@aws-sdk/client-iam';
import type { GaadRole } from '../gaad.js';
import { PAGE } from './details.js';
import { attemptOf, readEach, readHolderPolicies, unlessGone, type ListReader } from './list-holders.js';
import { collectPages } from './pages.js';

/**
 * Roles by List* and Get*, in the shape of the account's details. GetRole has boundary and tags, which ListRoles
 * lacks; one ListInstanceProfiles stands for a call per role.
 */
export async function readRolesOneByOne(
  listed: readonly ListedRole[],
  reader: ListReader,
  onRole: () => void,
): Promise<GaadRole[]> {
  const unique = new Map(listed.map((role) => [role.RoleName ?? '', role]));
  const [profiles, roles] = await Promise.all([
    readInstanceProfiles(reader),
    readEach([...unique.values()], async (role) => {
      const read = await unlessGone(reader.gaps, `role:${role.RoleName ?? ''}`, () => readRole(role, reader));
      onRole();
      return read;
    }),
  ]);
  return roles.map((role) => ({ ...role, InstanceProfileList: profiles.get(role.RoleName ?? '') }));
}

async function readRole(listed: ListedRole, reader: ListReader): Promise<GaadRole> {
  const { iam, gaps, limit } = reader;
  const name = listed.RoleName ?? '';
  const subject = `role:${name}`;
  const [answer, policies] = await Promise.all([
    attemptOf(gaps, subject, 'iam:GetRole', () =>
      limit(() => iam.send(new GetRoleCommand({ RoleName: name }))),
    ),
    readHolderPolicies(
      {
        subject,
        listInline: {
          api: 'iam:ListRolePolicies',
          read: () =>
            collectPages(
              'iam:ListRolePolicies',
              (marker) =>
                limit(() =>
                  iam.send(new ListRolePoliciesCommand({ ...PAGE, RoleName: name, Marker: marker })),
                ),
              ({ PolicyNames }) => PolicyNames,
            ),
        },
        getInline: {
          api: 'iam:GetRolePolicy',
          read: async (policy) =>
            (await limit(() => iam.send(new GetRolePolicyCommand({ RoleName: name, PolicyName: policy }))))
              .PolicyDocument,
        },
        listAttached: {
          api: 'iam:ListAttachedRolePolicies',
          read: () =>
            collectPages(
              'iam:ListAttachedRolePolicies',
              (marker) =>
                limit(() =>
                  iam.send(new ListAttachedRolePoliciesCommand({ ...PAGE, RoleName: name, Marker: marker })),
                ),
              ({ AttachedPolicies }) => AttachedPolicies,
            ),
        },
      },
      reader,
    ),
  ]);
  // Without it, boundary and tags are unknown.
  if (answer && !answer.Role) gaps.add(subject, 'iam:GetRole', 'the answer has no role');
  const role = answer?.Role ?? listed;
  return { ...role, RolePolicyList: policies.inline, AttachedManagedPolicies: policies.attached };
}

/** Names of instance profiles, by the name of the role in them. */
async function readInstanceProfiles({ iam, gaps, limit }: ListReader) {
  const byRole = new Map<string, { readonly InstanceProfileName: string | undefined }[]>();
  const api = 'iam:ListInstanceProfiles';
  const profiles = await gaps.attempt('role.instanceProfiles', api, () =>
    collectPages(
      api,
      (marker) => limit(() => iam.send(new ListInstanceProfilesCommand({ ...PAGE, Marker: marker }))),
      ({ InstanceProfiles }) => InstanceProfiles,
    ),
  );
  for (const { InstanceProfileName, Roles = [] } of profiles ?? []) {
    for (const { RoleName: role = '' } of Roles) {
      byRole.set(role, [...(byRole.get(role) ?? []), { InstanceProfileName }]);
    }
  }
  return byRole;
}
