import type { NormalisedSnapshot } from '../../model/normalised.js';
import type { Scope } from './align.js';

/** A name that two things of one account come to share, and what they are called. */
export interface Collision {
  readonly name: string;
  readonly raws: readonly [string, string];
}

/** Names that several entities of one side, or several inline policies of one, come to share. */
export function findCollidingNames(side: NormalisedSnapshot, scope: Scope): Collision[] {
  const owners = [...side.roles, ...(scope.users ? side.users : []), ...(scope.groups ? side.groups : [])];
  const lists: readonly (readonly Named[])[] = [
    side.roles.map(named),
    side.managedPolicies.map(named),
    scope.users ? side.users.map(named) : [],
    scope.groups ? side.groups.map(named) : [],
    ...owners.map(({ raw, value }) =>
      value.inlinePolicies.map(({ name }, at) => ({ name, raw: raw.inlinePolicies[at]!.name })),
    ),
  ];
  return lists.flatMap(repeated);
}

interface Named {
  readonly name: string;
  readonly raw: string;
}

function named({ raw, value }: { raw: { name: string }; value: { name: string } }): Named {
  return { name: value.name, raw: raw.name };
}

function repeated(list: readonly Named[]): Collision[] {
  const seen = new Map<string, string>();
  return list.flatMap(({ name, raw }) => {
    const other = seen.get(name);
    seen.set(name, raw);
    return other !== undefined && other !== raw ? [{ name, raws: [other, raw] }] : [];
  });
}
