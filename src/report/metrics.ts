import type { Verdict } from '../model/access.js';
import type { Finding } from '../model/finding.js';
import { oncePer } from '../model/once-per.js';
import type { EntityComparison, EntityStatus, Report } from '../model/report.js';
import { joinedVerdict } from './access.js';
import { isAboutAttribute } from './csv/attribute-differences.js';
import { countDifferences } from './csv/difference-items.js';
import { countFindings } from './differences.js';
import { commonRoles, differingRoles, rolesOf, uniqueRoles } from './csv/role-lists.js';
import { allEntities, isCommon, isUniqueTo, onSide, type SideIndex } from './entities.js';

/** A number per side, as the summary shows it. */
export interface Metric {
  /** Name in JSON: `commonRoles`. */
  readonly id: string;
  /** Name for people: `Common Roles`. */
  readonly name: string;
  readonly values: readonly [number, number];
}

type MetricOf = (report: Report, side: SideIndex) => number;

/** IAMCTL's thirteen metrics, under its names and in its order; what they count is in docs/reports.md. */
const IAMCTL_METRICS: Readonly<Record<string, MetricOf>> = {
  'Harvested Items': (report, side) => report.sides[side].items.harvested,
  'Sanitized Items': (report, side) => report.sides[side].items.sanitised,
  Roles: (report, side) => rolesOf(report, side, 'all').length,
  'Service Linked Roles': (report, side) => rolesOf(report, side, 'service-linked').length,
  'Non-Service Linked Roles': (report, side) => rolesOf(report, side, 'non-service-linked').length,
  'Common Roles': (report) => commonRoles(report, 'all').length,
  'Common Service Linked Roles': (report) => commonRoles(report, 'service-linked').length,
  'Common Non-Service Linked Roles': (report) => commonRoles(report, 'non-service-linked').length,
  'Unique Roles': (report, side) => uniqueRoles(report, side, 'all').length,
  'Unique Service Linked Roles': (report, side) => uniqueRoles(report, side, 'service-linked').length,
  'Unique Non-Service Linked Roles': (report, side) => uniqueRoles(report, side, 'non-service-linked').length,
  'Common Roles with Differences': (report, side) => differingRoles(report, side).length,
  'Differences among Common Roles': countDifferences,
};

const OWN_METRICS: Readonly<Record<string, MetricOf>> = {
  'Drifted Roles': ({ roles }) => withStatus(roles, 'drifted'),
  'Roles with Broader Access': ({ roles }) => withVerdict(roles, 'broader'),
  'Roles with Narrower Access': ({ roles }) => withVerdict(roles, 'narrower'),
  'Roles with Incomparable Access': ({ roles }) => withVerdict(roles, 'incomparable'),
  'Roles with Unknown Access': ({ roles }) => withVerdict(roles, 'unknown'),
  'Reorganised Roles': ({ roles }) => withStatus(roles, 'reorganised'),
  'Unreadable Roles': ({ roles }) => withStatus(roles, 'unreadable'),
  'Attribute Differences': (report) => findingsOf(report).filter(isAboutAttribute).length,
  ...entityMetrics('Managed Policies', ({ policies }) => policies),
  Findings: (report) => countFindings(report).all,
  'Waived Findings': (report) => countFindings(report).waived,
  'Incident Markers': ({ markers }) => markers.length,
  'Unreadable Documents': unreadableDocuments,
  Gaps: (report, side) => report.sides[side].coverage.gaps.length,
};

function entityMetrics(
  plural: string,
  listOf: (report: Report) => readonly EntityComparison[],
): Record<string, MetricOf> {
  return {
    [plural]: (report, side) => listOf(report).filter((entity) => onSide(entity, side) !== null).length,
    [`Unique ${plural}`]: (report, side) =>
      listOf(report).filter((entity) => isUniqueTo(entity, side)).length,
    [`${plural} with Differences`]: (report) => withStatus(listOf(report), 'drifted'),
  };
}

/** The names of every metric that a summary can have. */
export const METRIC_NAMES: readonly string[] = Object.keys({
  ...IAMCTL_METRICS,
  ...OWN_METRICS,
  ...entityMetrics('Users', () => []),
  ...entityMetrics('Groups', () => []),
});

/** The summary's numbers: IAMCTL's, ours, and those of users and groups where they were compared. */
export function metricsOf(report: Report): readonly Metric[] {
  let metrics = knownMetrics.get(report);
  if (!metrics) knownMetrics.set(report, (metrics = countAll(report)));
  return metrics;
}

/** Terminal, commit message and files tell the same numbers. */
const knownMetrics = new WeakMap<Report, readonly Metric[]>();

function countAll(report: Report): Metric[] {
  const { users, groups } = report;
  const metrics: Record<string, MetricOf> = {
    ...IAMCTL_METRICS,
    ...OWN_METRICS,
    ...(users && entityMetrics('Users', () => users)),
    ...(groups && entityMetrics('Groups', () => groups)),
  };
  return Object.entries(metrics).map(([name, of]) => ({
    id: metricId(name),
    name,
    values: [of(report, 0), of(report, 1)],
  }));
}

/** `Non-Service Linked Roles` → `nonServiceLinkedRoles`. */
export function metricId(name: string): string {
  const words = name.toLowerCase().split(/[ -]/);
  return words.map((word, index) => (index === 0 ? word : word[0]!.toUpperCase() + word.slice(1))).join('');
}

function withStatus(entities: readonly EntityComparison[], status: EntityStatus): number {
  return statusCounts(entities).get(status) ?? 0;
}

const statusCounts = oncePer((entities: readonly EntityComparison[]) =>
  countBy(entities, ({ status }) => status),
);

/** Common entities whose access differs so, side 2 against side 1, taken as a whole. */
export function withVerdict(entities: readonly EntityComparison[], verdict: Verdict): number {
  return verdictCounts(entities).get(verdict) ?? 0;
}

const verdictCounts = oncePer((entities: readonly EntityComparison[]) => countBy(entities, joinedVerdict));

/** How many common entities have each key: counted once, and asked about key by key. */
function countBy<K>(
  entities: readonly EntityComparison[],
  keyOf: (entity: EntityComparison) => K,
): ReadonlyMap<K, number> {
  const counts = new Map<K, number>();
  for (const entity of entities) {
    if (!isCommon(entity)) continue;
    const key = keyOf(entity);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** Of all entities: nearly all have none. */
const findingsOf = oncePer((report: Report): readonly Finding[] => {
  const all: Finding[] = [];
  for (const { findings } of allEntities(report)) for (const one of findings) all.push(one);
  return all;
});

/** Documents of a side that could not be read where they were compared; one that many roles share counts for each. */
function unreadableDocuments(report: Report, side: SideIndex): number {
  return findingsOf(report)
    .filter((finding) => finding.kind === 'unreadable')
    .filter((finding) => (side === 0 ? finding.reason1 : finding.reason2) !== null).length;
}
