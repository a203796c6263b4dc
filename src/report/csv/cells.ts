import { stringify } from 'csv-stringify/sync';
import { compareText } from '../../model/text.js';

/** One record: a text per column. */
export type Row = readonly string[];

/** Python's csv module ends records so, and with it IAMCTL; RFC 4180 says the same. */
export const RECORD_END = '\r\n';

/** Characters that need neither quotes nor neutralising, wherever they stand; most cells are made of them alone. */
const PLAIN_CELL = '(?:[A-Za-z0-9_:/*<>{}$.][A-Za-z0-9_:/*<>{}$.=+@-]*)?';
const PLAIN = new RegExp(`^${PLAIN_CELL}$`);

/**
 * What a spreadsheet takes for a formula, by the first character; the full-width forms count in some of them.
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

/**
 * The same in the middle of a cell: where a semicolon separates columns (much of Europe's Excel), quotes that stand after
 * a comma are letters, and a cell begins after each semicolon, tab and line end.
 */
const INNER_FORMULA = /([;\t\r\n])(?=[=+\-@\uff1d\uff0b\uff0d\uff20])/g;

/** One cell as CSV text: quoted where it must be; what begins like a formula gets an apostrophe in front. */
export function cell(text: string): string {
  if (PLAIN.test(text)) return text;
  let csv = oddCells.get(text);
  if (csv === undefined) {
    const inner = text.replace(INNER_FORMULA, "$1'");
    csv = stringify([[FORMULA.test(text) ? `'${inner}` : inner]], { eof: false });
    if (oddCells.size >= MOST_CACHED) oddCells.clear();
    oddCells.set(text, csv);
  }
  return csv;
}

/** Conditions recur from role to role, and the library takes its time for each. */
const oddCells = new Map<string, string>();
const MOST_CACHED = 5_000;

const CHUNK = 65_536;

/** Header and records as CSV text, in pieces of about 64 KB. Can be iterated more than once if `rows` can. */
export function csvChunks(columns: readonly string[], rows: Iterable<Row>): Iterable<string> {
  return { [Symbol.iterator]: () => records(columns, rows) };
}

function* records(columns: readonly string[], rows: Iterable<Row>): Generator<string> {
  let chunk = record(columns);
  for (const row of rows) {
    chunk += record(row);
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}

/** Most records are plain as a whole; one with a comma in a cell has too many cells for that. */
function record(row: Row): string {
  if (row.length > NARROW) return row.map(cell).join(',') + RECORD_END;
  const text = row.join(',');
  return (plainRecord(row.length).test(text) ? text : row.map(cell).join(',')) + RECORD_END;
}

/** Lists of roles have thousands of records; a pattern for the few wide ones takes longer to compile than it saves. */
const NARROW = 6;

function plainRecord(cells: number): RegExp {
  let pattern = plainRecords.get(cells);
  if (!pattern) {
    pattern = new RegExp(`^${Array<string>(cells).fill(PLAIN_CELL).join(',')}$`);
    plainRecords.set(cells, pattern);
  }
  return pattern;
}

const plainRecords = new Map<number, RegExp>();

/** Small texts gathered to pieces of about 64 KB. */
export function* joinChunks(texts: Iterable<string>): Generator<string> {
  let parts: string[] = [];
  let length = 0;
  for (const text of texts) {
    parts.push(text);
    length += text.length;
    if (length >= CHUNK) {
      yield parts.join('');
      parts = [];
      length = 0;
    }
  }
  if (length > 0) yield parts.join('');
}

/** Cell by cell, by code point: a total order. */
export function compareRows(a: Row, b: Row): number {
  for (let i = 0; i < a.length; i++) {
    const order = compareText(a[i]!, b[i] ?? '');
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** A sorted copy without repetitions. */
export function sortedRows(rows: Iterable<Row>): Row[] {
  const sorted = [...rows];
  const isNext = (row: Row, index: number): boolean =>
    index === 0 || compareRows(sorted[index - 1]!, row) < 0;
  if (sorted.every(isNext)) return sorted;
  return sorted.sort(compareRows).filter(isNext);
}
