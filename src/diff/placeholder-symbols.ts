import type { AccessComparison, AccessInput } from '../model/access.js';
import type { ParsedDocument, PolicyDocument, Statement } from '../model/policy.js';

/** Characters for private use, which no name in AWS has. */
const FIRST_SYMBOL = 0xe000;
const SYMBOL = /[\uE000-\uF8FF]/g;
const PLACEHOLDER = /<[^<>]+>/g;

/**
 * Normalised documents as access is compared on them: each placeholder is one character of its own, so that a pattern
 * such as `*account*` doesn't match the letters of `<accountid>`. Placeholders of account ids become the ids of side 1
 * on both sides, since who is of which account matters there.
 */
export class PlaceholderSymbols {
  readonly #codes = new Map<string, string>();
  readonly #names = new Map<string, string>();
  readonly #documents = new WeakMap<ParsedDocument, ParsedDocument>();
  readonly #ids: RegExp | null;

  /** Of side 1, as they are → as they are normalised. Partitions come back as they are: one is as good as another. */
  constructor(
    readonly accountIds: ReadonlyMap<string, string>,
    readonly partitions: ReadonlyMap<string, string> = new Map(),
  ) {
    for (const [partition, placeholder] of partitions) this.#codes.set(placeholder, partition);
    for (const [id, placeholder] of accountIds) {
      if (this.#codes.has(placeholder)) continue;
      this.#codes.set(placeholder, id);
      this.#names.set(id, placeholder);
    }
    const ids = [...this.#names.keys()];
    this.#ids =
      ids.length === 0 ? null : new RegExp(`(?<![0-9A-Za-z])(?:${ids.join('|')})(?![0-9A-Za-z])`, 'g');
  }

  encode(text: string): string {
    return text.includes('<') ? text.replace(PLACEHOLDER, (name) => this.#codeOf(name)) : text;
  }

  /** A document that holds such characters itself can't be told apart any more: it counts as unreadable. */
  encodeDocument(document: ParsedDocument): ParsedDocument {
    if (document.kind === 'unreadable') return document;
    let encoded = this.#documents.get(document);
    if (!encoded) this.#documents.set(document, (encoded = this.#encodeDocument(document)));
    return encoded;
  }

  /** The result with placeholders in the place of symbols and of account ids. */
  decode(comparison: AccessComparison): AccessComparison {
    return this.#names.size === 0 ? comparison : mapTexts(comparison, (text) => this.#decode(text));
  }

  /** How a normalised text of a document looks in a result: as it is, save for partitions. */
  shown(text: string): string {
    return this.#decode(this.encode(text));
  }

  #decode(text: string): string {
    const named = text.replace(SYMBOL, (symbol) => this.#names.get(symbol) ?? symbol);
    return this.#ids ? named.replace(this.#ids, (id) => this.#names.get(id) ?? id) : named;
  }

  #codeOf(name: string): string {
    let code = this.#codes.get(name);
    if (code === undefined) {
      code = String.fromCharCode(FIRST_SYMBOL + this.#codes.size);
      this.#codes.set(name, code);
      this.#names.set(code, name);
    }
    return code;
  }

  #encodeDocument(document: PolicyDocument): ParsedDocument {
    const texts = document.statements.flatMap(textsOf);
    if (texts.some((text) => text.search(SYMBOL) >= 0)) {
      return { kind: 'unreadable', raw: '', reason: 'characters for private use' };
    }
    if (!texts.some((text) => text.includes('<'))) return document;
    // Most statements of a document have nothing to encode.
    const statements = document.statements.map((statement) =>
      hasPlaceholder(statement) ? mapTexts(statement, (text) => this.encode(text)) : statement,
    );
    return { ...document, statements };
  }
}

/**
 * Has a question both placeholders and `?`, which counts characters? A name and its placeholder differ in length, so
 * that an answer of "equivalent" would be about the placeholder.
 */
export function measuresPlaceholders(question: AccessInput): boolean {
  const documents =
    question.type === 'trust'
      ? [question.before, question.after]
      : [question.before, question.after].flatMap(({ policies, boundary }) => [
          ...policies,
          ...(boundary ? [boundary] : []),
        ]);
  const texts = documents.flatMap(({ statements }) => statements.flatMap(textsOf));
  return texts.some((text) => text.search(SYMBOL) >= 0) && texts.some((text) => text.includes('?'));
}

/** Might any text of the statement be changed, its actions and keys included? */
function hasPlaceholder(statement: Statement): boolean {
  const { action, principal, conditions } = statement;
  const others = [
    ...action.patterns,
    ...(principal?.principals.map(({ type }) => type) ?? []),
    ...conditions.flatMap(({ key, operator }) => [key, operator]),
  ];
  return [...textsOf(statement), ...others].some((text) => text.includes('<'));
}

/** Resources, principals and values of conditions: where a placeholder can stand. */
function textsOf({ resource, principal, conditions }: Statement): string[] {
  return [
    ...(resource?.patterns ?? []),
    ...(principal?.principals.map(({ value }) => value) ?? []),
    ...conditions.flatMap(({ values }) => values),
  ];
}

/** The same value with every text in it changed; keys of objects, which name fields, stay. */
function mapTexts<T>(value: T, change: (text: string) => string): T {
  if (typeof value === 'string') return change(value) as T;
  if (Array.isArray(value)) return value.map((one: unknown) => mapTexts(one, change)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, mapTexts(one as unknown, change)]),
  ) as T;
}
