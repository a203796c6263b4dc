import { inLanguage, type Language } from './language.js';
import type { Token } from './pattern.js';

/** `inLanguage`, for a language that is asked about many texts: what is read of its patterns is kept. */
export function inKeptLanguage(language: Language, text: string): boolean {
  return language.some((pattern) => hasWords(pattern, text) && inLanguage([pattern], text));
}

/** Stand the plain parts of the pattern in the text, in their order? Where they don't, it can't match: most don't. */
function hasWords(pattern: readonly Token[], text: string): boolean {
  let at = 0;
  for (const word of wordsOf(pattern)) {
    const found = text.indexOf(word, at);
    if (found < 0) return false;
    at = found + word.length;
  }
  return true;
}

const words = new WeakMap<readonly Token[], readonly string[]>();

function wordsOf(pattern: readonly Token[]): readonly string[] {
  let known = words.get(pattern);
  if (!known) words.set(pattern, (known = readWords(pattern)));
  return known;
}

function readWords(pattern: readonly Token[]): string[] {
  const found: string[] = [];
  let word = '';
  for (const token of pattern) {
    if (token.kind === 'char' && !token.anyCase) {
      word += token.char;
    } else if (word !== '') {
      found.push(word);
      word = '';
    }
  }
  return word === '' ? found : [...found, word];
}
