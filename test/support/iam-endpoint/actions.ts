import {
  encodedDocument,
  groupDetail,
  listedGroup,
  listedPolicy,
  listedRole,
  listedUser,
  policyDetail,
  roleDetail,
  userDetail,
  wholeRole,
  wholeUser,
  type Attached,
  type Inline,
  type ServedAccount,
} from './account.js';
import { failure, result } from './behaviour.js';
import type { Reply } from './wire.js';
import type { XmlRecord, XmlValue } from './xml.js';

/** How many entities the endpoint gives at most in a page, whatever the caller asks for. */
export type PageSize = (action: string) => number;

/** What a healthy IAM answers to one call of an account; NoSuchEntity and InvalidAction as IAM words them. */
export function answerOf(account: ServedAccount, params: URLSearchParams, pageSize: PageSize): Reply {
  const action = params.get('Action') ?? '';
  const { RoleDetailList: roles, UserDetailList: users, GroupDetailList: groups, Policies } = account.details;
  const list = (name: string, items: readonly XmlValue[]): Reply => {
    const { page, more } = cutPage(items, params, pageSize(action));
    return result(action, { [name]: page, ...more });
  };
  const one = <T>(what: string, found: T | undefined, answer: (found: T) => Reply): Reply =>
    found === undefined
      ? failure('NoSuchEntity', `The ${what} with name ${nameIn(params)} cannot be found.`, 404)
      : answer(found);
  const role = roles.find(({ RoleName }) => RoleName === params.get('RoleName'));
  const user = users.find(({ UserName }) => UserName === params.get('UserName'));
  const group = groups.find(({ GroupName }) => GroupName === params.get('GroupName'));
  const policy = Policies.find(({ Arn }) => Arn === params.get('PolicyArn'));
  const inline = (holder: string, policies: readonly Inline[]): Reply =>
    one(
      'policy',
      policies.find(({ PolicyName }) => PolicyName === params.get('PolicyName')),
      ({ PolicyName, PolicyDocument }) =>
        result(action, {
          [holder]: params.get(holder) ?? '',
          PolicyName,
          PolicyDocument: encodedDocument(PolicyDocument),
        }),
    );
  const inlineNames = (policies: readonly Inline[]): Reply =>
    list(
      'PolicyNames',
      policies.map(({ PolicyName }) => PolicyName),
    );
  const attached = (policies: readonly Attached[]): Reply =>
    list(
      'AttachedPolicies',
      policies.map((policy) => ({ ...policy })),
    );

  switch (action) {
    case 'ListAccountAliases':
      return list('AccountAliases', account.alias === undefined ? [] : [account.alias]);
    case 'GetAccountAuthorizationDetails':
      return detailsPage(account, params, pageSize(action));
    case 'ListRoles':
      return list('Roles', roles.map(listedRole));
    case 'GetRole':
      return one('role', role, (found) => result(action, { Role: wholeRole(found) }));
    case 'ListRolePolicies':
      return one('role', role, (found) => inlineNames(found.RolePolicyList));
    case 'GetRolePolicy':
      return one('role', role, (found) => inline('RoleName', found.RolePolicyList));
    case 'ListAttachedRolePolicies':
      return one('role', role, (found) => attached(found.AttachedManagedPolicies));
    case 'ListInstanceProfiles':
      return list('InstanceProfiles', instanceProfiles(account));
    case 'ListUsers':
      return list('Users', users.map(listedUser));
    case 'GetUser':
      return one('user', user, (found) => result(action, { User: wholeUser(found) }));
    case 'ListUserPolicies':
      return one('user', user, (found) => inlineNames(found.UserPolicyList));
    case 'GetUserPolicy':
      return one('user', user, (found) => inline('UserName', found.UserPolicyList));
    case 'ListAttachedUserPolicies':
      return one('user', user, (found) => attached(found.AttachedManagedPolicies));
    case 'ListGroupsForUser':
      return one('user', user, (found) =>
        list(
          'Groups',
          groups.filter(({ GroupName }) => found.GroupList.includes(GroupName)).map(listedGroup),
        ),
      );
    case 'ListGroups':
      return list('Groups', groups.map(listedGroup));
    case 'ListGroupPolicies':
      return one('group', group, (found) => inlineNames(found.GroupPolicyList));
    case 'GetGroupPolicy':
      return one('group', group, (found) => inline('GroupName', found.GroupPolicyList));
    case 'ListAttachedGroupPolicies':
      return one('group', group, (found) => attached(found.AttachedManagedPolicies));
    case 'ListPolicies':
      return list('Policies', policiesInScope(account, params).map(listedPolicy));
    case 'GetPolicy':
      return one('policy', policy, (found) => result(action, { Policy: listedPolicy(found) }));
    case 'GetPolicyVersion':
      return one(
        'policy version',
        policy?.PolicyVersionList.find(({ VersionId }) => VersionId === params.get('VersionId')),
        ({ VersionId, IsDefaultVersion, Document }) =>
          result(action, {
            PolicyVersion: { VersionId, IsDefaultVersion, Document: encodedDocument(Document) },
          }),
      );
    default:
      return failure('InvalidAction', `Could not find operation ${action}`);
  }
}

function nameIn(params: URLSearchParams): string {
  return ['PolicyName', 'PolicyArn', 'RoleName', 'UserName', 'GroupName']
    .flatMap((name) => params.get(name) ?? [])
    .slice(0, 1)
    .join();
}

/** Customer managed policies, or AWS's that are attached to something. */
function policiesInScope({ details }: ServedAccount, params: URLSearchParams) {
  const isAws = (arn: string): boolean => arn.split(':')[4] === 'aws';
  const wanted = params.get('Scope');
  return details.Policies.filter(
    ({ Arn }) => wanted === null || wanted === 'All' || isAws(Arn) === (wanted === 'AWS'),
  );
}

function instanceProfiles({ details }: ServedAccount): XmlRecord[] {
  return details.RoleDetailList.flatMap((role) =>
    role.InstanceProfileList.map(({ InstanceProfileName }) => ({
      InstanceProfileName,
      Roles: [listedRole(role)],
    })),
  );
}

interface CutPage {
  readonly page: readonly XmlValue[];
  readonly more: XmlRecord;
}

function cutPage(items: readonly XmlValue[], params: URLSearchParams, most: number): CutPage {
  const begin = Number(params.get('Marker') ?? 0);
  const end = begin + Math.min(Number(params.get('MaxItems') ?? 100), most);
  const isTruncated = end < items.length;
  return {
    page: items.slice(begin, end),
    more: isTruncated ? { IsTruncated: true, Marker: String(end) } : { IsTruncated: false },
  };
}

/** Users, groups, roles and policies are one sequence, that the pages cut anywhere. */
function detailsPage(account: ServedAccount, params: URLSearchParams, most: number): Reply {
  const { RoleDetailList, UserDetailList, GroupDetailList, Policies } = account.details;
  const hidden = new Set(account.hiddenPolicies);
  const sequence = [
    ...UserDetailList.map((user) => ['UserDetailList', () => userDetail(user)] as const),
    ...GroupDetailList.map((group) => ['GroupDetailList', () => groupDetail(group)] as const),
    ...RoleDetailList.map((role) => ['RoleDetailList', () => roleDetail(role)] as const),
    ...Policies.filter(({ Arn }) => !hidden.has(Arn)).map(
      (policy) => ['Policies', () => policyDetail(policy)] as const,
    ),
  ];
  const begin = Number(params.get('Marker') ?? 0);
  const end = begin + Math.min(Number(params.get('MaxItems') ?? 100), most);
  const lists: Record<string, XmlRecord[]> = {
    UserDetailList: [],
    GroupDetailList: [],
    RoleDetailList: [],
    Policies: [],
  };
  for (const [name, detail] of sequence.slice(begin, end)) lists[name]!.push(detail());
  const more: XmlRecord =
    end < sequence.length ? { IsTruncated: true, Marker: String(end) } : { IsTruncated: false };
  return result('GetAccountAuthorizationDetails', { ...lists, ...more });
}
