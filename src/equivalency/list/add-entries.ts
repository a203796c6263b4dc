import { createScanner, type Node, parseTree } from 'jsonc-parser';
import type { MatchMode } from './entry.js';
import { type Property, propertiesOf } from './json-source.js';

/** An entry for a list's text: a new one, or values for one that stands there. */
export interface Addition {
  readonly placeholder: string;
  readonly values: readonly string[];
  /** Of a new entry. */
  readonly match?: MatchMode;
}

/** The text of a list that has nothing but these entries. */
export function listText(additions: readonly Addition[]): string {
  return addEntries('{}\n', additions);
}

/**
 * The text of a list with entries added at its end and values added to entries that it has. Everything else stays as it
 * is to the byte: comments, order, indentation, line ends. `text` must be a list that `parseEquivalencyList` reads.
 */
export function addEntries(text: string, additions: readonly Addition[]): string {
  return additions.reduce(addEntry, text);
}

function addEntry(text: string, addition: Addition): string {
  const root = rootOf(text);
  const known = propertiesOf(root)?.find(({ key }) => key === addition.placeholder);
  if (known) return addValues(text, known, addition.values);
  return append(text, root, `${JSON.stringify(addition.placeholder)}: ${entryText(addition)}`);
}

function entryText({ values, match }: Addition): string {
  const list = valuesText(values);
  return match === undefined || match === 'anywhere'
    ? list
    : `{ "values": ${list}, "match": ${JSON.stringify(match)} }`;
}

function valuesText(values: readonly string[]): string {
  return `[${values.map((value) => JSON.stringify(value)).join(', ')}]`;
}

function addValues(text: string, { value }: Property, values: readonly string[]): string {
  if (value.type === 'array') return appendAll(text, value, values);
  const listed = propertiesOf(value)?.find(({ key }) => key === 'values');
  if (listed) return appendAll(text, listed.value, values);
  return append(text, value, `"values": ${valuesText(values)}`);
}

/** Values at the end of a list, one after the other: each edit moves what comes behind it. */
function appendAll(text: string, array: Node, values: readonly string[]): string {
  return values.reduce(
    (result, value) => append(result, nodeAt(result, array.offset), JSON.stringify(value)),
    text,
  );
}

/** One more element at the end of an object or a list, written as those before it: each on its line, or all on one. */
function append(text: string, container: Node, element: string): string {
  const closing = container.offset + container.length - 1;
  const last = container.children?.at(-1);
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  if (!last) {
    // Comments in an empty list stay before its first entry.
    const inside = text.slice(container.offset + 1, closing).trimEnd();
    const head = text.slice(0, container.offset + 1) + inside;
    if (container.type === 'array') return head + element + text.slice(closing);
    const indent = `${lineIndent(text, container.offset)}  `;
    return `${head}${eol}${indent}${element}${eol}${lineIndent(text, container.offset)}${text.slice(closing)}`;
  }
  const end = last.offset + last.length;
  const tail = text.slice(end, closing);
  const kept = tail.trimEnd();
  const hasComma = hasTrailingComma(tail);
  const isOnOwnLine = /^\s*$/.test(text.slice(text.lastIndexOf('\n', last.offset) + 1, last.offset));
  // Behind a comment that runs to the end of the line nothing can follow but on the next one.
  const endsInComment = /\/\/[^\n]*$/.test(kept);
  const gap = isOnOwnLine || endsInComment ? `${eol}${lineIndent(text, last.offset)}` : ' ';
  const comma = hasComma ? '' : ',';
  return `${text.slice(0, end)}${comma}${kept}${gap}${element}${hasComma ? ',' : ''}${tail.slice(kept.length)}${text.slice(closing)}`;
}

function hasTrailingComma(tail: string): boolean {
  const scanner = createScanner(tail, true);
  scanner.scan();
  return tail[scanner.getTokenOffset()] === ',';
}

/** White space at the start of the line. */
function lineIndent(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? '';
}

function rootOf(text: string): Node {
  const root = parseTree(text, [], { allowTrailingComma: true });
  if (!root) throw new Error('asked to add to a list that is not JSON');
  return root;
}

function nodeAt(text: string, offset: number): Node {
  const find = (node: Node): Node | undefined =>
    node.offset === offset && (node.type === 'array' || node.type === 'object')
      ? node
      : node.children?.map(find).find((found) => found !== undefined);
  const node = find(rootOf(text));
  if (!node) throw new Error('the list moved');
  return node;
}
