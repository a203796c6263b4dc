import { UserError } from '../../model/errors.js';
import type { EquivalencyEntry, NameField } from './entry.js';
import { awsWordIn } from './aws-words.js';
import { compilePattern } from './pattern.js';

/** Names that the tool itself gives to what it replaces; `accountid` may be the user's, who means the same by it. */
export const OWN_PLACEHOLDERS: ReadonlySet<string> = new Set(['sso', 'cloudformation', 'partition']);

/** An entry and where it stands: `list.json:3:14`. */
export interface LocatedEntry {
  readonly at: string;
  readonly entry: EquivalencyEntry;
  readonly valueAt: ReadonlyMap<string, string>;
}

/** What an entry must be by itself. Throws UserError. */
export function checkEntry({ at, entry, valueAt }: LocatedEntry): void {
  const { placeholder, values, match, ignoreCase } = entry;
  const problem = (where: string, text: string, mend: string): UserError =>
    new UserError(`${where}: entry ${JSON.stringify(placeholder)}: ${text}`, mend);
  if (placeholder === '') throw problem(at, 'the placeholder is empty', 'Give it a name.');
  if (OWN_PLACEHOLDERS.has(placeholder)) {
    throw problem(at, 'iamdrift itself uses that name', 'Choose another.');
  }
  const forbidden = /[<>#*?:/@${}\p{Cc}]/u.exec(placeholder)?.[0];
  if (forbidden !== undefined) {
    // A placeholder stands inside patterns and ARNs, where these would mean something.
    throw problem(at, `a placeholder can't contain ${forbidden}`, 'Name it with letters, digits and -.');
  }
  for (const value of values) {
    const where = valueAt.get(value) ?? at;
    if (match === 'regex') {
      const trouble = compilePattern(value, ignoreCase).problem;
      if (trouble !== null) {
        throw problem(
          where,
          `${JSON.stringify(value)} is no pattern: ${trouble}`,
          'Write it in the syntax of RE2.',
        );
      }
    }
  }
}

/** Values that would change what AWS means: refused last, since other problems say more. Throws UserError. */
export function checkAwsWords({ at, entry, valueAt }: LocatedEntry): void {
  for (const value of entry.values) {
    const word = awsWordIn(value, entry);
    if (word === null) continue;
    throw new UserError(
      `${valueAt.get(value) ?? at}: entry ${JSON.stringify(entry.placeholder)}: ${awsProblem(value, word, entry.match)}`,
      awsMend(entry),
    );
  }
}

function awsProblem(value: string, word: string, match: EquivalencyEntry['match']): string {
  if (match === 'regex') return `the pattern ${JSON.stringify(value)} matches in ${word}, a word of AWS`;
  return value.toLowerCase() === word
    ? `${JSON.stringify(value)} is a word of AWS`
    : `${JSON.stringify(value)} is a part of ${word}, a word of AWS`;
}

function awsMend({ match }: EquivalencyEntry): string {
  const longer = 'Make it longer';
  return match === 'anywhere'
    ? `${longer}, or add "match": "word" if it always stands by itself.`
    : `${longer}.`;
}

/** What entries must not be to each other. Throws UserError. */
export function checkTogether(all: readonly LocatedEntry[]): void {
  const placeholders = new Map(all.map(({ entry: { placeholder }, at }) => [placeholder, at]));
  const owners = new Map<string, { readonly owner: LocatedEntry; readonly value: string }[]>();
  for (const located of all) {
    const { entry, valueAt } = located;
    if (entry.match === 'regex') continue;
    for (const value of entry.values) {
      const here = `${valueAt.get(value)!}: entry ${JSON.stringify(entry.placeholder)}: ${JSON.stringify(value)}`;
      const named = placeholders.get(value);
      if (named !== undefined && value !== entry.placeholder) {
        throw new UserError(`${here} is the name of another entry (${named})`, 'Rename that entry.');
      }
      // Values that differ only in case are one where either entry ignores it.
      const folded = value.toLowerCase();
      const known = owners.get(folded) ?? [];
      const clash = known.find(
        ({ owner, value: other }) =>
          owner !== located &&
          (other === value || owner.entry.ignoreCase || entry.ignoreCase) &&
          shareFields(owner.entry.in, entry.in),
      );
      if (clash) {
        const [one, two] = [clash.owner, located].map(({ entry: { placeholder } }) =>
          JSON.stringify(placeholder),
        );
        throw new UserError(`${here} stands under both ${one} and ${two}`, 'Keep it under one of them.');
      }
      owners.set(folded, [...known, { owner: located, value }]);
    }
  }
}

function shareFields(one: readonly NameField[] | null, two: readonly NameField[] | null): boolean {
  return !one || !two || one.some((field) => two.includes(field));
}
