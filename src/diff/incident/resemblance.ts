import type { Normalised, NormalisedSnapshot } from '../../model/normalised.js';
import type { Role, User } from '../../model/snapshot.js';
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
  const list: readonly Normalised<Role | User>[] = kind === 'role' ? side2.roles : side2.users;
  const newcomer = list.find(({ raw }) => raw.arn === entity.side2!.arn.raw);
  const known = knownOf(side1, kind);
  // Where there is no role at all, nothing is familiar, and nothing is news.
  if (!newcomer || (kind === 'role' && side1.roles.length === 0) || known.hasLike(newcomer.value)) return [];
  const fingerprints = fingerprintsOf(entity, ({ finding }) => finding?.kind === 'presence');
  return [{ type: 'unfamiliar-principal', kind, name, sides: [2], fingerprints }];
};

/** Traits of one kind: what they say → the entities (by number) that have them. */
type Trait = ReadonlyMap<string, ReadonlySet<number>>;

class Known {
  readonly #traits: readonly Trait[];

  constructor(list: readonly Normalised<Role | User>[]) {
    const traits = [0, 1, 2].map(() => new Map<string, Set<number>>());
    for (const [number, { value }] of list.entries()) {
      for (const [index, keys] of traitsOf(value).entries()) {
        for (const key of keys) {
          const same = traits[index]!.get(key);
          if (same) same.add(number);
          else traits[index]!.set(key, new Set([number]));
        }
      }
    }
    this.#traits = traits;
  }

  /** Is there one that shares two traits with it? */
  hasLike(entity: Role | User): boolean {
    const sharing = traitsOf(entity).map((keys, index) =>
      keys.flatMap((key) => this.#traits[index]!.get(key) ?? []),
    );
    const pairs = [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const;
    return pairs.some(([a, b]) => sharing[a]!.some((one) => sharing[b]!.some((two) => meet(one, two))));
  }
}

function meet(one: ReadonlySet<number>, two: ReadonlySet<number>): boolean {
  const [few, many] = one.size <= two.size ? [one, two] : [two, one];
  for (const number of few) if (many.has(number)) return true;
  return false;
}

/** Shapes of the name; whom it trusts (users: nobody does); its policies and groups. */
function traitsOf(entity: Role | User): readonly (readonly string[])[] {
  return [nameShapes(entity.name), trustTrait(entity), policyTraits(entity)];
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

function trustTrait(entity: Role | User): string[] {
  if (!('trustPolicy' in entity) || entity.trustPolicy.kind !== 'policy') return [];
  const principals = entity.trustPolicy.statements.flatMap(({ effect, principal }) =>
    principal
      ? principal.principals.map(({ type, value }) => `${effect} ${principal.negated} ${type} ${value}`)
      : [],
  );
  return [sortedUnique(principals).join('\n')];
}

function policyTraits(entity: Role | User): string[] {
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
