import { UserError } from '../model/errors.js';
import type { Normalised, NormalisedEntity, NormalisedSnapshot } from '../model/normalised.js';
import type { Entity, InlinePolicy } from '../model/snapshot.js';
import { isAwsManaged } from './texts.js';
import { escapePattern } from './words-in-text.js';

/** Entities beside roles and managed policies that take part in the comparison. */
export interface CollisionScope {
  readonly users: boolean;
  readonly groups: boolean;
}

/** Two names of one account that normalise to the same name, and so would be compared as one. */
export interface Collision {
  /** `roles`, `inline policies of app1_dev` */
  readonly what: string;
  /** What `normaliseSnapshot` keeps by its raw name if asked to: `role app1_<env>`. */
  readonly key: string;
  readonly names: readonly [string, string];
  readonly normalised: string;
  /** The entries that made them the same. */
  readonly placeholders: readonly string[];
}

/** Every collision of an account. */
export function findCollisions(side: NormalisedSnapshot, scope: CollisionScope): Collision[] {
  const customer = side.managedPolicies.filter(({ raw }) => !isAwsManaged(raw.arn));
  const users = scope.users ? side.users : [];
  const groups = scope.groups ? side.groups : [];
  return [
    ...amongSorted('roles', 'role', side.roles),
    ...amongSorted('managed policies', 'policy', customer),
    ...amongSorted('users', 'user', users),
    ...amongSorted('groups', 'group', groups),
    ...side.roles.filter(hasSeveral).flatMap((one) => inline('role', one)),
    ...users.filter(hasSeveral).flatMap((one) => inline('user', one)),
    ...groups.filter(hasSeveral).flatMap((one) => inline('group', one)),
  ];
}

/** Throws UserError for the first collision: names both entities and the entry that did it. `tag` is the account's. */
export function rejectCollisions(side: NormalisedSnapshot, tag: string, scope: CollisionScope): void {
  const [first] = findCollisions(side, scope);
  if (!first) return;
  const [one, two] = first.names.map((name) => JSON.stringify(name));
  throw new UserError(
    `${tag}: the ${first.what} ${one} and ${two} both become ${JSON.stringify(first.normalised)}`,
    `The equivalency list's ${entriesText(first.placeholders)} makes them the same: take a value out of it, make the values longer, or compare such names as they are with --on-collision keep-raw.`,
  );
}

/** Something with a name, as it is and normalised. */
type Named = Pick<NormalisedEntity<{ readonly name: string }>, 'raw' | 'name'>;
type Holder = Normalised<Entity & { readonly inlinePolicies: readonly InlinePolicy[] }>;

/** One policy by itself collides with none. */
function hasSeveral({ raw }: Holder): boolean {
  return raw.inlinePolicies.length > 1;
}

function inline(kind: string, { raw, value }: Holder): Collision[] {
  const pairs = value.inlinePolicies.map(({ name }, at) => ({ raw: raw.inlinePolicies[at]!, name }));
  return among(`inline policies of ${raw.name}`, `inline of ${kind} ${value.name}`, pairs);
}

/** The same where equal names stand side by side, and so are seen without a map of all. */
function amongSorted(what: string, kind: string, all: readonly Named[]): Collision[] {
  const isTwin = ({ name }: Named, at: number): boolean => at > 0 && all[at - 1]!.name === name;
  return all.some(isTwin) ? among(what, kind, all) : [];
}

/** Those that have the normalised name of one before them. */
function among(what: string, kind: string, all: readonly Named[]): Collision[] {
  const seen = new Map<string, string>();
  const collisions: Collision[] = [];
  for (const one of all) {
    const raw = one.raw.name;
    const normalised = one.name;
    const other = seen.get(normalised);
    if (other !== undefined && other !== raw) {
      const placeholders = culprits(normalised, other, raw);
      collisions.push({ what, key: `${kind} ${normalised}`, names: [other, raw], normalised, placeholders });
    }
    seen.set(normalised, raw);
  }
  return collisions;
}

/** The placeholders behind which the two names differ; all of them where that can't be told. */
function culprits(normalised: string, one: string, two: string): string[] {
  const parts = normalised.split(/<([^<>]+)>/);
  const pattern = new RegExp(
    `^${parts.map((part, at) => (at % 2 === 0 ? escape(part) : '(.+?)')).join('')}$`,
  );
  const placeholders = parts.filter((_, at) => at % 2 === 1);
  const [values1, values2] = [one, two].map((name) => pattern.exec(name)?.slice(1) ?? []);
  const differing = placeholders.filter((_, at) => values1![at] !== values2![at]);
  return [...new Set(differing.length > 0 ? differing : placeholders)];
}

/** As it stood in the name: angle brackets of its own are doubled in what is compared. */
function escape(text: string): string {
  return escapePattern(text.replaceAll(/(<<|>>)/g, (pair) => pair.charAt(0)));
}

function entriesText(placeholders: readonly string[]): string {
  const quoted = placeholders.map((name) => JSON.stringify(name));
  return `${quoted.length === 1 ? 'entry' : 'entries'} ${quoted.join(', ')}`;
}
