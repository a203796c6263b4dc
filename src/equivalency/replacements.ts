import type { Account } from '../model/snapshot.js';
import type { AppliedEquivalency } from '../model/report.js';
import type { EquivalencyEntry } from './list/index.js';
import type { Replacement } from './substitution.js';

/** What is replaced on each side, and how a report tells it. */
export interface SideReplacements {
  readonly sides: readonly (readonly Replacement[])[];
  readonly applied: readonly AppliedEquivalency[];
}

/**
 * The replacements of each account: the user's entries, and the account's own id.
 *
 * An account's own id becomes the placeholder; the id of another compared account becomes another one
 * (`<accountid-other>`), also where the user's list has both under one name: a QA role that trusts the DEV account
 * must not look like a DEV role that trusts its own. References that mirror each other still match.
 * So does a listed value that has another account's id in it: QA's policy on `logs-<DEV's id>` is not DEV's own.
 */
export function replacementsFor(
  entries: readonly EquivalencyEntry[],
  accounts: readonly Account[],
): SideReplacements {
  const ids = new Set(accounts.map(({ id }) => id));
  const taken = new Set(entries.map(({ placeholder }) => placeholder));
  const idPlaceholder = placeholderOfIds(entries, ids, taken);
  const otherPlaceholder = freeName(`${idPlaceholder}-other`, taken);
  const listed = (account: Account): Replacement[] =>
    entries.flatMap(({ placeholder, values }) =>
      values
        .filter((value) => !ids.has(value))
        .map((value) => ({
          value,
          placeholder: namesOther(value, account, ids)
            ? freeName(`${placeholder}-other`, taken)
            : placeholder,
          whole: isAccountId(value),
        })),
    );
  const sides = accounts.map((account) => [
    ...listed(account),
    ...[...ids].map((id) => ({
      value: id,
      placeholder: id === account.id ? idPlaceholder : otherPlaceholder,
      whole: true,
    })),
  ]);
  const applied: AppliedEquivalency[] = [
    ...entries.map(({ placeholder, values }) => ({ placeholder, values, automatic: false })),
    { placeholder: idPlaceholder, values: [...ids], automatic: true },
  ];
  return { sides, applied };
}

/** Has the value the id of a compared account in it, and not this one's? */
function namesOther(value: string, account: Account, ids: ReadonlySet<string>): boolean {
  const named = value.match(/(?<![0-9A-Za-z])\d{12}(?![0-9A-Za-z])/g)?.filter((id) => ids.has(id)) ?? [];
  return named.some((id) => id !== account.id);
}

function isAccountId(value: string): boolean {
  return /^\d{12}$/.test(value);
}

/** The name that the user's list gives to a compared account's id; else `accountid`, or the next free one like it. */
function placeholderOfIds(
  entries: readonly EquivalencyEntry[],
  ids: ReadonlySet<string>,
  taken: ReadonlySet<string>,
): string {
  const listed = entries.find(({ values }) => values.some((value) => ids.has(value)));
  return listed ? listed.placeholder : freeName('accountid', taken);
}

function freeName(wanted: string, taken: ReadonlySet<string>): string {
  let name = wanted;
  for (let n = 2; taken.has(name); n++) name = `${wanted}-${n}`;
  return name;
}
