import type { Gap } from '../../model/snapshot.js';
import { sortedUnique } from '../../model/text.js';
import { EXPORT_LISTS } from './export-lists.js';
import type { AccountExport } from './export-shape.js';

/** What gaps of exports name as their origin; not the file, since its name is no part of the account's state. */
export const EXPORT = 'export';

/**
 * What an export shows that it lacks. A list that is absent is a gap, never "there are none". So is an empty one
 * that the rest contradicts: `--filter` leaves the lists that it wasn't asked for empty.
 */
export function listGaps(details: AccountExport): Gap[] {
  const lists = Object.entries(EXPORT_LISTS) as [keyof AccountExport, string][];
  const absent = lists
    .filter(([list]) => details[list] === undefined)
    .map(([list, subject]) => gap(subject, `the file has no ${list}`));
  return [...absent, ...emptiedLists(details)];
}

/** Documents of policies that something uses and the file doesn't hold. */
export function documentGaps(arns: readonly string[]): Gap[] {
  return arns.map((arn) => gap(`policy-document:${arn}`, 'the default version is not in the file'));
}

function emptiedLists(details: AccountExport): Gap[] {
  const gaps: Gap[] = [];
  const groups = sortedUnique((details.UserDetailList ?? []).flatMap((user) => user.GroupList ?? []));
  if (details.GroupDetailList?.length === 0 && groups.length > 0) {
    gaps.push(gap('groups', `the list is empty, but users are in group ${groups[0]!}`));
  }
  const empty = (['RoleDetailList', 'UserDetailList', 'GroupDetailList'] as const).filter(
    (list) => details[list]?.length === 0,
  );
  const unseen = empty.length === 0 ? undefined : policyWithUnseenHolders(details);
  if (unseen === undefined) return gaps;
  for (const list of empty) {
    const subject = EXPORT_LISTS[list];
    if (gaps.some((one) => one.subject === subject)) continue;
    gaps.push(gap(subject, `the list is empty, but ${unseen} is attached to more than the file holds`));
  }
  return gaps;
}

/** The first policy, by ARN, that is attached to more entities than the file says. */
function policyWithUnseenHolders(details: AccountExport): string | undefined {
  const counted = (details.Policies ?? []).filter(({ AttachmentCount: count = 0 }) => count > 0);
  if (counted.length === 0) return undefined;
  const seen = new Map<string, number>();
  const { RoleDetailList: roles = [], UserDetailList: users = [], GroupDetailList: groups = [] } = details;
  for (const { AttachedManagedPolicies: attached } of [...roles, ...users, ...groups]) {
    for (const { PolicyArn: arn } of attached ?? []) seen.set(arn, (seen.get(arn) ?? 0) + 1);
  }
  const unseen = counted.filter(({ Arn: arn, AttachmentCount: count = 0 }) => count > (seen.get(arn) ?? 0));
  return sortedUnique(unseen.map(({ Arn: arn }) => arn))[0];
}

function gap(subject: string, reason: string): Gap {
  return { subject, api: EXPORT, reason };
}
