import type { AppliedEquivalency } from '../model/report.js';
import { sortedUnique } from '../model/text.js';
import { cloudFormationTails } from './cloudformation.js';
import type { ComparedSide } from './compared-side.js';
import { type Home, Homes } from './homes.js';
import type { EquivalencyEntry } from './list/index.js';
import { Names } from './names.js';
import { ALL_AUTOMATIC, type AutomaticOptions } from './options.js';
import { ssoRule, type SsoSuffixes, ssoSuffixes } from './sso.js';
import {
  compileSubstitution,
  Finder,
  type Replacement,
  SSO_PLACEHOLDER,
  type SsoSuffix,
} from './substitution.js';

/** What is replaced in one account. */
export interface SideRules {
  readonly replacements: readonly Replacement[];
  readonly sso: SsoSuffix | null;
  /** Partition → placeholder, in the partition part of ARNs; empty: partitions stay. */
  readonly partitions: ReadonlyMap<string, string>;
  /** Placeholders that tell where a value belongs → the one that doesn't: `env-other` → `env`. */
  readonly bases: ReadonlyMap<string, string>;
  /** Ids of the compared accounts, as they are → as documents name them: `<accountid>`. */
  readonly accountIds: ReadonlyMap<string, string>;
}

/** What is replaced on each side, and how a report tells it. */
export interface SideReplacements {
  readonly sides: readonly SideRules[];
  readonly applied: readonly AppliedEquivalency[];
}

/**
 * The replacements of each account: the user's entries, and what the tool knows by itself.
 *
 * A value at home in this account becomes the placeholder; one at home in another compared account becomes another
 * one (`env-other`), and one that is neither's stays. So a QA role that trusts the DEV account never looks like a DEV
 * role that trusts its own, while references that mirror each other are the same. Among three and more accounts the
 * other's placeholder names its home (`env-of-dev`): there, "other" could be two.
 */
export function replacementsFor(
  entries: readonly EquivalencyEntry[],
  compared: readonly ComparedSide[],
  { off, ignorePartition }: AutomaticOptions = ALL_AUTOMATIC,
): SideReplacements {
  const draft: Draft = {
    compared,
    names: new Names(entries, compared),
    ids: [...new Set(compared.map(({ snapshot }) => snapshot.account.id))],
    sides: compared.map(() => []),
  };
  replaceListed(draft, entries);
  const suffixes = compared.map(({ snapshot }) => ssoSuffixes(snapshot));
  // In this order: an alias that an entry changes is no alias any more, and tails stand behind what is replaced by then.
  const automatic = [
    off.has('account-id') ? null : replaceAccountIds(draft, entries),
    off.has('alias') ? null : replaceAliases(draft),
    off.has('sso') ? null : toldSuffixes(suffixes),
    off.has('cloudformation') ? null : replaceTails(draft),
  ];
  const partitions = sortedUnique(compared.map(({ snapshot }) => snapshot.account.partition));
  const mixed = ignorePartition && partitions.length > 1 ? partitions : [];
  return {
    sides: draft.sides.map((replacements, side) => ({
      replacements,
      sso: off.has('sso') ? null : ssoOf(suffixes, side, draft.names),
      partitions: partitionsOf(mixed, side, draft),
      bases: draft.names.bases,
      accountIds: idNames(replacements, draft),
    })),
    applied: [
      ...entries.map(({ placeholder, values, match, why }): AppliedEquivalency => ({
        placeholder,
        values,
        automatic: false,
        match,
        why,
      })),
      ...[...automatic, told('partition', mixed, 'asked for by --ignore-partition')].flatMap(
        (one) => one ?? [],
      ),
    ],
  };
}

/** The replacements of each side while they are gathered: what comes first takes a value. */
interface Draft {
  readonly compared: readonly ComparedSide[];
  readonly names: Names;
  /** Of the compared accounts, each once. */
  readonly ids: readonly string[];
  readonly sides: readonly Replacement[][];
}

/** What the tool replaces by itself, as a report tells it; null: nothing. */
function told(placeholder: string, values: Iterable<string>, why: string): AppliedEquivalency | null {
  const all = sortedUnique(values);
  return all.length === 0 ? null : { placeholder, values: all, automatic: true, match: 'word', why };
}

function replaceListed({ compared, names, sides }: Draft, entries: readonly EquivalencyEntry[]): void {
  const homes = new Homes(compared, entries);
  for (const entry of entries) {
    const entryHomes = homes.of(entry);
    sides.forEach((all, side) => all.push(...listed(entry, side, entryHomes, homes, names)));
  }
}

function replaceAccountIds(draft: Draft, entries: readonly EquivalencyEntry[]): AppliedEquivalency | null {
  const { ids, names } = draft;
  const entry = entries.find(({ values }) => values.some((value) => ids.includes(value)));
  const name = entry?.placeholder ?? names.free('accountid');
  replaceOwn(
    draft,
    name,
    ids.map((id) => [id, id]),
  );
  return told(name, ids, "the compared accounts' own ids");
}

function replaceAliases(draft: Draft): AppliedEquivalency | null {
  const aliases = draft.compared.map(
    ({ snapshot: { account } }) => [account.alias ?? '', account.id] as const,
  );
  if (!areUsable(aliases, draft.sides)) return null;
  const name = draft.names.free('alias');
  replaceOwn(draft, name, aliases);
  return told(
    name,
    aliases.map(([alias]) => alias),
    "the compared accounts' own aliases",
  );
}

function toldSuffixes(suffixes: readonly SsoSuffixes[]): AppliedEquivalency | null {
  return told(
    SSO_PLACEHOLDER,
    suffixes.flatMap(({ all }) => [...all]),
    'suffixes that IAM Identity Center made',
  );
}

function ssoOf(suffixes: readonly SsoSuffixes[], side: number, names: Names): SsoSuffix {
  const own = suffixes[side]!;
  const others = suffixes.filter(({ accountId }) => accountId !== own.accountId);
  const called = new Map(others.map(({ accountId }) => [accountId, names.other(SSO_PLACEHOLDER, accountId)]));
  return ssoRule(own, others, called);
}

function replaceTails(draft: Draft): AppliedEquivalency | null {
  const tails = cloudFormationTails(
    draft.compared.map(({ snapshot }, side) => ({
      snapshot,
      normalise: compileSubstitution(draft.sides[side]!, { sso: null, pairing: true }),
    })),
  );
  const known = tails.flatMap((all, side) =>
    [...all].map((tail) => [tail, draft.names.accountOf(side)] as const),
  );
  if (known.length === 0) return null;
  replaceOwn(draft, 'cloudformation', known, { tail: true });
  return told(
    'cloudformation',
    known.map(([tail]) => tail),
    'random tails of names that CloudFormation made',
  );
}

/** The account's own partition, and others by their names where there are several. */
function partitionsOf(
  mixed: readonly string[],
  side: number,
  { compared, names }: Draft,
): ReadonlyMap<string, string> {
  const { partition } = compared[side]!.snapshot.account;
  return new Map(
    mixed.map((one) => [one, one === partition ? 'partition' : names.otherPartition(one, mixed)]),
  );
}

/** Ids of the compared accounts, as documents of this side name them. */
function idNames(replacements: readonly Replacement[], { ids }: Draft): ReadonlyMap<string, string> {
  return new Map(
    replacements.flatMap(({ value, placeholder }): [string, string][] =>
      placeholder !== null && ids.includes(value) ? [[value, `<${placeholder}>`]] : [],
    ),
  );
}

/** Replaces values of which each belongs to one account, known by its id. */
function replaceOwn(
  { sides, names }: Draft,
  placeholder: string,
  values: readonly (readonly [value: string, account: string])[],
  more: Pick<Replacement, 'tail'> = {},
): void {
  const sorted = sortedUnique(values.map(([value]) => value));
  const owners = new Map([...values].reverse());
  sides.forEach((all, side) => {
    const account = names.accountOf(side);
    const taken = new Set(all.map(({ value }) => value));
    const mine = new Set(values.filter(([, home]) => home === account).map(([value]) => value));
    const replacements = sorted
      .filter((value) => !taken.has(value))
      .map((value) => ({
        value,
        placeholder: mine.has(value) ? placeholder : names.other(placeholder, owners.get(value)!),
        whole: true,
        ...more,
      }));
    all.push(...replacements);
  });
}

/** The replacements that an entry of the list makes in one account. */
function listed(
  entry: EquivalencyEntry,
  side: number,
  entryHomes: readonly ReadonlyMap<string, Home>[],
  homes: Homes,
  names: Names,
): Replacement[] {
  const { placeholder, values, match, ignoreCase } = entry;
  const ownValues = values.filter((value) => entryHomes[side]!.get(value) === 'own');
  return values.map((value) => {
    const home = entryHomes[side]!.get(value) ?? 'unclear';
    const isId = /^\d{12}$/.test(value);
    const base = {
      value,
      whole: match === 'word' || (isId && match !== 'regex'),
      ...(match === 'exact' && { exact: true }),
      ...(match === 'regex' && { regex: true }),
      ...(ignoreCase && { ignoreCase }),
      ...(entry.in && { in: entry.in }),
    };
    if (home === 'own' || home === 'unclear') return { ...base, placeholder };
    const owner = entryHomes.findIndex((one) => one.get(value) === 'own');
    return {
      ...base,
      placeholder: home === 'third' ? null : names.other(placeholder, names.accountOf(owner)),
      // An id or what has one in it always tells whose it is.
      ...(!isId && !/\d{12}/.test(value) && { pairing: placeholder }),
      ...(match === 'anywhere' &&
        !isId && {
          inside: {
            placeholder,
            isKnown: (word) => ownValues.some((mine) => homes.hasWord(side, mine, word(mine))),
          },
        }),
    };
  });
}

/** Both accounts have an alias, and the list says nothing of it: else one side's names would change and not the other's. */
function areUsable(
  aliases: readonly (readonly [alias: string, account: string])[],
  sides: readonly (readonly Replacement[])[],
): boolean {
  return aliases.every(([alias], side) => {
    const finder = new Finder(sides[side]!, { sso: null });
    return alias.length > 3 && finder.find(alias).every(({ replacement }) => replacement === null);
  });
}
