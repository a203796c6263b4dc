import type { NormalisedSnapshot } from '../../model/normalised.js';
import { pairNames } from './pair-names.js';
import { type AnyEntity, entityShape } from './places.js';

/** One entity on two sides: of the same name, or probably the same under two names. */
export interface EntityPair {
  readonly kind: 'role' | 'policy' | 'user' | 'group';
  readonly one: AnyEntity;
  readonly two: AnyEntity;
  /** Both sides have the name. */
  readonly isNamedAlike: boolean;
  /** Both may do the same, but for names. */
  readonly isShapedAlike: boolean;
}

/** The entities of two normalised snapshots, paired. What has no partner is left out. */
export function alignEntities(
  side1: NormalisedSnapshot,
  side2: NormalisedSnapshot,
  scope: Scope,
): EntityPair[] {
  return listsOf(side1, scope).flatMap(({ kind, entities }, at) =>
    alignList(kind, entities, listsOf(side2, scope)[at]!.entities),
  );
}

/** What takes part beside roles and managed policies. */
export interface Scope {
  readonly users: boolean;
  readonly groups: boolean;
}

type Kind = EntityPair['kind'];

/** The entities whose names are the user's own: AWS's policies have the same name everywhere. */
export function listsOf(side: NormalisedSnapshot, scope: Scope): { kind: Kind; entities: AnyEntity[] }[] {
  const customer = side.managedPolicies.filter(({ raw }) => !/^arn:[^:]*:iam::aws:/.test(raw.arn));
  return [
    { kind: 'role', entities: side.roles.map(({ value }) => value) },
    { kind: 'policy', entities: customer.map(({ value }) => value) },
    { kind: 'user', entities: scope.users ? side.users.map(({ value }) => value) : [] },
    { kind: 'group', entities: scope.groups ? side.groups.map(({ value }) => value) : [] },
  ];
}

function alignList(kind: Kind, list1: readonly AnyEntity[], list2: readonly AnyEntity[]): EntityPair[] {
  const of2 = new Map(list2.map((entity) => [entity.name, entity]));
  const names1 = new Set(list1.map(({ name }) => name));
  const alike = list1.flatMap((one) => {
    const two = of2.get(one.name);
    return two ? [pair(kind, one, two)] : [];
  });
  const rest1 = list1.filter(({ name }) => !of2.has(name)).map(shaped);
  const rest2 = list2.filter(({ name }) => !names1.has(name)).map(shaped);
  const near = pairNames(rest1, rest2).map(([i, j]) => pair(kind, rest1[i]!.entity, rest2[j]!.entity));
  return [...alike, ...near];
}

function shaped(entity: AnyEntity): { entity: AnyEntity; name: string; shape: string } {
  return { entity, name: entity.name, shape: entityShape(entity) };
}

function pair(kind: Kind, one: AnyEntity, two: AnyEntity): EntityPair {
  const isNamedAlike = one.name === two.name;
  return {
    kind,
    one,
    two,
    isNamedAlike,
    isShapedAlike: isNamedAlike || entityShape(one) === entityShape(two),
  };
}
