import type { TextCell } from './automaton.js';
import type { Language } from './language.js';
import type { Token } from './pattern.js';

/**
 * The cells of one or two languages of one pattern each that part before their first wildcard: they have nothing in
 * common, so the shortest text of each lies in no other, and its first letter in none. The cells are those that an
 * automaton finds, in the same order, without one; null: the languages are others. `within`: as in `Limits`.
 */
export function partedCells(languages: readonly Language[], within: readonly number[]): TextCell[] | null {
  if (languages.length === 0 || languages.length > 2) return null;
  const one = plainOf(languages[0]!);
  const two = languages.length === 1 ? one : plainOf(languages[1]!);
  if (!one || !two || (two !== one && !part(one.head, two.head))) return null;
  const cells = [{ vector: 0n, text: one.head[0]! }];
  const add = (at: number, { text }: Plain): void => {
    if (within.every((other) => other === at)) cells.push({ vector: 1n << BigInt(at), text });
  };
  const isTwoFirst = two.text.length < one.text.length;
  if (isTwoFirst) add(1, two);
  add(0, one);
  if (two !== one && !isTwoFirst) add(1, two);
  return cells;
}

interface Plain {
  /** What stands before the first wildcard. */
  readonly head: string;
  /** The shortest text. */
  readonly text: string;
}

/** null: the language has another shape, or no only text that is its shortest. */
function plainOf(language: Language): Plain | null {
  const [pattern] = language;
  if (language.length !== 1 || !pattern) return null;
  let head = '';
  let text = '';
  for (const token of pattern) {
    if (token.kind === 'many') head ||= text;
    else if (isPlain(token)) text += token.char;
    else return null;
  }
  head ||= text;
  // A second letter has to follow, else the first one is a text of the language itself.
  return pattern[0]?.kind === 'char' && text.length > 1 ? { head, text } : null;
}

/** One UTF-16 unit, in this case alone. */
function isPlain(token: Token): token is Token & { readonly kind: 'char' } {
  return token.kind === 'char' && !token.anyCase && token.char.length === 1;
}

/** From the second letter on, or later. */
function part(one: string, two: string): boolean {
  return one.startsWith(two[0]!) && !one.startsWith(two) && !two.startsWith(one);
}
