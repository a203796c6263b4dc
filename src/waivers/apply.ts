import type { Difference } from '../model/difference.js';
import type { EntityComparison, Report } from '../model/report.js';
import type { WaiverUse } from '../model/waiver.js';
import { hasEnded } from './dates.js';
import type { WaiverEntry } from './entry.js';
import { fitsTags, matches, type Tags } from './match.js';

export type Entities = Pick<Report, 'roles' | 'policies' | 'users' | 'groups'>;

/**
 * Marks the differences that an entry waives, by the first one that does, and says what became of each entry. Takes
 * the tags of the sides and the moment of the run; pure.
 */
export function applyWaivers<T extends Entities>(
  comparison: T,
  entries: readonly WaiverEntry[],
  tags: Tags,
  now: Date,
): { readonly comparison: T; readonly uses: readonly WaiverUse[] } {
  const all = entries.map((entry) => ({ entry, hasExpired: hasEnded(entry.expires, now), findings: 0 }));
  const fitting = all.filter(({ entry }) => fitsTags(entry, tags));
  const waive = (entity: EntityComparison): EntityComparison => {
    if (fitting.length === 0 || entity.differences.length === 0) return entity;
    const differences = entity.differences.map((difference): Difference => {
      const found = fitting.filter(({ entry }) => matches(entry, entity, difference));
      for (const one of found) one.findings++;
      const holding = found.find(({ hasExpired }) => !hasExpired);
      if (!holding) return difference;
      const { number, reason, owner, expires } = holding.entry;
      return { ...difference, waived: { entry: number, reason, owner, expires } };
    });
    return differences.some(({ waived }) => waived) ? { ...entity, differences } : entity;
  };
  const waived = {
    ...comparison,
    roles: comparison.roles.map(waive),
    policies: comparison.policies.map(waive),
    users: comparison.users?.map(waive) ?? null,
    groups: comparison.groups?.map(waive) ?? null,
  };
  const isAbout = (entry: WaiverEntry): boolean =>
    fitsTags(entry, tags) &&
    !(entry.names?.kind === 'user' && !comparison.users) &&
    !(entry.names?.kind === 'group' && !comparison.groups);
  const uses = all.map(({ entry, hasExpired, findings }): WaiverUse => {
    const { number, line, reason, owner, expires } = entry;
    const status = hasExpired ? 'expired' : !isAbout(entry) ? 'other' : findings > 0 ? 'used' : 'unused';
    return { entry: number, line, reason, owner, expires, status, findings };
  });
  return { comparison: waived, uses };
}
