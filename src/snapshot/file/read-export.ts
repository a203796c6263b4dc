import { UserError } from '../../model/errors.js';
import type { RecordableField, Role, Snapshot } from '../../model/snapshot.js';
import { entitiesFromGaad, missingDocuments } from '../gaad.js';
import { withSortedCoverage } from '../snapshot-order.js';
import { type Named, refuseTwins } from '../twins.js';
import { accountOf } from './account-of.js';
import { documentGaps, EXPORT, listGaps } from './export-gaps.js';
import type { AccountExport } from './export-shape.js';
import { isPlainExport } from './plain-export.js';
import { EXPORT_AGAIN } from './read-text.js';

/**
 * The snapshot that an account export is: what `aws iam get-account-authorization-details` printed, after
 * `JSON.parse`. `where` is the file, for messages; `accountId` is for files whose ARNs name no account.
 * Throws UserError for one page of several, a wrong shape, two entities of one name, and two accounts in one file.
 */
export async function readExport(
  value: Readonly<Record<string, unknown>>,
  where: string,
  accountId: string | undefined,
): Promise<Snapshot> {
  refusePages(value, where);
  // Checking every field by its shape is slow, and so is loading what does it: it is for files that need it.
  const details = isPlainExport(value)
    ? value
    : (await import('./export-shape.js')).checkedExport(value, where);
  refuseTwins(namesOf(details), where);
  const account = accountOf(details, accountId, where);
  const { gaps, used, roles, ...others } = entitiesFromGaad(details, {
    partition: account.partition,
    api: EXPORT,
  });
  const merged = mergedRoleFields(details);
  return withSortedCoverage({
    account,
    ...others,
    roles: merged ? roles.map((role) => ({ ...role, ...merged.get(role.arn) })) : roles,
    coverage: {
      calls: [],
      gaps: [...listGaps(details), ...gaps, ...documentGaps(missingDocuments({ ...others, used }))],
      notRecorded: [...NEVER_RECORDED, ...(merged ? [] : LISTED_ROLE_FIELDS)],
    },
  });
}

/** What this call doesn't answer: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ManagedPolicyDetail.html */
const NEVER_RECORDED: readonly RecordableField[] = ['account.alias', 'policy.description', 'policy.tags'];

/** What of roles only ListRoles and GetRole answer. */
const LISTED_ROLE_FIELDS: readonly RecordableField[] = ['role.description', 'role.maxSessionDuration'];

const PAGE_SIGNS = ['IsTruncated', 'Marker', 'NextToken'] as const;

/**
 * `IsTruncated` and `Marker` are the API's words (`--no-paginate`), `NextToken` is the AWS CLI's (`--max-items`).
 * https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-pagination.html
 */
function refusePages(value: Readonly<Record<string, unknown>>, where: string): void {
  const sign = PAGE_SIGNS.find((name) => Boolean(value[name]));
  if (sign === undefined) return;
  throw new UserError(
    `${where}: one page of several (${sign}), the rest of the account is missing`,
    `${EXPORT_AGAIN} (without --max-items and --no-paginate it writes all pages)`,
  );
}

/**
 * Description and session duration by ARN, where someone has merged ListRoles' answer into the export: every role
 * has a duration, and one at least a description (ListRoles leaves out those of roles that have none).
 * Undefined for an export as it is, or merged in part.
 */
function mergedRoleFields(
  details: AccountExport,
): Map<string, Required<Pick<Role, 'description' | 'maxSessionDuration'>>> | undefined {
  const roles = details.RoleDetailList ?? [];
  if (!roles.some(({ Description: description }) => description !== undefined)) return undefined;
  const fields = new Map<string, Required<Pick<Role, 'description' | 'maxSessionDuration'>>>();
  for (const { Arn: arn, Description: description = null, MaxSessionDuration: maxSessionDuration } of roles) {
    if (maxSessionDuration === undefined) return undefined;
    fields.set(arn, { description, maxSessionDuration });
  }
  return fields;
}

function namesOf(details: AccountExport): Named {
  return {
    roles: (details.RoleDetailList ?? []).map((role) => ({
      name: role.RoleName,
      inlinePolicies: eachOf(role.RolePolicyList, ({ PolicyName: name }) => name),
      tagKeys: eachOf(role.Tags, ({ Key: key }) => key),
    })),
    users: (details.UserDetailList ?? []).map((user) => ({
      name: user.UserName,
      inlinePolicies: eachOf(user.UserPolicyList, ({ PolicyName: name }) => name),
      tagKeys: eachOf(user.Tags, ({ Key: key }) => key),
    })),
    groups: (details.GroupDetailList ?? []).map((group) => ({
      name: group.GroupName,
      inlinePolicies: eachOf(group.GroupPolicyList, ({ PolicyName: name }) => name),
    })),
    managedPolicies: (details.Policies ?? []).map(({ Arn: arn }) => arn),
  };
}

/** The names in a list that may be absent; none where there is one at most, which has no twin. */
function eachOf<T>(list: readonly T[] | undefined, nameOf: (item: T) => string): readonly string[] {
  return list && list.length > 1 ? list.map(nameOf) : NO_NAMES;
}

const NO_NAMES: readonly string[] = [];
