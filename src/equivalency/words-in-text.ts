/** Does a letter or a digit touch what stands at `start`? */
export function isInsideWord(text: string, start: number, length: number): boolean {
  return /[0-9A-Za-z]/.test(text.charAt(start - 1)) || /[0-9A-Za-z]/.test(text.charAt(start + length));
}

/** The text as a regular expression that matches nothing else. */
export function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}

/** Does the word stand anywhere with no letter or digit beside it? */
export function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!isInsideWord(text, at, word.length)) return true;
  }
  return false;
}
