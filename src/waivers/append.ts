import { isMap, isSeq, parse } from 'yaml';
import { UserError } from '../model/errors.js';
import type { EntityKind } from '../model/report.js';
import { NAME_FIELDS, type NameField } from './entry.js';
import { parseWaivers, parseYaml } from './parse.js';

/** A new entry: findings of one entity, by their fingerprints. */
export interface NewEntry {
  readonly tags: readonly string[];
  readonly kind: EntityKind;
  /** As it was compared. */
  readonly name: string;
  /** `text` says in words what is waived, without line breaks. */
  readonly findings: readonly { readonly fingerprint: string; readonly text: string }[];
  readonly reason: string;
  readonly owner: string;
  readonly expires: string;
}

/**
 * The text of a waivers file with entries added at its end; all that stands there stays to the letter, comments
 * too. Throws UserError for a text that is not a waivers file. `where` is the file's name, for messages.
 */
export function appendEntries(text: string, entries: readonly NewEntry[], where: string): string {
  const before = parseWaivers(text, where);
  const { document, lines } = parseYaml(text, where);
  const root: unknown = document.contents;
  const list: unknown = isMap(root) ? root.get('waivers', true) : undefined;
  if (isSeq(list) && list.flow && list.items.length > 0) {
    throw new UserError(
      `${where}: its entries stand in brackets, where none can be added`,
      'Write them below each other, each beginning with "- ".',
    );
  }
  let added: string;
  if (isSeq(list) && list.items.length > 0 && list.range) {
    // Under the dash of the entries that are there.
    const indent = lines.linePos(list.range[0]).col - 1;
    added = `${endingInLine(text)}\n${rendered(entries, ' '.repeat(indent))}`;
  } else {
    // No entry yet: an empty list makes way, comments stay.
    const rest = text
      .replace(/^waivers:[ \t]*(?:\[\s*\]|~|null)?[ \t]*(#.*)?$/m, '$1')
      .replace(/\n{3,}/g, '\n\n');
    const head = rest.trim() === '' ? '' : `${endingInLine(rest)}\n`;
    added = `${head}waivers:\n${rendered(entries, '  ')}`;
  }
  const after = parseWaivers(added, where);
  if (after.length !== before.length + entries.length)
    throw new Error('the entries did not get into the file');
  return added;
}

function endingInLine(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`;
}

function rendered(entries: readonly NewEntry[], indent: string): string {
  return entries
    .map((entry) =>
      entryLines(entry)
        .map((line) => `${indent}${line}\n`)
        .join(''),
    )
    .join('\n');
}

function entryLines({ tags, kind, name, findings, reason, owner, expires }: NewEntry): string[] {
  const field = (Object.keys(NAME_FIELDS) as NameField[]).find((one) => NAME_FIELDS[one] === kind)!;
  return [
    `- tags: [${tags.map(scalar).join(', ')}]`,
    `  ${field}: ${scalar(name)}`,
    '  fingerprint:',
    ...findings.flatMap(({ fingerprint, text }) => [`    # ${text}`, `    - ${scalar(fingerprint)}`]),
    `  reason: ${scalar(reason)}`,
    `  owner: ${scalar(owner)}`,
    `  expires: ${expires}`,
  ];
}

/** Plain where YAML reads it back as the same text; else as JSON, which is YAML. */
function scalar(text: string): string {
  const isPlain = /^[\w<][\w<>@ .,/()-]*$/.test(text) && !/[, ]$/.test(text) && !text.includes(', ');
  return isPlain && parse(text) === text ? text : JSON.stringify(text);
}
