import { oncePer } from '../../model/once-per.js';
import type { Observation } from '../../model/marker.js';
import type { Normalised, NormalisedEntity, NormalisedSnapshot } from '../../model/normalised.js';
import type { ParsedDocument } from '../../model/policy.js';
import type { EntityComparison } from '../../model/report.js';
import type { Role, User } from '../../model/snapshot.js';
import { compareText, sortedUnique } from '../../model/text.js';
import { documentKey } from '../../policy/canonical.js';
import { fingerprintsOf } from './scene.js';

type Who = Role | User;

/**
 * Roles and users of side 2 alone that nothing of their kind in side 1 resembles.
 *
 * Two roles resemble each other if two of these hold: their names have the same shape (they begin, or end, with the
 * same half of their words, numbers being equal); they trust the same principals; they have a policy in common, by
 * its name or its text. Two users, if their names have the same shape and they have a policy or a group in common.
 */
export function unfamiliarPrincipals(
  entities: readonly EntityComparison[],
  side1: NormalisedSnapshot,
  side2: NormalisedSnapshot,
): Observation[] {
  // Where there is no role at all, nothing is familiar, and nothing is news.
  const roles = side1.roles.length === 0 ? [] : newcomersOf('role', entities, side2.roles);
  const users = newcomersOf('user', entities, side2.users);
  return [...unlike(roles, side1.roles), ...unlike(users, side1.users)].map((entity): Observation => {
    const { kind, name } = entity;
    const fingerprints = fingerprintsOf(entity, ({ finding }) => finding?.kind === 'presence');
    return { type: 'unfamiliar-principal', kind, name, sides: [2], fingerprints };
  });
}

/** An entity of side 2 alone, with what it is there. */
interface Newcomer {
  readonly entity: EntityComparison;
  readonly value: Who;
}

/** By the ARN in the account; of two with one ARN the first. */
function newcomersOf(
  kind: 'role' | 'user',
  entities: readonly EntityComparison[],
  list: readonly Normalised<Who>[],
): Newcomer[] {
  const arns = new Map<string, Who | null>();
  const candidates = entities.filter((entity) => {
    // AWS makes service-linked ones for its services, and nobody else can assume them.
    const { status, side2 } = entity;
    return entity.kind === kind && status === 'only-in-2' && side2 !== null && !side2.serviceLinked;
  });
  for (const { side2 } of candidates) arns.set(side2!.arn.raw, null);
  if (candidates.length > 0) {
    for (const { raw, value } of list) if (arns.get(raw.arn) === null) arns.set(raw.arn, value);
  }
  return candidates.flatMap((entity) => {
    const value = arns.get(entity.side2!.arn.raw);
    return value ? [{ entity, value }] : [];
  });
}

/** The newcomers that none of `list`, which is sorted by name, shares two traits with. */
function unlike(newcomers: readonly Newcomer[], list: readonly NormalisedEntity<Who>[]): EntityComparison[] {
  const strangers = newcomers.filter(({ value }) => !hasLikeNeighbour(value, list));
  if (strangers.length === 0) return [];
  const known = new Known(
    list,
    strangers.map(({ value }) => value),
  );
  return strangers.filter(({ value }) => !known.hasLike(value)).map(({ entity }) => entity);
}

/** How far to look on either side. */
const NEIGHBOURS = 8;

/** Whom a newcomer resembles mostly stands beside it, and then nothing has to be learned of all the others. */
function hasLikeNeighbour(newcomer: Who, list: readonly NormalisedEntity<Who>[]): boolean {
  const at = indexFor(newcomer.name, list);
  return list
    .slice(Math.max(0, at - NEIGHBOURS), at + NEIGHBOURS)
    .some(({ value }) => areAlike(newcomer, value));
}

/** Where a name would stand in a list that is sorted by name. */
function indexFor(name: string, list: readonly NormalisedEntity<Who>[]): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareText(list[middle]!.name, name) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function areAlike(one: Who, two: Who): boolean {
  const haveNames = haveCommon(nameShapes(one.name), nameShapes(two.name));
  const haveTrust = haveCommon(trustTrait(one), trustTrait(two));
  if (haveNames && haveTrust) return true;
  return (haveNames || haveTrust) && haveCommon(policyTraits(one), policyTraits(two));
}

function haveCommon(ones: readonly string[], others: readonly string[]): boolean {
  return ones.some((one) => others.includes(one));
}

/** What entities have in common: what it says → those (by number) that have it. */
type Trait = ReadonlyMap<string, ReadonlySet<number>>;

/** Those of a list that have a trait in common with one of the newcomers: the others resemble none. */
class Known {
  readonly #names: Trait;
  readonly #trust: Trait;
  #policies: Trait | null = null;

  constructor(
    private readonly list: readonly Normalised<Who>[],
    private readonly newcomers: readonly Who[],
  ) {
    this.#names = traitOf(list, newcomers, ({ name }) => nameShapes(name));
    this.#trust = traitOf(list, newcomers, trustTrait);
  }

  /** Is there one that shares two traits with this newcomer? */
  hasLike(entity: Who): boolean {
    const names = having(this.#names, nameShapes(entity.name));
    const trust = having(this.#trust, trustTrait(entity));
    if (anyMeet(names, trust)) return true;
    if (names.length === 0 && trust.length === 0) return false;
    // Texts of policies are the dearest, and rarely needed.
    this.#policies ??= this.#policyTrait();
    const policies = having(this.#policies, policyTraits(entity));
    return anyMeet(names, policies) || anyMeet(trust, policies);
  }

  /** A document's key is made where one of a newcomer's begins like it. */
  #policyTrait(): Trait {
    const documents = this.newcomers.flatMap(({ inlinePolicies }) =>
      inlinePolicies.map(({ document }) => document),
    );
    const beginnings = new Set(documents.flatMap((document) => beginningsOf(document).slice(0, 1)));
    return traitOf(this.list, this.newcomers, (entity) =>
      policyTraits(entity, (document) => beginningsOf(document).some((one) => beginnings.has(one))),
    );
  }
}

function traitOf(
  list: readonly Normalised<Who>[],
  newcomers: readonly Who[],
  keysOf: (entity: Who) => readonly string[],
): Trait {
  const asked = new Set(newcomers.flatMap(keysOf));
  const trait = new Map<string, Set<number>>();
  list.forEach(({ value }, number) => {
    for (const key of keysOf(value)) {
      if (!asked.has(key)) continue;
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

/** Its policies and groups; documents that `isOfInterest` denies are left out. */
function policyTraits(entity: Who, isOfInterest?: (document: ParsedDocument) => boolean): string[] {
  const traits = entity.attachedPolicies.map(({ arn }) => `attached ${arn}`);
  for (const { document } of entity.inlinePolicies) {
    if (isOfInterest?.(document) === false) continue;
    traits.push(
      document.kind === 'policy' ? `inline ${documentKey(document)}` : `unreadable ${document.raw}`,
    );
  }
  if ('groups' in entity) for (const group of entity.groups) traits.push(`group ${group}`);
  return traits;
}

/** How each statement begins. Of two documents that say the same, each has every beginning of the other. */
function beginningsOf(document: ParsedDocument): string[] {
  if (document.kind !== 'policy') return ['unreadable'];
  if (document.statements.length === 0) return ['nothing'];
  return document.statements.map(({ action, resource }) => {
    const first = action.patterns[0] ?? '';
    return `${first.toLowerCase()} ${resource?.patterns[0] ?? ''}`;
  });
}
