import { distance } from 'fastest-levenshtein';
import {
  type Document,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type YAMLMap,
} from 'yaml';
import { UserError } from '../model/errors.js';
import { isDate } from './dates.js';
import { FIELDS, NAME_FIELDS, type NameField, type WaiverEntry } from './entry.js';
import { VERDICTS, WAIVABLE_TYPES } from './types.js';

/**
 * Reads a waivers file: `waivers:` with a list of entries. `where` is its name, for messages. Throws UserError, which
 * names the entry and the line, for all that is not understood: a waiver that says something else than it seems to
 * would hide what nobody accepted.
 */
export function parseWaivers(text: string, where: string): WaiverEntry[] {
  const { document, lines } = parseYaml(text, where);
  const root: unknown = document.contents;
  if (root === null) return [];
  if (!isMap(root)) throw fileError(where, 'is not a mapping', SHAPE);
  for (const key of keysOf(root)) {
    if (key === 'waivers') continue;
    throw fileError(where, `unknown field ${JSON.stringify(key)}`, suggestion(key, ['waivers'], SHAPE));
  }
  const list: unknown = root.get('waivers', true);
  if (list === undefined || (isNode(list) && list.toJSON() === null)) return [];
  if (!isSeq(list)) throw fileError(where, '"waivers" is not a list', SHAPE);
  const entries = list.items.map((node, index): WaiverEntry => {
    const line = isNode(node) && node.range ? lines.linePos(node.range[0]).line : 1;
    if (!isMap(node)) throw entryError(where, index + 1, line, 'is not a mapping', SHAPE);
    return new EntryReader(where, index + 1, line, node, lines, document).read();
  });
  return entries;
}

const SHAPE =
  'Write "waivers:" and under it a list of entries with reason, owner, expires and what they are about.';

/** A YAML document without errors. Throws UserError. */
export function parseYaml(text: string, where: string): { document: Document; lines: LineCounter } {
  const lines = new LineCounter();
  const document = parseDocument(text.replace(/^\uFEFF/, ''), { lineCounter: lines, prettyErrors: false });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem) {
    const { line } = lines.linePos(problem.pos[0]);
    throw new UserError(`${where}: line ${line}: not YAML: ${problem.message}`, 'Mend the syntax.');
  }
  return { document, lines };
}

class EntryReader {
  constructor(
    readonly where: string,
    readonly number: number,
    readonly line: number,
    readonly node: YAMLMap,
    readonly lines: LineCounter,
    readonly document: Document,
  ) {}

  read(): WaiverEntry {
    for (const key of keysOf(this.node)) {
      if (FIELDS.includes(key)) continue;
      throw this.#error(
        `unknown field ${JSON.stringify(key)}`,
        suggestion(key, FIELDS, `Fields are ${FIELDS.join(', ')}.`),
        key,
      );
    }
    const entry: WaiverEntry = {
      number: this.number,
      line: this.line,
      tags: this.#texts('tags'),
      names: this.#names(),
      types: this.#words('types', WAIVABLE_TYPES),
      verdicts: this.#words('verdict', VERDICTS),
      fingerprints: this.#fingerprints(),
      reason: this.#required('reason', 'Say why this difference is accepted.'),
      owner: this.#required('owner', 'Say who answers for it.'),
      expires: this.#expires(),
    };
    const { tags, names, types, verdicts, fingerprints } = entry;
    if (tags.length > 2) throw this.#error('names more than two tags', 'A comparison has two sides.', 'tags');
    if (!names && tags.length + types.length + verdicts.length + fingerprints.length === 0) {
      throw this.#error(
        'names nothing, and would waive everything',
        'Say what it is about: fingerprint, roles, types, verdict or tags.',
      );
    }
    return entry;
  }

  #names(): WaiverEntry['names'] {
    const named = (Object.keys(NAME_FIELDS) as NameField[]).filter((field) => this.node.has(field));
    const [field, other] = named;
    if (field === undefined) return null;
    if (other !== undefined) {
      throw this.#error(
        `names both ${field} and ${other}, and nothing is both`,
        'Write an entry for each.',
        other,
      );
    }
    return { kind: NAME_FIELDS[field], globs: this.#texts(field) };
  }

  /** A text, or a list of them. Empty ones, and an empty list, would match less or more than they seem to. */
  #texts(field: string): string[] {
    if (!this.node.has(field)) return [];
    const value = this.#value(field);
    const list: readonly unknown[] = Array.isArray(value) ? (value as unknown[]) : [value];
    if (list.length === 0)
      throw this.#error(`${field} is an empty list`, 'Name something, or leave it out.', field);
    return list.map((one) => {
      if (typeof one === 'string' && one.trim() !== '') return one;
      throw this.#error(`${field}: ${JSON.stringify(one)} is not a text`, 'Put it in quotes.', field);
    });
  }

  #words(field: string, known: readonly string[]): string[] {
    return this.#texts(field).map((word) => {
      if (known.includes(word)) return word;
      if (word === 'document-unreadable') {
        throw this.#error(
          `${field}: what could not be read can't be waived, since nobody knows what it says`,
          'Mend the document, or the gap.',
          field,
        );
      }
      const all = `It is one of ${known.join(', ')}.`;
      throw this.#error(`${field}: unknown ${JSON.stringify(word)}`, suggestion(word, known, all), field);
    });
  }

  #fingerprints(): string[] {
    return this.#texts('fingerprint').map((text) => {
      if (/^[0-9a-f]{20}$/.test(text)) return text;
      throw this.#error(
        `fingerprint: ${JSON.stringify(text)} is none`,
        'A fingerprint is 20 hex digits, in quotes where they are all decimal ones.',
        'fingerprint',
      );
    });
  }

  #required(field: string, mend: string): string {
    if (!this.node.has(field)) throw this.#error(`has no ${field}`, mend);
    const value = this.#value(field);
    if (typeof value === 'string' && value.trim() !== '') return value.trim();
    throw this.#error(`${field} is ${value === null || value === '' ? 'empty' : 'not a text'}`, mend, field);
  }

  #expires(): string {
    const mend = 'Write the last day on which it holds, as 2026-12-31.';
    const date = this.#required('expires', mend);
    if (isDate(date)) return date;
    throw this.#error(`expires: ${JSON.stringify(date)} is not a date`, mend, 'expires');
  }

  #value(field: string): unknown {
    const node: unknown = this.node.get(field, true);
    return isNode(node) ? node.toJS(this.document) : node;
  }

  #error(what: string, mend: string, field?: string): UserError {
    const node: unknown = field === undefined ? undefined : this.node.get(field, true);
    const line = isNode(node) && node.range ? this.lines.linePos(node.range[0]).line : this.line;
    return entryError(this.where, this.number, line, what, mend);
  }
}

/** A list or a mapping can be a key as well: it is no field's name, whatever stands in it. */
function keysOf(map: YAMLMap): string[] {
  return map.items.map(({ key }) => (isScalar(key) ? String(key.value) : '(not a text)'));
}

function fileError(where: string, what: string, mend: string): UserError {
  return new UserError(`${where}: ${what}`, mend);
}

function entryError(where: string, entry: number, line: number, what: string, mend: string): UserError {
  return new UserError(`${where}: entry ${entry} (line ${line}): ${what}`, mend);
}

/** The known word that was probably meant; else what is known. */
function suggestion(word: string, known: readonly string[], otherwise: string): string {
  const near = known
    .map((candidate) => ({ candidate, away: distance(word.toLowerCase(), candidate) }))
    .filter(({ candidate, away }) => away <= Math.max(2, candidate.length / 3))
    .sort((a, b) => a.away - b.away)[0];
  return near ? `Did you mean ${near.candidate}?` : otherwise;
}
