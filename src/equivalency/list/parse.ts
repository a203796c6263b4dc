import type { Node } from 'jsonc-parser';
import { UserError } from '../../model/errors.js';
import { type EquivalencyEntry, MATCH_MODES, NAME_FIELDS, type NameField, plainEntry } from './entry.js';
import { JsonSource, propertiesOf, shown, textOf } from './json-source.js';
import { checkAwsWords, checkEntry, checkTogether, type LocatedEntry } from './rules.js';

/**
 * Reads the text of an equivalency list: `{"accountname": ["dev", "qa"]}`, as IAMCTL writes it, or with objects for
 * lists; comments and a comma after the last element are allowed. schema/equivalency.schema.json describes the file.
 * Throws UserError that says where, names the entry and the mend. `where` is the file's name, for messages.
 */
export function parseEquivalencyList(text: string, where: string): EquivalencyEntry[] {
  const source = new JsonSource(text, where);
  const properties = propertiesOf(source.root);
  if (!properties) {
    throw new UserError(
      `${where}: the equivalency list is not a JSON object`,
      'Write it as {"placeholder": ["value", "value"]}.',
    );
  }
  const seen = new Map<string, string>();
  const entries: LocatedEntry[] = [];
  for (const { key, keyNode, value } of properties) {
    const at = source.position(keyNode);
    const before = seen.get(key);
    if (before !== undefined) {
      throw new UserError(
        `${at}: entry ${JSON.stringify(key)} is there a second time, after ${before}`,
        'Put the values into one entry.',
      );
    }
    seen.set(key, at);
    if (key === '$schema') {
      if (textOf(value) === undefined)
        throw new UserError(`${at}: "$schema" is not a text`, 'Put it in quotes.');
      continue;
    }
    const reader = new EntryReader(source, key);
    const located: LocatedEntry = { at, entry: reader.read(value), valueAt: reader.valueAt };
    checkEntry(located);
    entries.push(located);
  }
  checkTogether(entries);
  entries.forEach(checkAwsWords);
  return entries.map(({ entry }) => entry);
}

const FIELDS = ['values', 'match', 'ignoreCase', 'in', 'accounts', 'why'] as const;
type Field = (typeof FIELDS)[number];

/** Reads one entry, and remembers where each value stands. */
class EntryReader {
  readonly valueAt = new Map<string, string>();

  constructor(
    readonly source: JsonSource,
    readonly placeholder: string,
  ) {}

  read(node: Node): EquivalencyEntry {
    if (node.type === 'array') return plainEntry(this.placeholder, this.#values(node));
    const properties = propertiesOf(node);
    if (!properties) {
      const example = `${JSON.stringify(this.placeholder)}: ["value", "value"]`;
      throw this.#problem(node, 'its values are not a list', `Write ${example}, or an object with "values".`);
    }
    const fields = new Map<Field, Node>();
    for (const { key, keyNode, value } of properties) {
      const field = FIELDS.find((one) => one === key);
      const name = JSON.stringify(key);
      if (!field)
        throw this.#problem(keyNode, `${name} is no field of an entry`, `Fields: ${FIELDS.join(', ')}.`);
      if (fields.has(field)) throw this.#problem(keyNode, `${name} is there twice`, 'Keep one of them.');
      fields.set(field, value);
    }
    return this.#entry(fields, node);
  }

  #entry(fields: ReadonlyMap<Field, Node>, node: Node): EquivalencyEntry {
    const [values, match, ignoreCase, only, accounts, why] = FIELDS.map((field) => fields.get(field));
    if (!values && !accounts) {
      throw this.#problem(node, 'it has no values', 'Give it "values": ["value", "value"].');
    }
    const byAccount = accounts ? this.#accounts(accounts) : new Map<string, string[]>();
    return {
      placeholder: this.placeholder,
      values: [
        ...new Set([...(values ? this.#list(values, '"values"') : []), ...[...byAccount.values()].flat()]),
      ],
      match: match ? this.#word(match, '"match"', MATCH_MODES) : 'anywhere',
      ignoreCase: ignoreCase ? this.#boolean(ignoreCase, '"ignoreCase"') : false,
      in: only ? this.#fields(only) : null,
      accounts: byAccount,
      why: why ? this.#text(why, '"why"') : null,
    };
  }

  #list(node: Node, what: string): string[] {
    if (node.type !== 'array')
      throw this.#problem(node, `${what} is not a list`, 'Write ["value", "value"].');
    return this.#values(node);
  }

  #values(node: Node): string[] {
    return (node.children ?? []).map((child) => this.#value(child));
  }

  #value(node: Node): string {
    const value = this.#text(node, shown(node));
    if (value === '') throw this.#problem(node, 'a value is empty, and would match everywhere', 'Remove it.');
    if (!this.valueAt.has(value)) this.valueAt.set(value, this.source.position(node));
    return value;
  }

  #text(node: Node, what: string): string {
    const text = textOf(node);
    if (text === undefined) throw this.#problem(node, `${what} is not a text`, 'Put it in quotes.');
    return text;
  }

  #boolean(node: Node, what: string): boolean {
    if (node.type !== 'boolean')
      throw this.#problem(node, `${what} is neither true nor false`, 'Write true or false.');
    return node.value as boolean;
  }

  #word<T extends string>(node: Node, what: string, words: readonly T[]): T {
    const word = words.find((one) => one === textOf(node));
    if (word === undefined) {
      throw this.#problem(
        node,
        `${what}: ${shown(node)} is none of its words`,
        `Write one of ${words.join(', ')}.`,
      );
    }
    return word;
  }

  #fields(node: Node): NameField[] {
    const fields =
      node.type === 'array'
        ? (node.children ?? []).map((child) => this.#word(child, '"in"', NAME_FIELDS))
        : [];
    if (fields.length === 0) {
      throw this.#problem(
        node,
        '"in" names no fields',
        `Write a list of ${NAME_FIELDS.join(', ')}, or leave it out.`,
      );
    }
    return [...new Set(fields)];
  }

  #accounts(node: Node): Map<string, string[]> {
    const properties = propertiesOf(node);
    const accounts = new Map<string, string[]>();
    if (!properties || properties.length === 0) {
      throw this.#problem(node, '"accounts" names no account', 'Write {"<tag or account id>": "value", …}.');
    }
    for (const { key, keyNode, value } of properties) {
      const name = JSON.stringify(key);
      if (key === '') throw this.#problem(keyNode, 'an account without a name', 'Write its tag or its id.');
      if (accounts.has(key))
        throw this.#problem(keyNode, `account ${name} is there twice`, 'Keep one of them.');
      const values = value.type === 'array' ? this.#values(value) : [this.#value(value)];
      if (values.length === 0) throw this.#problem(value, `account ${name} has no value`, 'Give it one.');
      accounts.set(key, values);
    }
    return accounts;
  }

  #problem(node: Node, problem: string, mend: string): UserError {
    return new UserError(
      `${this.source.position(node)}: entry ${JSON.stringify(this.placeholder)}: ${problem}`,
      mend,
    );
  }
}
