import type { EntityKind } from '../model/report.js';

/** One entry of a waivers file. It matches what fits all that it names; an empty list names nothing. */
export interface WaiverEntry {
  /** Counted from 1. */
  readonly number: number;
  /** Where it begins, counted from 1. */
  readonly line: number;
  /** Each of them is the tag of a side. */
  readonly tags: readonly string[];
  /** Entities of one kind, by globs over their names. */
  readonly names: { readonly kind: EntityKind; readonly globs: readonly string[] } | null;
  readonly types: readonly string[];
  readonly verdicts: readonly string[];
  readonly fingerprints: readonly string[];
  readonly reason: string;
  readonly owner: string;
  /** `2026-12-31`. */
  readonly expires: string;
}

/** The fields that name entities, with their kind. */
export const NAME_FIELDS = {
  roles: 'role',
  users: 'user',
  groups: 'group',
  policies: 'managed-policy',
} as const satisfies Readonly<Record<string, EntityKind>>;

export type NameField = keyof typeof NAME_FIELDS;

export const FIELDS: readonly string[] = [
  'tags',
  ...Object.keys(NAME_FIELDS),
  'types',
  'verdict',
  'fingerprint',
  'reason',
  'owner',
  'expires',
];
