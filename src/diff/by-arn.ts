import { oncePer } from '../model/once-per.js';
import type { Normalised } from '../model/normalised.js';
import type { Entity } from '../model/snapshot.js';

type ByArn<T> = ReadonlyMap<string, Normalised<T>>;

/** Entities of a list by their raw ARNs, of two with one ARN the last; looked up by many, and made once per list. */
export function byArn<T extends Entity>(list: readonly Normalised<T>[]): ByArn<T> {
  return indexOf(list) as ByArn<T>;
}

const indexOf = oncePer((list: readonly Normalised<Entity>[]): ByArn<Entity> => {
  const index = new Map<string, Normalised<Entity>>();
  for (const one of list) index.set(one.raw.arn, one);
  return index;
});
