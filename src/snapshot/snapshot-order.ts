import type { Coverage, Snapshot } from '../model/snapshot.js';
import { compareText, isInOrder, sortedBy, sortedUnique } from '../model/text.js';

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

/** `sortedSnapshot` of one whose entities are in order as they come: `entitiesFromGaad` makes them so. */
export function withSortedCoverage(snapshot: Snapshot): Snapshot {
  const sortedOne = { ...snapshot, coverage: sortedCoverage(snapshot.coverage) };
  inOrder.add(sortedOne);
  return sortedOne;
}

function sortedAnew(snapshot: Snapshot): Snapshot {
  const { account, coverage } = snapshot;
  return {
    account,
    roles: sorted(snapshot.roles, byName, byArn).map((role) =>
      withLists(role, {
        inlinePolicies: sorted(role.inlinePolicies, byName, asText),
        attachedPolicies: sorted(role.attachedPolicies, byName, byArn),
        tags: sorted(role.tags, byKey, byValue),
        instanceProfiles: sortedSet(role.instanceProfiles),
      }),
    ),
    managedPolicies: sorted(snapshot.managedPolicies, byArn).map((policy) =>
      policy.tags === undefined ? policy : withLists(policy, { tags: sorted(policy.tags, byKey, byValue) }),
    ),
    users: sorted(snapshot.users, byName, byArn).map((user) =>
      withLists(user, {
        inlinePolicies: sorted(user.inlinePolicies, byName, asText),
        attachedPolicies: sorted(user.attachedPolicies, byName, byArn),
        groups: sortedSet(user.groups),
        tags: sorted(user.tags, byKey, byValue),
      }),
    ),
    groups: sorted(snapshot.groups, byName, byArn).map((group) =>
      withLists(group, {
        inlinePolicies: sorted(group.inlinePolicies, byName, asText),
        attachedPolicies: sorted(group.attachedPolicies, byName, byArn),
      }),
    ),
    coverage: sortedCoverage(coverage),
  };
}

function sortedCoverage({ calls, gaps, notRecorded }: Coverage): Coverage {
  return {
    calls: sorted(calls, ({ api }) => api),
    gaps: sorted(
      gaps,
      ({ subject }) => subject,
      ({ api }) => api,
      ({ reason }) => reason,
    ),
    notRecorded: [...new Set(notRecorded)].sort(compareText),
  };
}

/** The entity with these lists; itself where it has them already. */
function withLists<T extends object>(entity: T, lists: Partial<T>): T {
  for (const name in lists) if (lists[name] !== entity[name]) return { ...entity, ...lists };
  return entity;
}

/** As `sortedUnique`; the list itself where it is so already. */
function sortedSet(texts: readonly string[]): readonly string[] {
  const isSet = texts.every((text, index) => index === 0 || compareText(texts[index - 1]!, text) < 0);
  return isSet ? texts : sortedUnique(texts);
}

const byName = ({ name }: { readonly name: string }): string => name;
const byArn = ({ arn }: { readonly arn: string }): string => arn;
const byKey = ({ key }: { readonly key: string }): string => key;
const byValue = ({ value }: { readonly value: string }): string => value;
/** The last resort between inline policies of one name, which IAM doesn't have: only asked then. */
const asText = (value: unknown): string => JSON.stringify(value);

/** As `sortedBy`; the list itself where it is in order already. */
function sorted<T>(items: readonly T[], ...keys: readonly ((item: T) => string)[]): readonly T[] {
  return isInOrder(items, keys) ? items : sortedBy(items, ...keys);
}
