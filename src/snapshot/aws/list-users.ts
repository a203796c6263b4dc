import {
  GetUserCommand,
  GetUserPolicyCommand,
  ListAttachedUserPoliciesCommand,
  ListGroupsForUserCommand,
  ListUserPoliciesCommand,
  ListUsersCommand,
  type User as ListedUser,
} from '@aws-sdk/client-iam';
import type { GaadUser } from '../gaad.js';
import { PAGE } from './details.js';
import { attemptOf, readEach, readHolderPolicies, unlessGone, type ListReader } from './list-holders.js';
import { collectPages } from './pages.js';

/** Users by List* and Get*, in the shape of the account's details. GetUser has boundary and tags. */
export async function readUsersOneByOne(reader: ListReader): Promise<GaadUser[]> {
  const { iam, gaps, limit } = reader;
  const api = 'iam:ListUsers';
  const listed = await gaps.attempt('users', api, () =>
    collectPages(
      api,
      (marker) => limit(() => iam.send(new ListUsersCommand({ ...PAGE, Marker: marker }))),
      ({ Users }) => Users,
    ),
  );
  const unique = new Map((listed ?? []).map((user) => [user.UserName ?? '', user]));
  return readEach([...unique.values()], (user) =>
    unlessGone(gaps, `user:${user.UserName ?? ''}`, () => readUser(user, reader)),
  );
}

async function readUser(listed: ListedUser, reader: ListReader): Promise<GaadUser> {
  const { iam, gaps, limit } = reader;
  const name = listed.UserName ?? '';
  const subject = `user:${name}`;
  const [answer, groups, policies] = await Promise.all([
    attemptOf(gaps, subject, 'iam:GetUser', () =>
      limit(() => iam.send(new GetUserCommand({ UserName: name }))),
    ),
    attemptOf(gaps, subject, 'iam:ListGroupsForUser', () =>
      collectPages(
        'iam:ListGroupsForUser',
        (marker) =>
          limit(() => iam.send(new ListGroupsForUserCommand({ ...PAGE, UserName: name, Marker: marker }))),
        ({ Groups }) => Groups,
      ),
    ),
    readHolderPolicies(
      {
        subject,
        listInline: {
          api: 'iam:ListUserPolicies',
          read: () =>
            collectPages(
              'iam:ListUserPolicies',
              (marker) =>
                limit(() =>
                  iam.send(new ListUserPoliciesCommand({ ...PAGE, UserName: name, Marker: marker })),
                ),
              ({ PolicyNames }) => PolicyNames,
            ),
        },
        getInline: {
          api: 'iam:GetUserPolicy',
          read: async (policy) =>
            (await limit(() => iam.send(new GetUserPolicyCommand({ UserName: name, PolicyName: policy }))))
              .PolicyDocument,
        },
        listAttached: {
          api: 'iam:ListAttachedUserPolicies',
          read: () =>
            collectPages(
              'iam:ListAttachedUserPolicies',
              (marker) =>
                limit(() =>
                  iam.send(new ListAttachedUserPoliciesCommand({ ...PAGE, UserName: name, Marker: marker })),
                ),
              ({ AttachedPolicies }) => AttachedPolicies,
            ),
        },
      },
      reader,
    ),
  ]);
  // Without it, boundary and tags are unknown.
  if (answer && !answer.User) gaps.add(subject, 'iam:GetUser', 'the answer has no user');
  return {
    ...(answer?.User ?? listed),
    GroupList: (groups ?? []).flatMap(({ GroupName: group }) => (group ? [group] : [])),
    UserPolicyList: policies.inline,
    AttachedManagedPolicies: policies.attached,
  };
}
