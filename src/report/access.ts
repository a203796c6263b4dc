import { type AccessChange, type AccessComparison, differs, type Verdict } from '../model/access.js';
import { ACCESS_HALVES, type AccessHalf } from '../model/difference.js';
import type { DocumentFinding } from '../model/finding.js';
import type { EntityComparison } from '../model/report.js';
import { isCommon } from './entities.js';

/** One half of an entity's access that is written differently on the two sides. */
export interface AccessPart {
  readonly type: AccessHalf;
  readonly comparison: AccessComparison;
}

export function accessParts({ access }: EntityComparison): AccessPart[] {
  return ACCESS_HALVES.flatMap((type) => {
    const comparison = access?.[type] ?? null;
    return comparison ? [{ type, comparison }] : [];
  });
}

/** What was gained, then what was lost. */
export function changesOf({ gained, lost }: AccessComparison): AccessChange[] {
  return [...gained, ...lost];
}

export { differs };

/** A drifted entity of which nobody could say how access differs: a document of it can't be read. */
export function isUnjudged(entity: EntityComparison): boolean {
  return isCommon(entity) && entity.status === 'drifted' && entity.access === null;
}

/**
 * How an entity's access differs as a whole: both halves in one word. `unknown` also where documents could not be
 * read beside the ones that differ.
 */
export function joinedVerdict(entity: EntityComparison): Verdict {
  if (isUnjudged(entity)) return 'unknown';
  if (!entity.access) return 'equivalent';
  return accessParts(entity)
    .map(({ comparison }) => comparison.verdict)
    .reduce(join, 'equivalent');
}

/** `incomparable` is proved by what is higher and what is lower, whatever else is unknown. */
function join(one: Verdict, two: Verdict): Verdict {
  if (one === two || two === 'equivalent') return one;
  if (one === 'equivalent') return two;
  const both = [one, two];
  if (both.includes('incomparable')) return 'incomparable';
  return both.includes('unknown') ? 'unknown' : 'incomparable';
}

/**
 * Findings of a permissions boundary that the verdict says nothing about: it leaves what the entity's own policies
 * allow as it is, and limits what the policies of other accounts grant.
 */
export function silentBoundaries({ findings, access }: EntityComparison): DocumentFinding[] {
  if (!access || (access.identity && differs(access.identity))) return [];
  return findings.filter(
    (finding): finding is DocumentFinding => finding.kind === 'document' && finding.policyType === 'boundary',
  );
}
