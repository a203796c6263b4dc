import {
  GetAccountAuthorizationDetailsCommand,
  ListAccountAliasesCommand,
  ListRolesCommand,
  type GroupDetail,
  type IAMClient,
  type ManagedPolicyDetail,
  type Role as ListedRole,
  type RoleDetail,
  type UserDetail,
} from '@aws-sdk/client-iam';
import type { GaadDetails } from '../gaad.js';
import { collectPages, readPages } from './pages.js';
import { gapReason } from './gaps.js';

/** The largest page that IAM gives. */
export const PAGE = { MaxItems: 1000 };

/** How much was read so far. */
export interface ReadCounts {
  readonly roles: number;
  readonly policies: number;
}

/**
 * Users, groups, roles and policies with their documents, in pages.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
 */
export async function readDetails(
  iam: IAMClient,
  onPage: (counts: ReadCounts) => void,
): Promise<Required<GaadDetails>> {
  const users: UserDetail[] = [];
  const groups: GroupDetail[] = [];
  const roles: RoleDetail[] = [];
  const policies: ManagedPolicyDetail[] = [];
  const pages = readPages(
    'iam:GetAccountAuthorizationDetails',
    (marker) =>
      iam.send(
        new GetAccountAuthorizationDetailsCommand({
          ...PAGE,
          Marker: marker,
          Filter: ['User', 'Group', 'Role', 'LocalManagedPolicy', 'AWSManagedPolicy'],
        }),
      ),
    (page) => [page.UserDetailList, page.GroupDetailList, page.RoleDetailList, page.Policies],
  );
  for await (const page of pages) {
    users.push(...(page.UserDetailList ?? []));
    groups.push(...(page.GroupDetailList ?? []));
    roles.push(...(page.RoleDetailList ?? []));
    policies.push(...(page.Policies ?? []));
    onPage({ roles: roles.length, policies: policies.length });
  }
  return { UserDetailList: users, GroupDetailList: groups, RoleDetailList: roles, Policies: policies };
}

/**
 * Roles with description and session duration, but without boundary and tags.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html
 */
export function listRoles(iam: IAMClient): Promise<ListedRole[]> {
  return collectPages(
    'iam:ListRoles',
    (marker) => iam.send(new ListRolesCommand({ ...PAGE, Marker: marker })),
    ({ Roles }) => Roles,
  );
}

/**
 * The account's alias, or null if it has none. An alias is decoration, nothing is compared by it: one that
 * can't be read is undefined, and no gap.
 */
export async function readAlias(iam: IAMClient): Promise<string | null | undefined> {
  try {
    const { AccountAliases } = await iam.send(new ListAccountAliasesCommand({}));
    return AccountAliases?.[0] ?? null;
  } catch (error) {
    if (gapReason(error) !== undefined) return undefined;
    throw error;
  }
}
