import { UserError } from '../../model/errors.js';
import type { Account } from '../../model/snapshot.js';
import type { AccountExport } from './export-shape.js';

/**
 * Whose account an export is, from the ARNs of its roles, users, groups and customer managed policies; `requested`
 * (`--account-id`) where they name none. ARNs without an account id of twelve digits (AWS's own policies, masked
 * ones) don't count. Throws UserError where ARNs, or ARNs and `requested`, name different accounts or partitions,
 * and where neither names one.
 */
export function accountOf(details: AccountExport, requested: string | undefined, where: string): Account {
  const arns = distinctOwners(details);
  const [first] = arns;
  const stranger = arns.find(({ partition }) => partition !== first?.partition);
  if (first && stranger) refuseMix('partitions', first, stranger, where);
  // Without a single ARN there is nothing that a partition could matter to.
  const partition = first?.partition ?? 'aws';

  const owned = arns.filter(({ account }) => /^\d{12}$/.test(account));
  const [owner] = owned;
  if (!owner) return { id: withoutArns(requested, where), partition };
  const other = owned.find(({ account }) => account !== owner.account);
  if (other) refuseMix('accounts', owner, other, where);
  refuseOtherAccount(requested, owner.account, where);
  return { id: owner.account, partition };
}

/** Throws UserError if the user asked for another account than the file is of. */
export function refuseOtherAccount(requested: string | undefined, found: string, where: string): void {
  if (requested !== undefined && requested !== found) {
    throw new UserError(
      `${where}: the file is of account ${found}, not of ${requested}`,
      'leave --account-id out, or give the file of that account',
    );
  }
}

interface Arn {
  readonly text: string;
  readonly partition: string;
  readonly account: string;
}

/** The first ARN of the file, and those that begin otherwise: nearly all begin alike. */
function distinctOwners(details: AccountExport): Arn[] {
  const arns: Arn[] = [];
  let start: string | undefined;
  const lists = [details.RoleDetailList, details.UserDetailList, details.GroupDetailList, details.Policies];
  for (const list of lists) {
    for (const { Arn: text } of list ?? []) {
      if (start !== undefined && text.startsWith(start)) continue;
      const arn = readArn(text);
      if (!arn) continue;
      arns.push(arn);
      start ??= `arn:${arn.partition}:iam::${arn.account}:`;
    }
  }
  return arns;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns */
function readArn(text: string): Arn | undefined {
  const [scheme, partition, service, , account] = text.split(':', 6);
  if (scheme !== 'arn' || service !== 'iam' || !partition || account === undefined) return undefined;
  return { text, partition, account };
}

function withoutArns(requested: string | undefined, where: string): string {
  if (requested === undefined) {
    throw new UserError(
      `${where}: no ARN in the file says which account it is of`,
      'say it with --account-id',
    );
  }
  if (!/^\d{12}$/.test(requested)) {
    throw new UserError(`--account-id ${requested}: an account id has twelve digits`);
  }
  return requested;
}

function refuseMix(what: string, one: Arn, other: Arn, where: string): never {
  throw new UserError(
    `${where}: holds two ${what}: ${one.text} and ${other.text}`,
    'a file must hold one account: export each into a file of its own',
  );
}
