import type { Snapshot } from '../model/snapshot.js';
import { isAwsManaged } from './texts.js';

/**
 * A name that CloudFormation made: `Stack-LogicalId-1A2B3C4D5E6F7`. Its tail has 12 or 13 letters and digits, at
 * least two of which are digits, since words (`-Administrator`) have none.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-name.html
 */
const MADE = /^(.+-.+-)((?=(?:[A-Za-z]*\d){2})(?:[0-9A-Z]{12,13}|[0-9A-Za-z]{12}))$/;

/**
 * The random tails of CloudFormation's names, per account. A tail counts only where the part before it is unique in
 * every account that has it, and more than one has it; `normalise` makes those parts comparable.
 */
export function cloudFormationTails(
  sides: readonly { readonly snapshot: Snapshot; readonly normalise: (name: string) => string }[],
): ReadonlySet<string>[] {
  const stems = sides.map(({ snapshot, normalise }) => {
    const byStem = new Map<string, Set<string>>();
    visitNames(snapshot, (kind, name) => {
      if (!mayBeMade(name)) return;
      const [, stem, tail] = MADE.exec(name) ?? [];
      if (stem === undefined || tail === undefined) return;
      const key = `${kind} ${normalise(stem)}`;
      byStem.set(key, (byStem.get(key) ?? new Set()).add(tail));
    });
    return byStem;
  });
  return stems.map((byStem) => {
    const tails = new Set<string>();
    for (const [stem, own] of byStem) {
      const all = stems.map((one) => one.get(stem)).filter((one) => one !== undefined);
      if (all.length > 1 && all.every(({ size }) => size === 1)) for (const tail of own) tails.add(tail);
    }
    return tails;
  });
}

/** A tail of 12 or 13 stands behind a hyphen: asked of every name, of which few are made. */
function mayBeMade(name: string): boolean {
  return name.charAt(name.length - 13) === '-' || name.charAt(name.length - 14) === '-';
}

function visitNames(
  { roles, managedPolicies, users, groups }: Snapshot,
  visit: (kind: string, name: string) => void,
): void {
  for (const { name, instanceProfiles } of roles) {
    visit('role', name);
    for (const profile of instanceProfiles) visit('instance-profile', profile);
  }
  for (const { name, arn } of managedPolicies) if (!isAwsManaged(arn)) visit('policy', name);
  for (const { name } of users) visit('user', name);
  for (const { name } of groups) visit('group', name);
}
