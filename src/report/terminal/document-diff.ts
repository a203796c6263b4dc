import { createRequire } from 'node:module';
import type * as JsonDiff from 'json-diff';
import type { DocumentFinding } from '../../model/finding.js';
import { isRecord, type Json } from '../../model/json.js';
import type { PolicyDocument } from '../../model/policy.js';
import { documentToJson } from '../../policy/document-json.js';
import { isReplaced } from '../entities.js';
import { visible } from '../../model/hidden-characters.js';
import { plural } from '../plural.js';
import { paintOf, type Style } from './style.js';

/**
 * json-diff pairs every statement with every other one and lists within them element by element. Beyond these sizes
 * of what differs the rows must do.
 */
const MOST_STATEMENTS = 60;
const MOST_CHARACTERS = 60_000;

/** With the first document that is shown: most runs show none, and it brings three packages. */
const loadJsonDiff = (): typeof JsonDiff => createRequire(import.meta.url)('json-diff') as typeof JsonDiff;

/** Lines that are shown without `--full`. */
const MOST_LINES = 16;

/**
 * How two readable documents differ, as coloured lines in AWS's shape, without the statements that both have; none
 * for other findings, and for documents that differ in too much.
 */
export function documentDiff(finding: DocumentFinding, indent: string, style: Style): string[] {
  const [one, two] = [finding.side1?.document, finding.side2?.document];
  if (one?.kind !== 'policy' || two?.kind !== 'policy' || isReplaced(finding)) return [];
  const texts = [one, two].map(statementTexts) as [string[], string[]];
  const others = new Set(texts[1]);
  const shared = new Set(texts[0].filter((text) => others.has(text)));
  const [own1, own2] = texts.map((list) => list.filter((text) => !shared.has(text))) as [string[], string[]];
  if (isMuch(own1) || isMuch(own2)) return [];
  const text = loadJsonDiff().diffString(displayed(one, own1), displayed(two, own2), {
    color: false,
    maxElisions: 2,
  });
  const lines = text.split('\n').filter((line) => line !== '');
  const shown = style.full || lines.length <= MOST_LINES ? lines : lines.slice(0, MOST_LINES - 1);
  const more = lines.length - shown.length;
  return [
    ...shown.map((line) => indent + paintLine(visible(line), style)),
    ...(more > 0 ? [style.colors.dim(`${indent} … ${more} more lines: --full`)] : []),
    ...(shared.size > 0
      ? [style.colors.dim(`${indent} … beside ${plural(shared.size, 'equal statement')}`)]
      : []),
  ];
}

function isMuch(statements: readonly string[]): boolean {
  return statements.length > MOST_STATEMENTS || statements.join('').length > MOST_CHARACTERS;
}

/** Each statement as JSON text, keys in a fixed order. */
function statementTexts(document: PolicyDocument): string[] {
  const { Statement } = documentToJson(document);
  return (Statement as readonly Json[]).map((statement) => JSON.stringify(statement));
}

function paintLine(line: string, { colors }: Style): string {
  const mark = line[0];
  return mark === '+' || mark === '-' || mark === '~' ? paintOf(mark, colors)(line) : line;
}

function displayed({ version }: PolicyDocument, statements: readonly string[]): unknown {
  return { Statement: statements.map((text) => withPlainKeys(JSON.parse(text) as Json)), Version: version };
}

/** json-diff prints keys as they are, and gives a meaning to some endings: neither is to be met in a document. */
function withPlainKeys(json: Json): unknown {
  if (Array.isArray(json)) return (json as readonly Json[]).map(withPlainKeys);
  if (!isRecord(json)) return json;
  const plain = Object.create(null) as Record<string, unknown>;
  for (const [key, value] of Object.entries(json)) plain[plainKey(key)] = withPlainKeys(value);
  return plain;
}

function plainKey(key: string): string {
  const shown = visible(key);
  return /__(?:proto__|old|new|added|deleted)$/.test(shown) ? `${shown} ` : shown;
}
