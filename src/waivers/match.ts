import type { Difference } from '../model/difference.js';
import type { EntityComparison } from '../model/report.js';
import { matchesWildcard } from '../policy/wildcard.js';
import type { WaiverEntry } from './entry.js';

export type Tags = readonly [string, string];

/** Does a comparison of these two sides concern the entry? */
export function fitsTags({ tags }: WaiverEntry, sides: Tags): boolean {
  return tags.every((tag) => sides.includes(tag));
}

/** Does a difference fit everything that the entry names, its tags aside? */
export function matches(entry: WaiverEntry, entity: EntityComparison, difference: Difference): boolean {
  const { names, types, verdicts, fingerprints } = entry;
  const { type, verdict, fingerprint, finding } = difference;
  // What could not be read may be anything.
  if (finding?.kind === 'unreadable') return false;
  return (
    (!names || (names.kind === entity.kind && hasName(entity, names.globs))) &&
    allows(types, type) &&
    allows(verdicts, verdict) &&
    allows(fingerprints, fingerprint)
  );
}

/** By the name that was compared, or by the one in either account. */
function hasName({ name, side1, side2 }: EntityComparison, globs: readonly string[]): boolean {
  const names = [name, ...[side1, side2].flatMap((side) => (side ? [side.name.raw] : []))];
  return globs.some((glob) => names.some((one) => matchesWildcard(glob, one)));
}

function allows(list: readonly string[], word: string | null): boolean {
  return list.length === 0 || (word !== null && list.includes(word));
}
