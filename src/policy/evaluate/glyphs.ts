/**
 * Patterns as lists of glyphs, matched the slow and obvious way. Nothing here is shared with the comparison of
 * access, so that one bug can't hide in both.
 */

/** `*`: any text, also none. */
const ANY_TEXT = Symbol('*');
/** `?`: any one character. */
const ANY_CHARACTER = Symbol('?');

/** One place of a pattern: a character as it is, or a wildcard. */
export type Glyph = string | typeof ANY_TEXT | typeof ANY_CHARACTER;

/** Every character as it is, wildcards too. */
export function literalGlyphs(text: string): Glyph[] {
  return Array.from(text);
}

/** `*` and `?` are wildcards, all else stands for itself. */
export function patternGlyphs(text: string): Glyph[] {
  return Array.from(text).map((character) =>
    character === '*' ? ANY_TEXT : character === '?' ? ANY_CHARACTER : character,
  );
}

/** The text that the glyphs were written as: for operators that know no wildcards. */
export function glyphText(glyphs: readonly Glyph[]): string {
  return glyphs.map((glyph) => (glyph === ANY_TEXT ? '*' : glyph === ANY_CHARACTER ? '?' : glyph)).join('');
}

/**
 * Do the glyphs match the whole of `text`? Walks the pattern once and keeps the set of places in the text that
 * can have been reached so far.
 */
export function glyphsMatch(glyphs: readonly Glyph[], text: string): boolean {
  const characters = Array.from(text);
  let reached = new Set([0]);
  for (const glyph of glyphs) {
    const next = new Set<number>();
    for (const place of reached) {
      if (glyph === ANY_TEXT) {
        for (let later = place; later <= characters.length; later++) next.add(later);
      } else if (place < characters.length && (glyph === ANY_CHARACTER || glyph === characters[place])) {
        next.add(place + 1);
      }
    }
    if (next.size === 0) return false;
    reached = next;
  }
  return reached.has(characters.length);
}
