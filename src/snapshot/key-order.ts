import { compareText } from '../model/text.js';

/**
 * A copy of a JSON value whose objects have their keys by code point.
 * Keys that are integers come first, in numeric order: objects of this language have them so. No IAM key is one.
 */
export function inKeyOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(inKeyOrder);
  const fields = value as Readonly<Record<string, unknown>>;
  // Without a prototype, so that a key named `__proto__` is a key like any other.
  const sorted = Object.create(null) as Record<string, unknown>;
  for (const key of Object.keys(fields).sort(compareText)) sorted[key] = inKeyOrder(fields[key]);
  return sorted;
}
