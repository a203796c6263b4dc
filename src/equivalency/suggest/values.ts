import { awsWordIn, plainEntry } from '../list/index.js';

/** A word cut out of longer ones is found anywhere; others can be found as whole words. */
export type Found = 'anywhere' | 'word';

/** Can a word be a value that counts as another? Not if it is too short to be a name, a number, or a word of AWS. */
export function isListValue(word: string, match: Found): boolean {
  if (word.length < 2 || /^\d{1,5}$/.test(word)) return false;
  return awsWordIn(word, { ...plainEntry('', []), match, ignoreCase: true }) === null;
}
