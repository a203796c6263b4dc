export interface DuplicateKey {
  readonly key: string;
  /** Where its second one begins, in UTF-16 units from 0. */
  readonly offset: number;
}

/**
 * `findDuplicateKey` of a text whose value is known. A key that stands twice is lost in the value, and with it two
 * quotes: only where the two don't have the same number of them does the text have to be searched.
 */
export function findKeyLostIn(value: unknown, text: string): DuplicateKey | null {
  return quotesIn(text) === 2 * stringsIn(value, DEEP) ? null : findDuplicateKey(text);
}

/** Objects and lists in each other beyond which nobody counts: a function can't call itself without end. */
const DEEP = 100;

/** How many strings a value is written with, keys among them; NaN where it is nested too deeply. */
function stringsIn(value: unknown, depth: number): number {
  if (typeof value === 'string') return 1;
  return typeof value === 'object' && value !== null ? stringsInside(value, depth) : 0;
}

/** Hundreds of thousands are counted once: only what has strings inside is worth a call. */
function stringsInside(value: object, depth: number): number {
  if (depth === 0) return NaN;
  let count = 0;
  if (Array.isArray(value)) {
    for (const item of value as readonly unknown[]) {
      if (typeof item === 'string') count++;
      else if (typeof item === 'object' && item !== null) count += stringsInside(item, depth - 1);
    }
    return count;
  }
  const fields = value as Readonly<Record<string, unknown>>;
  for (const key in fields) {
    const field = fields[key];
    if (typeof field === 'string') count += 2;
    else if (typeof field === 'object' && field !== null) count += 1 + stringsInside(field, depth - 1);
    else count++;
  }
  return count;
}

/** How many quotes begin or end a string. */
function quotesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) count++;
  // A backslash and what comes after it stand for one character.
  for (let at = text.indexOf('\\'); at !== -1; at = text.indexOf('\\', at + 2)) {
    if (text.charCodeAt(at + 1) === QUOTE) count--;
  }
  return count;
}

/**
 * The first key that stands twice in one object of a JSON text, or null. `JSON.parse` keeps the last one without a
 * word, and other readers the first: what such a text says depends on who reads it. `text` must be JSON.
 * https://www.rfc-editor.org/rfc/rfc8259#section-4
 */
export function findDuplicateKey(text: string): DuplicateKey | null {
  /** The keys of each object that is open; a list has none. */
  const open: (Set<string> | null)[] = [];
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case OPEN_OBJECT:
        open.push(new Set());
        break;
      case OPEN_LIST:
        open.push(null);
        break;
      case CLOSE_OBJECT:
      case CLOSE_LIST:
        open.pop();
        break;
      case QUOTE: {
        const end = endOfString(text, at);
        const keys = open.at(-1);
        if (keys && isKey(text, end)) {
          const key = keyIn(text, at, end);
          if (keys.has(key)) return { key, offset: at };
          keys.add(key);
        }
        at = end;
      }
    }
  }
  return null;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Where the closing quote is of the string that begins at `start`. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let before = end;
    while (text.charCodeAt(before - 1) === BACKSLASH) before--;
    if ((end - before) % 2 === 0) return end;
  }
  return text.length;
}

/** Of the strings in an object only keys have a colon after them. */
function isKey(text: string, end: number): boolean {
  let next = end + 1;
  while (text.charCodeAt(next) <= 0x20) next++;
  return text.charCodeAt(next) === COLON;
}

function keyIn(text: string, start: number, end: number): string {
  const key = text.slice(start + 1, end);
  return key.includes('\\') ? (JSON.parse(text.slice(start, end + 1)) as string) : key;
}
