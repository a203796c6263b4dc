import type { AppliedEquivalency } from '../model/report.js';
import { sortedUnique } from '../model/text.js';
import { cloudFormationTails } from './cloudformation.js';
import type { ComparedSide } from './compared-side.js';
import { type Home, Homes } from './homes.js';
import type { EquivalencyEntry } from './list/index.js';
import { ALL_AUTOMATIC, type AutomaticOptions } from './options.js';
import { ssoRule, ssoSuffixes } from './sso.js';
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
  const homes = new Homes(compared);
  const names = new Names(entries, compared);
  const applied: AppliedEquivalency[] = entries.map(({ placeholder, values, match, why }) => ({
    placeholder,
    values,
    automatic: false,
    match,
    why,
  }));
  const automatic = (placeholder: string, values: Iterable<string>, why: string): void => {
    const all = sortedUnique(values);
    if (all.length > 0) applied.push({ placeholder, values: all, automatic: true, match: 'word', why });
  };
  const sides = compared.map((): Replacement[] => []);
  for (const entry of entries) {
    const entryHomes = homes.of(entry);
    sides.forEach((all, side) => all.push(...listed(entry, side, entryHomes, homes, names)));
  }

  const ids = [...new Set(compared.map(({ snapshot }) => snapshot.account.id))];
  const idEntry = entries.find(({ values }) => values.some((value) => ids.includes(value)));
  const idName = idEntry?.placeholder ?? names.free('accountid');
  if (!off.has('account-id')) {
    sides.forEach((all, side) =>
      all.push(
        ...own(
          ids.map((id) => [id, id]),
          idName,
          side,
          names,
          all,
        ),
      ),
    );
    automatic(idName, ids, "the compared accounts' own ids");
  }

  const aliases = compared.map(({ snapshot: { account } }) => [account.alias ?? '', account.id] as const);
  if (!off.has('alias') && areUsable(aliases, sides)) {
    const name = names.free('alias');
    sides.forEach((all, side) => all.push(...own(aliases, name, side, names, all)));
    automatic(
      name,
      aliases.map(([alias]) => alias),
      "the compared accounts' own aliases",
    );
  }

  const suffixes = compared.map(({ snapshot }) => ssoSuffixes(snapshot));
  if (!off.has('sso')) {
    automatic(
      SSO_PLACEHOLDER,
      suffixes.flatMap(({ all }) => [...all]),
      'suffixes that IAM Identity Center made',
    );
  }
  const sso = suffixes.map((one) => {
    const others = suffixes.filter(({ accountId }) => accountId !== one.accountId);
    return off.has('sso') ? null : ssoRule(one, others);
  });

  if (!off.has('cloudformation')) {
    const tails = cloudFormationTails(
      compared.map(({ snapshot }, side) => ({
        snapshot,
        normalise: compileSubstitution(sides[side]!, { sso: null, pairing: true }),
      })),
    );
    const known = tails.flatMap((all, side) =>
      [...all].map((tail) => [tail, names.accountOf(side)] as const),
    );
    if (known.length > 0) {
      const name = 'cloudformation';
      sides.forEach((all, side) =>
        all.push(...own(known, name, side, names, all).map((one) => ({ ...one, tail: true }))),
      );
      automatic(
        name,
        known.map(([tail]) => tail),
        'random tails of names that CloudFormation made',
      );
    }
  }

  const partitions = new Set(compared.map(({ snapshot }) => snapshot.account.partition));
  const mixed = ignorePartition && partitions.size > 1;
  if (mixed) automatic('partition', partitions, 'asked for by --ignore-partition');
  return {
    sides: compared.map(({ snapshot: { account } }, side) => ({
      replacements: sides[side]!,
      sso: sso[side]!,
      partitions: new Map(
        mixed
          ? [...partitions].map((one) => [one, one === account.partition ? 'partition' : 'partition-other'])
          : [],
      ),
      bases: names.bases,
      accountIds: new Map(
        sides[side]!.filter(({ value, placeholder }) => placeholder !== null && ids.includes(value)).map(
          ({ value, placeholder }) => [value, `<${placeholder!}>`],
        ),
      ),
    })),
    applied,
  };
}

/** Placeholders that no entry of the user's has. */
class Names {
  readonly #taken: ReadonlySet<string>;
  readonly bases = new Map([
    [`${SSO_PLACEHOLDER}-other`, SSO_PLACEHOLDER],
    ['partition-other', 'partition'],
  ]);

  constructor(
    entries: readonly EquivalencyEntry[],
    readonly compared: readonly ComparedSide[],
  ) {
    this.#taken = new Set(entries.map(({ placeholder }) => placeholder));
  }

  accountOf(side: number): string {
    return this.compared[side]!.snapshot.account.id;
  }

  free(wanted: string): string {
    let name = wanted;
    for (let n = 2; this.#taken.has(name); n++) name = `${wanted}-${n}`;
    return name;
  }

  /** What a value at home in `home` (an account's id) is called in the other accounts. */
  other(placeholder: string, home: string): string {
    const accounts = new Set(this.compared.map(({ snapshot }) => snapshot.account.id));
    const tag = this.compared.find(({ snapshot }) => snapshot.account.id === home)?.tag ?? 'other';
    const name = this.free(`${placeholder}-${accounts.size > 2 ? `of-${tag}` : 'other'}`);
    this.bases.set(name, placeholder);
    return name;
  }
}

/** Values of which each belongs to one account, known by its id. */
function own(
  values: readonly (readonly [value: string, account: string])[],
  placeholder: string,
  side: number,
  names: Names,
  present: readonly Replacement[],
): Replacement[] {
  const account = names.accountOf(side);
  const taken = new Set(present.map(({ value }) => value));
  const mine = values.filter(([, home]) => home === account).map(([value]) => value);
  return sortedUnique(values.map(([value]) => value))
    .filter((value) => !taken.has(value))
    .map((value) => ({
      value,
      placeholder: mine.includes(value)
        ? placeholder
        : names.other(placeholder, values.find(([one]) => one === value)![1]),
      whole: true,
    }));
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
