import {
  GetGroupPolicyCommand,
  ListAttachedGroupPoliciesCommand,
  ListGroupPoliciesCommand,
  ListGroupsCommand,
  type Group as ListedGroup,
} from '@aws-sdk/client-iam';
import type { GaadGroup } from '../gaad.js';
import { PAGE } from './details.js';
import { readEach, readHolderPolicies, unlessGone, type ListReader } from './list-holders.js';
import { collectPages } from './pages.js';

/** Groups by List* and Get*, in the shape of the account's details. */
export async function readGroupsOneByOne(reader: ListReader): Promise<GaadGroup[]> {
  const { iam, gaps, limit } = reader;
  const api = 'iam:ListGroups';
  const listed = await gaps.attempt('groups', api, () =>
    collectPages(
      api,
      (marker) => limit(() => iam.send(new ListGroupsCommand({ ...PAGE, Marker: marker }))),
      ({ Groups }) => Groups,
    ),
  );
  const unique = new Map((listed ?? []).map((group) => [group.GroupName ?? '', group]));
  return readEach([...unique.values()], (group) =>
    unlessGone(gaps, `group:${group.GroupName ?? ''}`, () => readGroup(group, reader)),
  );
}

async function readGroup(listed: ListedGroup, reader: ListReader): Promise<GaadGroup> {
  const { iam, limit } = reader;
  const name = listed.GroupName ?? '';
  const policies = await readHolderPolicies(
    {
      subject: `group:${name}`,
      listInline: {
        api: 'iam:ListGroupPolicies',
        read: () =>
          collectPages(
            'iam:ListGroupPolicies',
            (marker) =>
              limit(() =>
                iam.send(new ListGroupPoliciesCommand({ ...PAGE, GroupName: name, Marker: marker })),
              ),
            ({ PolicyNames }) => PolicyNames,
          ),
      },
      getInline: {
        api: 'iam:GetGroupPolicy',
        read: async (policy) =>
          (await limit(() => iam.send(new GetGroupPolicyCommand({ GroupName: name, PolicyName: policy }))))
            .PolicyDocument,
      },
      listAttached: {
        api: 'iam:ListAttachedGroupPolicies',
        read: () =>
          collectPages(
            'iam:ListAttachedGroupPolicies',
            (marker) =>
              limit(() =>
                iam.send(new ListAttachedGroupPoliciesCommand({ ...PAGE, GroupName: name, Marker: marker })),
              ),
            ({ AttachedPolicies }) => AttachedPolicies,
          ),
      },
    },
    reader,
  );
  return { ...listed, GroupPolicyList: policies.inline, AttachedManagedPolicies: policies.attached };
}
