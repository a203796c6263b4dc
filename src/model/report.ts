import type { AccessComparison } from './access.js';
import type { EntityKind } from './entity-kind.js';
import type { Difference } from './difference.js';
import type { Finding, SideText } from './finding.js';
import type { Marker } from './marker.js';
import type { SourceInfo } from './run.js';
import type { Coverage } from './snapshot.js';
import type { WaiverReport } from './waiver.js';

/**
 * - `same`: equal canonical form
 * - `reorganised`: written or attached differently; access and attributes are equal
 * - `drifted`: access or an attribute differs, or access could not be compared
 * - `only-in-1`, `only-in-2`: the other side has nothing of that name
 * - `unreadable`: something could not be read, and nothing that could differs
 */
export type EntityStatus = 'same' | 'reorganised' | 'drifted' | 'only-in-1' | 'only-in-2' | 'unreadable';

export type { EntityKind };

/** One role, user, group or managed policy, by its normalised name, on both sides. */
export interface EntityComparison {
  readonly kind: EntityKind;
  readonly name: string;
  readonly side1: EntitySide | null;
  readonly side2: EntitySide | null;
  readonly status: EntityStatus;
  readonly findings: readonly Finding[];
  /** How access differs; null: it does not, or the entity is on one side only, or could not be read. */
  readonly access: EntityAccess | null;
  /** Something beside access differs: a tag, the path, which boundary there is, … */
  readonly attributesDiffer: boolean;
  /** The findings and the halves of access that differ, each with its fingerprint; in the order of the findings. */
  readonly differences: readonly Difference[];
}

/** How access differs between the sides of one entity, side 2 against side 1; null: the same documents. */
export interface EntityAccess {
  /** What its policies let it do, within its boundary. */
  readonly identity: AccessComparison | null;
  /** Who may assume it; roles only. */
  readonly trust: AccessComparison | null;
}

export interface EntitySide {
  readonly name: SideText;
  readonly path: SideText;
  readonly arn: SideText;
  /** A service-linked role, which AWS owns: its path begins with `/aws-service-role/`. */
  readonly serviceLinked: boolean;
}

/** Flattened rows of one side's roles: as harvested, and what remains distinct after substitution. */
export interface ItemCounts {
  readonly harvested: number;
  readonly sanitised: number;
}

export interface ReportSide {
  readonly tag: string;
  readonly info: SourceInfo;
  readonly accountId: string;
  readonly accountAlias: string | null;
  readonly partition: string;
  readonly coverage: Coverage;
  readonly items: ItemCounts;
}

/** An equivalency as it was applied to one or both sides. */
export interface AppliedEquivalency {
  readonly placeholder: string;
  readonly values: readonly string[];
  /** Made by the tool (account ids, SSO suffixes), not by the user's list. */
  readonly automatic: boolean;
  /** How the values were found. */
  readonly match: 'anywhere' | 'word' | 'exact' | 'regex';
  /** Why these count as the same; null: the list doesn't say. */
  readonly why: string | null;
}

/** What two snapshots come to. `incomplete`: a gap, and no drift in what could be read. */
export type Outcome = 'in-sync' | 'drift' | 'incomplete';

/** The whole result of a comparison; renderers take this and nothing else. */
export interface Report {
  readonly sides: readonly [ReportSide, ReportSide];
  readonly roles: readonly EntityComparison[];
  readonly policies: readonly EntityComparison[];
  /** null: not asked for (`--include users`). */
  readonly users: readonly EntityComparison[] | null;
  readonly groups: readonly EntityComparison[] | null;
  readonly equivalencies: readonly AppliedEquivalency[];
  /** null: none were applied. */
  readonly waivers: WaiverReport | null;
  /** Fields that at least one side never records, so that they were not compared: `role.description`. */
  readonly notCompared: readonly string[];
  /** What matters after an incident; what matters most first. */
  readonly markers: readonly Marker[];
  readonly warnings: readonly string[];
  readonly outcome: Outcome;
  /** Everything that takes part could be read. */
  readonly complete: boolean;
  readonly exitCode: number;
}
