import { isRecord } from '../model/json.js';
import { UserError } from '../model/errors.js';
import { SSO_PLACEHOLDER } from './substitution.js';

/** One entry of the list: all `values` count as the same thing, called `placeholder` in reports. */
export interface EquivalencyEntry {
  readonly placeholder: string;
  readonly values: readonly string[];
}

/**
 * Reads the text of an equivalency list: `{"accountname": ["dev", "qa"]}`, as IAMCTL writes it.
 * Throws UserError that names the entry and the mend. `where` is the file's name, for messages.
 */
export function parseEquivalencyList(text: string, where: string): EquivalencyEntry[] {
  const value = parseJson(text.replace(/^\uFEFF/, ''), where);
  if (!isRecord(value)) {
    throw new UserError(
      `${where}: the equivalency list is not a JSON object`,
      'Write it as {"placeholder": ["value", "value"]}.',
    );
  }
  const entries = Object.entries(value)
    .filter(([placeholder]) => placeholder !== '$schema')
    .map(([placeholder, values]) => readEntry(placeholder, values, where));
  rejectSharedValues(entries, where);
  return entries;
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError(
      `${where}: not JSON: ${(error as Error).message}`,
      'Mend the syntax, or delete the file to compare without a list.',
    );
  }
}

function readEntry(placeholder: string, values: unknown, where: string): EquivalencyEntry {
  const entry = `${where}: entry ${JSON.stringify(placeholder)}`;
  if (placeholder === '') throw new UserError(`${entry}: the placeholder is empty`, 'Give it a name.');
  if (placeholder === SSO_PLACEHOLDER) {
    throw new UserError(
      `${entry}: that name stands for the suffixes of IAM Identity Center`,
      'Choose another.',
    );
  }
  const forbidden = /[<>#*?:${}]/.exec(placeholder)?.[0];
  if (forbidden !== undefined) {
    // A placeholder stands inside patterns and ARNs, where these would mean something.
    throw new UserError(
      `${entry}: a placeholder can't contain ${forbidden}`,
      'Name it with letters, digits and -.',
    );
  }
  if (!Array.isArray(values)) {
    throw new UserError(
      `${entry}: its values are not a list`,
      `Write ${JSON.stringify(placeholder)}: ["value", "value"].`,
    );
  }
  return {
    placeholder,
    values: values.map((value: unknown) => {
      if (typeof value !== 'string')
        throw new UserError(`${entry}: ${JSON.stringify(value)} is not a text`, 'Put it in quotes.');
      if (value === '')
        throw new UserError(`${entry}: a value is empty, and would match everywhere`, 'Remove it.');
      return value;
    }),
  };
}

function rejectSharedValues(entries: readonly EquivalencyEntry[], where: string): void {
  const owner = new Map<string, string>();
  for (const { placeholder, values } of entries) {
    for (const value of values) {
      const other = owner.get(value);
      if (other !== undefined && other !== placeholder) {
        throw new UserError(
          `${where}: ${JSON.stringify(value)} stands under both ${JSON.stringify(other)} and ${JSON.stringify(placeholder)}`,
          'Keep it under one of them.',
        );
      }
      owner.set(value, placeholder);
    }
  }
}
