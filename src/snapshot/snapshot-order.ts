import type { Snapshot } from '../model/snapshot.js';
import { compareText, sortedUnique } from '../model/text.js';

/**
 * The same snapshot with every set in its one order, so that order of arrival never shows. Entities by name (then
 * ARN), managed policies by ARN, attached policies by name (then ARN), inline policies by name, tags by key.
 * Documents are canonical as they come from the parser. Nothing that was given is changed in place.
 */
export function sortedSnapshot(snapshot: Snapshot): Snapshot {
  // A snapshot is put in order when it is taken, and asked for in order again when it is written.
  if (inOrder.has(snapshot)) return snapshot;
  const sortedOne = sortedAnew(snapshot);
  inOrder.add(sortedOne);
  return sortedOne;
}

const inOrder = new WeakSet<Snapshot>();

function sortedAnew(snapshot: Snapshot): Snapshot {
  const { account, coverage } = snapshot;
  return {
    account,
    roles: sorted(snapshot.roles, byName, byArn).map((role) => ({
      ...role,
      inlinePolicies: sorted(role.inlinePolicies, byName, asText),
      attachedPolicies: sorted(role.attachedPolicies, byName, byArn),
      tags: sorted(role.tags, byKey, byValue),
      instanceProfiles: sortedUnique(role.instanceProfiles),
    })),
    managedPolicies: sorted(snapshot.managedPolicies, byArn).map((policy) =>
      policy.tags === undefined ? policy : { ...policy, tags: sorted(policy.tags, byKey, byValue) },
    ),
    users: sorted(snapshot.users, byName, byArn).map((user) => ({
      ...user,
      inlinePolicies: sorted(user.inlinePolicies, byName, asText),
      attachedPolicies: sorted(user.attachedPolicies, byName, byArn),
      groups: sortedUnique(user.groups),
      tags: sorted(user.tags, byKey, byValue),
    })),
    groups: sorted(snapshot.groups, byName, byArn).map((group) => ({
      ...group,
      inlinePolicies: sorted(group.inlinePolicies, byName, asText),
      attachedPolicies: sorted(group.attachedPolicies, byName, byArn),
    })),
    coverage: {
      calls: sorted(coverage.calls, ({ api }) => api),
      gaps: sorted(
        coverage.gaps,
        ({ subject }) => subject,
        ({ api }) => api,
        ({ reason }) => reason,
      ),
      notRecorded: [...new Set(coverage.notRecorded)].sort(compareText),
    },
  };
}

const byName = ({ name }: { readonly name: string }): string => name;
const byArn = ({ arn }: { readonly arn: string }): string => arn;
const byKey = ({ key }: { readonly key: string }): string => key;
const byValue = ({ value }: { readonly value: string }): string => value;
/** The last resort between inline policies of one name, which IAM doesn't have: only asked then. */
const asText = (value: unknown): string => JSON.stringify(value);

/** Sorted by the first key, where that ties by the next; the list itself where it is in order already. */
function sorted<T>(items: readonly T[], ...keys: readonly ((item: T) => string)[]): readonly T[] {
  const compare = (a: T, b: T): number => {
    for (const key of keys) {
      const order = compareText(key(a), key(b));
      if (order !== 0) return order;
    }
    return 0;
  };
  const isInOrder = items.every((item, index) => index === 0 || compare(items[index - 1]!, item) <= 0);
  return isInOrder ? items : [...items].sort(compare);
}
