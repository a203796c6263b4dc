import type { AccessComparison } from '../model/access.js';
import type { EntityComparison, Report } from '../model/report.js';
import { unwaived } from '../model/unwaived.js';

/** What the shell and CI see; the same for every output format. */
export const EXIT = {
  inSync: 0,
  error: 1,
  drift: 2,
  incomplete: 3,
  interrupted: 130,
  terminated: 143,
} as const;

/**
 * What makes exit code 2: `any` difference, also one that leaves access and attributes equal; `drift`; or only
 * what is `broader`: an entity that is new in side 2, or whose access there answers some request higher (or may: a
 * verdict of `unknown` or `incomparable`).
 */
export const GATES = ['any', 'drift', 'broader'] as const;
export type Gate = (typeof GATES)[number];

export interface GateOptions {
  readonly gate: Gate;
  /** Follow the verdict over the requests that can be made today. */
  readonly today: boolean;
}

/** The exit code of a comparison: what trips the gate outweighs what could not be read. What is waived trips nothing. */
export function exitCodeOf(report: Omit<Report, 'exitCode'>, options: GateOptions): number {
  const { roles, policies, users, groups } = report;
  const entities = [...roles, ...policies, ...(users ?? []), ...(groups ?? [])].map(unwaived);
  if (entities.some((entity) => trips(entity, options))) return EXIT.drift;
  const isComplete = report.complete && !entities.some(({ status }) => status === 'unreadable');
  return isComplete ? EXIT.inSync : EXIT.incomplete;
}

function trips(entity: EntityComparison, { gate, today }: GateOptions): boolean {
  switch (entity.status) {
    case 'same':
    case 'unreadable':
      return false;
    case 'reorganised':
      return gate === 'any';
    case 'only-in-1':
      return gate !== 'broader';
    case 'only-in-2':
      // A managed policy gives access where it is attached, and is compared there.
      return gate !== 'broader' || entity.kind !== 'managed-policy';
    case 'drifted':
      if (gate === 'broader') return accessOf(entity, today).some((verdict) => RAISES.has(verdict));
      return gate === 'any' || entity.attributesDiffer || differsInAccess(entity, today);
  }
}

const RAISES: ReadonlySet<string> = new Set(['broader', 'incomparable', 'unknown']);

function accessOf({ access }: EntityComparison, today: boolean): AccessComparison['verdict'][] {
  // Not judged, since a document can't be read: whatever it says may be broader.
  if (!access) return ['unknown'];
  return [access.identity, access.trust].flatMap((one) => (one ? [today ? one.today : one.verdict] : []));
}

function differsInAccess(entity: EntityComparison, today: boolean): boolean {
  return !today || accessOf(entity, true).some((verdict) => verdict !== 'equivalent');
}

export const EXIT_CODES_HELP =
  'Exit codes: 0 in sync · 1 error, nothing may be concluded · 2 drift · 3 something could not be read, and no drift in what could';
