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
    for (const [kind, name] of namesOf(snapshot)) {
      const [, stem, tail] = MADE.exec(name) ?? [];
      if (stem === undefined || tail === undefined) continue;
      const key = `${kind} ${normalise(stem)}`;
      byStem.set(key, (byStem.get(key) ?? new Set()).add(tail));
    }
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

function namesOf({ roles, managedPolicies, users, groups }: Snapshot): [kind: string, name: string][] {
  return [
    ...roles.map(({ name }): [string, string] => ['role', name]),
    ...roles.flatMap(({ instanceProfiles }) =>
      instanceProfiles.map((name): [string, string] => ['instance-profile', name]),
    ),
    ...managedPolicies
      .filter(({ arn }) => !isAwsManaged(arn))
      .map(({ name }): [string, string] => ['policy', name]),
    ...users.map(({ name }): [string, string] => ['user', name]),
    ...groups.map(({ name }): [string, string] => ['group', name]),
  ];
}
