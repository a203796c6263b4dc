import type { NormalisedSnapshot } from '../model/normalised.js';
import type { EntityComparison, Outcome } from '../model/report.js';
import type { Coverage, Gap, RecordableField } from '../model/snapshot.js';
import { sortedUnique } from '../model/text.js';
import { AccessInTurn } from '../policy/access/index.js';
import type { ActionCatalogue } from '../policy/catalogue.js';
import { AccessJudge } from './access.js';
import { EntityComparer } from './entities.js';
import { Fingerprints } from './fingerprint/fingerprints.js';

export { AccessJudge } from './access.js';
export { incidentMarkers } from './incident/markers.js';
export { sceneOf } from './incident/scene.js';

/** What takes part beside roles and managed policies. */
export interface DiffScope {
  readonly users: boolean;
  readonly groups: boolean;
}

/** Two normalised snapshots, compared. Lists are sorted by normalised name; null: not asked for. */
export interface Comparison {
  readonly roles: readonly EntityComparison[];
  readonly policies: readonly EntityComparison[];
  readonly users: readonly EntityComparison[] | null;
  readonly groups: readonly EntityComparison[] | null;
  /** Fields that at least one side never records. */
  readonly notCompared: readonly RecordableField[];
  readonly outcome: Outcome;
  /** Everything that takes part could be read. */
  readonly complete: boolean;
}

/**
 * Compares two normalised snapshots: attributes, and documents row by row. Pure: the same input gives the same output.
 * A document that says something else makes its entity `drifted`; `judgeAccess` then tells whether access differs.
 * `onCompared` hears of each entity at once.
 */
export function compareSnapshots(
  side1: NormalisedSnapshot,
  side2: NormalisedSnapshot,
  catalogue: ActionCatalogue,
  scope: DiffScope,
  onCompared?: (entity: EntityComparison) => void,
): Comparison {
  const comparer = new EntityComparer(side1, side2, catalogue, onCompared);
  const coverages = [side1.raw.coverage, side2.raw.coverage];
  return concluded({
    roles: comparer.roles(),
    policies: comparer.managedPolicies(),
    users: scope.users ? comparer.users() : null,
    groups: scope.groups ? comparer.groups() : null,
    notCompared: sortedUnique(coverages.flatMap((coverage) => coverage.notRecorded)).filter(isCompared),
    complete: gapsThatMatter(coverages, scope).length === 0,
  });
}

/**
 * Says of each entity whose documents differ how its access differs, and calls those `reorganised` whose access and
 * attributes are equal; gives each difference its fingerprint. Takes what `compareSnapshots` gave for the same two
 * sides. `judge` may have heard of entities before; without it access is compared here and now.
 */
export async function judgeAccess(
  comparison: Comparison,
  side1: NormalisedSnapshot,
  side2: NormalisedSnapshot,
  judge: AccessJudge = new AccessJudge(side1, side2, new AccessInTurn()),
): Promise<Comparison> {
  const judged = await judge.judged(allEntities(comparison));
  const fingerprints = new Fingerprints(side1, side2);
  const replace = (entities: readonly EntityComparison[]): EntityComparison[] =>
    entities.map((entity) => fingerprints.of(judged.get(entity) ?? entity));
  return concluded({
    ...comparison,
    roles: replace(comparison.roles),
    policies: replace(comparison.policies),
    users: comparison.users && replace(comparison.users),
    groups: comparison.groups && replace(comparison.groups),
  });
}

/** Every entity that a comparison tells of. */
export function allEntities({
  roles,
  policies,
  users,
  groups,
}: Omit<Comparison, 'outcome'>): EntityComparison[] {
  return [...roles, ...policies, ...(users ?? []), ...(groups ?? [])];
}

/** Drift outweighs gaps: what is known to differ differs whatever could not be read. */
function concluded(comparison: Omit<Comparison, 'outcome'>): Comparison {
  const statuses = new Set(allEntities(comparison).map(({ status }) => status));
  const complete = comparison.complete && !statuses.has('unreadable');
  const isDrift = statuses.has('drifted') || statuses.has('only-in-1') || statuses.has('only-in-2');
  return { ...comparison, complete, outcome: isDrift ? 'drift' : complete ? 'in-sync' : 'incomplete' };
}

/** An alias names an account; two accounts are not expected to share it. */
function isCompared(field: RecordableField): boolean {
  return field !== 'account.alias';
}

/** A gap in users or groups says nothing about a comparison that leaves them out. */
function gapsThatMatter(coverages: readonly Coverage[], scope: DiffScope): Gap[] {
  return coverages
    .flatMap(({ gaps }) => gaps)
    .filter(
      ({ subject }) =>
        (scope.users || !/^users?\b/.test(subject)) && (scope.groups || !/^groups?\b/.test(subject)),
    );
}
