/**
 * How a value is found in a text.
 * - `anywhere`: wherever its letters stand, as IAMCTL does it
 * - `word`: only where no letter or digit touches it
 * - `exact`: only as a whole name, or a whole part of a path or an ARN (between `/` or `:`)
 * - `regex`: as a pattern in RE2's language, which runs in linear time
 */
export const MATCH_MODES = ['anywhere', 'word', 'exact', 'regex'] as const;
export type MatchMode = (typeof MATCH_MODES)[number];

/**
 * Where names live. `role` is the name of a role, user, group or instance profile, `policy` of a managed or inline
 * policy; `resource`, `principal` and `condition` are the texts of policy documents.
 */
export const NAME_FIELDS = ['role', 'policy', 'path', 'resource', 'principal', 'condition', 'tag'] as const;
export type NameField = (typeof NAME_FIELDS)[number];

/** One entry of the list: all `values` count as the same thing, called `placeholder` in reports. */
export interface EquivalencyEntry {
  readonly placeholder: string;
  /** Every value, also those that `accounts` names; each once. With `match: regex` these are patterns. */
  readonly values: readonly string[];
  readonly match: MatchMode;
  readonly ignoreCase: boolean;
  /** The only fields that it applies to; null: all of them. */
  readonly in: readonly NameField[] | null;
  /** Which values belong to which account: by the account's tag or its id. */
  readonly accounts: ReadonlyMap<string, readonly string[]>;
  /** Why these count as the same; null: nobody said. */
  readonly why: string | null;
}

/** An entry as IAMCTL writes it: a plain list of values. */
export function plainEntry(placeholder: string, values: readonly string[]): EquivalencyEntry {
  return {
    placeholder,
    values: [...new Set(values)],
    match: 'anywhere',
    ignoreCase: false,
    in: null,
    accounts: new Map(),
    why: null,
  };
}
