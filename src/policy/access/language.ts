import { patternKey, type Token } from './pattern.js';

/** A set of texts: those that one of the patterns matches. Patterns hold no variables (see `hullOf`). */
export type Language = readonly (readonly Token[])[];

const keys = new WeakMap<Language, string>();

/** Equal keys: the same patterns. */
export function languageKey(language: Language): string {
  const known = keys.get(language) ?? JSON.stringify(language.map(patternKey).sort());
  keys.set(language, known);
  return known;
}

/** Stands in for the variables when patterns with variables are compared with each other. */
export const FIRST_SYMBOL = 0xf0000;

/** Signs whose lower case is an ordinary letter, beside the capital: the Kelvin and the Angstrom sign. */
const ODD_TWINS: Readonly<Record<string, string>> = { k: '\u212a', '\u00e5': '\u212b' };

/** Does a wildcard without these characters take the letter? */
export function loops(except: string, letter: string): boolean {
  // A variable's symbol may stand for any text: only a wildcard without exception covers it.
  return except === '' || !(isSymbol(letter) || except.includes(letter));
}

/** Does the token take the letter? */
export function takes(token: Token, letter: string): boolean {
  switch (token.kind) {
    case 'char':
      return token.char === letter || (token.anyCase && token.char.toLowerCase() === letter.toLowerCase());
    case 'many':
      return loops(token.except, letter);
    case 'one':
      return !isSymbol(letter) && !token.except.includes(letter);
    case 'variable':
      return false;
  }
}

function isSymbol(letter: string): boolean {
  return letter.length === 2 && letter.codePointAt(0)! >= FIRST_SYMBOL;
}

/** The characters that a token tells apart. */
export function lettersOf(token: Token & { readonly kind: 'char' | 'one' }): string[] {
  if (token.kind === 'one') return Array.from(token.except);
  const lower = token.char.toLowerCase();
  const twins = [token.char, lower, token.char.toUpperCase(), ODD_TWINS[lower] ?? lower];
  return twins.filter(({ length }) => length === 1);
}

/** Does one of the patterns match the whole text? Linear in pattern times text, whatever the pattern. */
export function inLanguage(language: Language, text: string): boolean {
  return language.some((pattern) => matchesTokens(pattern, text));
}

function matchesTokens(pattern: readonly Token[], text: string): boolean {
  // Most patterns differ from most texts before the first wildcard.
  let prefix = 0;
  for (; prefix < pattern.length; prefix++) {
    const token = pattern[prefix]!;
    if (token.kind !== 'char') break;
    if (prefix >= text.length || !takes(token, text[prefix]!)) return false;
  }
  let states = closed(pattern, [prefix]);
  for (let i = prefix; i < text.length && states.length > 0; i++) {
    const next: number[] = [];
    for (const at of states) {
      const token = pattern[at];
      if (token && takes(token, text[i]!)) next.push(token.kind === 'many' ? at : at + 1);
    }
    states = closed(pattern, next);
  }
  return states.at(-1) === pattern.length;
}

/** Adds the positions behind wildcards, which may match nothing. Positions stay in ascending order. */
function closed(pattern: readonly Token[], from: readonly number[]): number[] {
  const all: number[] = [];
  let last = -1;
  for (const start of from) {
    for (let at = start; ; at++) {
      if (at > last) all.push((last = at));
      if (pattern[at]?.kind !== 'many') break;
    }
  }
  return all;
}
