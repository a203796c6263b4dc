import { UserError } from '../model/errors.js';
import type { Normalised, NormalisedSnapshot } from '../model/normalised.js';
import type { Entity } from '../model/snapshot.js';

/** Entities beside roles and managed policies that take part in the comparison. */
export interface CollisionScope {
  readonly users: boolean;
  readonly groups: boolean;
}

/**
 * Two names of one account that normalise to the same name would be compared as one. Throws UserError that names
 * both and the placeholder that did it. `tag` is the account's short name.
 */
export function rejectCollisions(side: NormalisedSnapshot, tag: string, scope: CollisionScope): void {
  rejectAmong('roles', side.roles, tag);
  rejectAmong(
    'managed policies',
    side.managedPolicies.filter(({ raw }) => !/^arn:[^:]*:iam::aws:/.test(raw.arn)),
    tag,
  );
  if (scope.users) rejectAmong('users', side.users, tag);
  if (scope.groups) rejectAmong('groups', side.groups, tag);
  for (const { raw, value } of [
    ...side.roles,
    ...(scope.users ? side.users : []),
    ...(scope.groups ? side.groups : []),
  ]) {
    rejectPairs(
      `inline policies of ${raw.name}`,
      value.inlinePolicies.map(({ name }, index) => ({
        raw: raw.inlinePolicies[index]!.name,
        normalised: name,
      })),
      tag,
    );
  }
}

function rejectAmong(what: string, entities: readonly Normalised<Entity>[], tag: string): void {
  rejectPairs(
    what,
    entities.map(({ raw, value }) => ({ raw: raw.name, normalised: value.name })),
    tag,
  );
}

function rejectPairs(what: string, names: readonly { raw: string; normalised: string }[], tag: string): void {
  const seen = new Map<string, string>();
  for (const { raw, normalised } of names) {
    const other = seen.get(normalised);
    if (other !== undefined && other !== raw) {
      throw new UserError(
        `${tag}: the ${what} ${JSON.stringify(other)} and ${JSON.stringify(raw)} both become ${JSON.stringify(normalised)}`,
        `The equivalency list's ${placeholdersIn(normalised)} makes them the same: take a value out of it, or make the values longer.`,
      );
    }
    seen.set(normalised, raw);
  }
}

function placeholdersIn(normalised: string): string {
  const names = [...new Set(normalised.match(/<[^<>]+>/g) ?? [])].map((name) =>
    JSON.stringify(name.slice(1, -1)),
  );
  return `${names.length === 1 ? 'entry' : 'entries'} ${names.join(', ')}`;
}
