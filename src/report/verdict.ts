import type { EntityComparison, Report } from '../model/report.js';
import { unwaived } from '../model/unwaived.js';
import { countFindings } from './differences.js';
import { allEntities, isCommon, isUniqueTo, SIDES } from './entities.js';
import { metricsOf, withVerdict } from './metrics.js';
import { plural } from './plural.js';

/**
 * What a report comes to, in one line: `No drift: 5 roles compared`,
 * `Drift: 1 of 5 common roles differs (1 broader), 2 roles only in qa`, `Incomplete: …`.
 */
export function verdictLine(report: Report): string {
  switch (report.outcome) {
    case 'in-sync':
      return `No drift: ${plural(report.roles.length, 'role')} compared${rewritten(report)}`;
    case 'drift':
      return `Drift${isAllWaived(report) ? ', all of it waived' : ''}: ${driftParts(report).join(', ')}${waivedPart(report)}${missing(report)}`;
    case 'incomplete':
      return `Incomplete: no drift in what could be read, but ${unread(report).join(' and ')}`;
  }
}

/** Nothing that differs counts any more. */
export function isAllWaived(report: Report): boolean {
  const differing = allEntities(report).filter(isDrift);
  return differing.length > 0 && !differing.map(unwaived).some(isDrift);
}

function isDrift({ status }: EntityComparison): boolean {
  return status === 'drifted' || status === 'only-in-1' || status === 'only-in-2';
}

/** `; 2 of 5 findings waived`. */
function waivedPart(report: Report): string {
  const { all, waived } = countFindings(report);
  return waived === 0 ? '' : `; ${waived} of ${plural(all, 'finding')} waived`;
}

/** Clauses that count what differs, by kind; none where nothing does. */
export function driftParts(report: Report): string[] {
  return [
    ...rolesDrifted(report),
    ...kindParts(report, 'role', report.roles),
    ...differing('managed policy', report.policies),
    ...kindParts(report, 'managed policy', report.policies),
    ...[...differing('user', report.users), ...kindParts(report, 'user', report.users)],
    ...[...differing('group', report.groups), ...kindParts(report, 'group', report.groups)],
  ];
}

function rolesDrifted({ roles }: Report): string[] {
  const common = roles.filter(isCommon);
  const drifted = common.filter(({ status }) => status === 'drifted').length;
  if (drifted === 0) return [];
  const verb = drifted === 1 ? 'differs' : 'differ';
  return [`${drifted} of ${plural(common.length, 'common role')} ${verb}${accessCounts(common)}`];
}

function differing(noun: string, entities: readonly EntityComparison[] | null): string[] {
  const count = entities?.filter(({ status }) => status === 'drifted').length ?? 0;
  if (count === 0) return [];
  return [`${plural(count, noun)} ${count === 1 ? 'differs' : 'differ'}${accessCounts(entities ?? [])}`];
}

/** ` (1 broader, 2 narrower)`: how side 2 stands to side 1; nothing where only attributes differ. */
function accessCounts(entities: readonly EntityComparison[]): string {
  const counts = (['broader', 'narrower', 'incomparable', 'unknown'] as const)
    .map((verdict) => ({ verdict, count: withVerdict(entities, verdict) }))
    .filter(({ count }) => count > 0)
    .map(({ verdict, count }) => `${count} ${verdict}`);
  return counts.length === 0 ? '' : ` (${counts.join(', ')})`;
}

function kindParts(report: Report, noun: string, entities: readonly EntityComparison[] | null): string[] {
  return SIDES.flatMap((side) => {
    const count = entities?.filter((entity) => isUniqueTo(entity, side)).length ?? 0;
    return count === 0 ? [] : [`${plural(count, noun)} only in ${report.sides[side].tag}`];
  });
}

function rewritten({ roles }: Report): string {
  const count = roles.filter(({ status }) => status === 'reorganised').length;
  return count === 0 ? '' : `, ${count} of them written differently with the same access`;
}

function missing(report: Report): string {
  const parts = unread(report);
  return parts.length === 0 ? '' : `; this may not be all: ${parts.join(' and ')}`;
}

function unread(report: Report): string[] {
  const gaps = report.sides.reduce((sum, { coverage }) => sum + coverage.gaps.length, 0);
  const unreadable = metricsOf(report).find(({ id }) => id === 'unreadableDocuments')!.values;
  const documents = unreadable[0] + unreadable[1];
  return [
    ...(gaps === 0 ? [] : [`${plural(gaps, 'gap')} in what was read`]),
    ...(documents === 0 ? [] : [`${plural(documents, 'document')} could not be compared`]),
  ];
}
