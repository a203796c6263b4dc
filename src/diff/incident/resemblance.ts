import type { Normalised, NormalisedSnapshot } from '../../model/normalised.js';
import type { Role, User } from '../../model/snapshot.js';
import type { ParsedDocument } from '../../model/policy.js';
import { oncePer } from '../../model/once-per.js';
import { sortedUnique } from '../../model/text.js';
import { documentKey } from '../../policy/canonical.js';
import { type Detector, fingerprintsOf } from './scene.js';

/**
 * A role or user of side 2 alone that nothing of its kind in side 1 resembles.
 *
 * Two roles resemble each other if two of these hold: their names have the same shape (they begin, or end, with the
 * same half of their words, numbers being equal); they trust the same principals; they have a policy in common, by
 * its name or its text. Two users, if their names have the same shape and they have a policy or a group in common.
 */
export const unfamiliarPrincipal: Detector = (entity, { side1, side2 }) => {
  const { kind, name, status } = entity;
  if (status !== 'only-in-2' || (kind !== 'role' && kind !== 'user')) return [];
  // AWS makes them for its services, and nobody else can assume them.
  if (entity.side2!.serviceLinked) return [];
  const newcomer = byArn(kind === 'role' ? side2.roles : side2.users).get(entity.side2!.arn.raw);
  const known = knownOf(side1, kind);
  // Where there is no role at all, nothing is familiar, and nothing is news.
  if (!newcomer || (kind === 'role' && side1.roles.length === 0) || known.hasLike(newcomer.value)) return [];
  const fingerprints = fingerprintsOf(entity, ({ finding }) => finding?.kind === 'presence');
  return [{ type: 'unfamiliar-principal', kind, name, sides: [2], fingerprints }];
};

/** What entities have in common: what it says → those (by number) that have it. */
type Trait = ReadonlyMap<string, ReadonlySet<number>>;
type Who = Role | User;

class Known {
  readonly #names: Trait;
  readonly #trust: Trait;
  #policies: Trait | null = null;

  constructor(private readonly list: readonly Normalised<Who>[]) {
    this.#names = traitOf(list, ({ name }) => nameShapes(name));
    this.#trust = traitOf(list, trustTrait);
  }

  /** Is there one that shares two traits with it? */
  hasLike(entity: Who): boolean {
    const names = having(this.#names, nameShapes(entity.name));
    const trust = having(this.#trust, trustTrait(entity));
    if (anyMeet(names, trust)) return true;
    if (names.length === 0 && trust.length === 0) return false;
    // Texts of policies are the dearest, and rarely needed.
    this.#policies ??= traitOf(this.list, policyTraits);
    const policies = having(this.#policies, policyTraits(entity));
    return anyMeet(names, policies) || anyMeet(trust, policies);
  }
}

function traitOf(list: readonly Normalised<Who>[], keysOf: (entity: Who) => readonly string[]): Trait {
  const trait = new Map<string, Set<number>>();
  list.forEach(({ value }, number) => {
    for (const key of keysOf(value)) {
      const same = trait.get(key);
      if (same) same.add(number);
      else trait.set(key, new Set([number]));
    }
  });
  return trait;
}

function having(trait: Trait, keys: readonly string[]): readonly ReadonlySet<number>[] {
  return keys.flatMap((key) => trait.get(key) ?? []);
}

function anyMeet(ones: readonly ReadonlySet<number>[], others: readonly ReadonlySet<number>[]): boolean {
  return ones.some((one) => others.some((other) => meet(one, other)));
}

function meet(one: ReadonlySet<number>, two: ReadonlySet<number>): boolean {
  const [few, many] = one.size <= two.size ? [one, two] : [two, one];
  for (const number of few) if (many.has(number)) return true;
  return false;
}

/** The halves of a name's words: `app1_dev_worker` begins with `app #` and ends with `dev worker`. */
function nameShapes(name: string): string[] {
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/\d+/g, ' # ')
    .toLowerCase()
    .split(/[^\p{L}#<>]+/u)
    .filter((word) => word !== '');
  if (words.length === 0) return [];
  const half = Math.ceil(words.length / 2);
  return [`begins ${words.slice(0, half).join(' ')}`, `ends ${words.slice(-half).join(' ')}`];
}

/** Whom it trusts; users: nobody does. */
function trustTrait(entity: Who): readonly string[] {
  return 'trustPolicy' in entity ? trustedBy(entity.trustPolicy) : [];
}

const trustedBy = oncePer((trust: ParsedDocument): readonly string[] => {
  if (trust.kind !== 'policy') return [];
  const principals = trust.statements.flatMap(({ effect, principal }) =>
    principal
      ? principal.principals.map(({ type, value }) => `${effect} ${principal.negated} ${type} ${value}`)
      : [],
  );
  return [sortedUnique(principals).join('\n')];
});

/** Its policies and groups. */
function policyTraits(entity: Who): string[] {
  return [
    ...entity.attachedPolicies.map(({ arn }) => `attached ${arn}`),
    ...entity.inlinePolicies.map(({ document }) =>
      document.kind === 'policy' ? `inline ${documentKey(document)}` : `unreadable ${document.raw}`,
    ),
    ...('groups' in entity ? entity.groups.map((group) => `group ${group}`) : []),
  ];
}

function knownOf(side: NormalisedSnapshot, kind: 'role' | 'user'): Known {
  let both = indexed.get(side);
  if (!both) indexed.set(side, (both = {}));
  return (both[kind] ??= new Known(kind === 'role' ? side.roles : side.users));
}

const indexed = new WeakMap<NormalisedSnapshot, Partial<Record<'role' | 'user', Known>>>();

/** By the ARN in the account; of two with one ARN the first. All of an account may be new. */
const byArn = oncePer(
  (list: readonly Normalised<Who>[]): ReadonlyMap<string, Normalised<Who>> =>
    new Map(list.map((one) => [one.raw.arn, one] as const).reverse()),
);
