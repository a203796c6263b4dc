import { foldConditionKey } from '../operators.js';

/** The request's condition keys, folded, each with at least one value. A key that isn't there is absent. */
export type RequestContext = ReadonlyMap<string, readonly string[]>;

/**
 * Folds the keys. A key with an empty list is absent; two spellings of one key are one key with the values of both.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
 */
export function foldContext(context: Readonly<Record<string, readonly string[]>>): Map<string, string[]> {
  const folded = new Map<string, string[]>();
  for (const [key, values] of Object.entries(context)) {
    if (values.length === 0) continue;
    const name = foldConditionKey(key);
    folded.set(name, [...(folded.get(name) ?? []), ...values]);
  }
  return folded;
}

/** The values of a key, or null where the request doesn't have it. */
export function valuesOf(context: RequestContext, key: string): readonly string[] | null {
  return context.get(foldConditionKey(key)) ?? null;
}
