import { UserError } from '../model/errors.js';
import type { Coverage, ManagedPolicy, RecordableField, Role, Snapshot } from '../model/snapshot.js';
import { sortedUnique } from '../model/text.js';
import { matchesWildcard } from '../policy/wildcard.js';
import { isAwsManaged, referencedPolicies } from '../snapshot/index.js';

export interface PartialAcceptance {
  readonly snapshot: Snapshot;
  /** ARNs of managed policies of the accepted roles that differ, and stay as they were accepted: other roles may have them. */
  readonly policiesLeft: readonly string[];
}

/** Does a role's name match one of the globs (`*` any text, `?` one character)? */
export function matchesGlobs(name: string, globs: readonly string[]): boolean {
  return globs.some((glob) => matchesWildcard(glob, name));
}

/**
 * What is accepted when only some roles are: those of `now` whose names match, and everything else as in `base`. A
 * matching role that is gone goes; managed policies that the new roles bring come with them.
 * Throws UserError if no role matches, and if `now` does not record what `base` does.
 */
export function acceptRoles(
  base: Snapshot | null,
  now: Snapshot,
  globs: readonly string[],
): PartialAcceptance {
  const matches = ({ name }: Role): boolean => matchesGlobs(name, globs);
  const before = base ?? { ...now, roles: [], managedPolicies: [], users: [], groups: [] };
  if (![...before.roles, ...now.roles].some(matches)) {
    throw new UserError(
      `No role is named like ${globs.map((glob) => JSON.stringify(glob)).join(' or ')}`,
      'In --role, * stands for any text and ? for one character; put quotes around it.',
    );
  }
  refuseLoss(before.coverage, now.coverage);
  const roles = [...before.roles.filter((role) => !matches(role)), ...now.roles.filter(matches)];
  const known = new Map(before.managedPolicies.map((policy) => [policy.arn, policy]));
  const wanted = new Set(referencedPolicies({ roles: now.roles.filter(matches), users: [], groups: [] }));
  const used = new Set(referencedPolicies({ ...before, roles }));
  const brought = now.managedPolicies.filter(({ arn }) => wanted.has(arn) && !known.has(arn));
  // AWS's own policies are part of an account only where something has them.
  const kept = before.managedPolicies.filter(({ arn }) => !isAwsManaged(arn) || used.has(arn));
  return {
    snapshot: {
      ...before,
      roles,
      managedPolicies: [...kept, ...brought],
      coverage: joined(before.coverage, now.coverage),
    },
    policiesLeft: now.managedPolicies
      .filter((policy) => wanted.has(policy.arn) && differs(policy, known.get(policy.arn)))
      .map(({ arn }) => arn),
  };
}

/** Roles whose description nobody read, among others, would make the description of all not compared. */
function refuseLoss(before: Coverage, now: Coverage): void {
  const lost = now.notRecorded.find((field: RecordableField) => !before.notRecorded.includes(field));
  if (lost === undefined) return;
  throw new UserError(
    `This source does not record ${lost}, and the accepted baseline does`,
    'Accept the roles from a live account, or accept the whole account from this source.',
  );
}

function joined(before: Coverage, now: Coverage): Coverage {
  const gaps = new Map([...before.gaps, ...now.gaps].map((gap) => [JSON.stringify(gap), gap]));
  return {
    calls: [],
    gaps: [...gaps.values()],
    notRecorded: sortedUnique([...before.notRecorded, ...now.notRecorded]),
  };
}

function differs(now: ManagedPolicy, accepted: ManagedPolicy | undefined): boolean {
  return accepted !== undefined && JSON.stringify(now.document) !== JSON.stringify(accepted.document);
}
