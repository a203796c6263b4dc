import type { NormalisedSnapshot } from '../model/normalised.js';
import type { EntityComparison, Outcome } from '../model/report.js';
import type { Coverage, Gap, RecordableField } from '../model/snapshot.js';
import { sortedUnique } from '../model/text.js';
import type { ActionCatalogue } from '../policy/catalogue.js';
import { EntityComparer } from './entities.js';

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
}

/** Compares two normalised snapshots. Pure: the same input gives the same output. */
export function compareSnapshots(
  side1: NormalisedSnapshot,
  side2: NormalisedSnapshot,
  catalogue: ActionCatalogue,
  scope: DiffScope,
): Comparison {
  const comparer = new EntityComparer(side1, side2, catalogue);
  const roles = comparer.roles();
  const policies = comparer.managedPolicies();
  const users = scope.users ? comparer.users() : null;
  const groups = scope.groups ? comparer.groups() : null;
  const coverages = [side1.raw.coverage, side2.raw.coverage];
  return {
    roles,
    policies,
    users,
    groups,
    notCompared: sortedUnique(coverages.flatMap((coverage) => coverage.notRecorded)).filter(isCompared),
    outcome: outcomeOf(
      [...roles, ...policies, ...(users ?? []), ...(groups ?? [])],
      gapsThatMatter(coverages, scope),
    ),
  };
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

/** Drift outweighs gaps: what is known to differ differs whatever could not be read. */
function outcomeOf(entities: readonly EntityComparison[], gaps: readonly Gap[]): Outcome {
  const statuses = new Set(entities.map(({ status }) => status));
  if (statuses.has('drifted') || statuses.has('only-in-1') || statuses.has('only-in-2')) return 'drift';
  return statuses.has('unreadable') || gaps.length > 0 ? 'incomplete' : 'in-sync';
}
