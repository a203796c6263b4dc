import { RE2JS } from 're2js';

export interface Pattern {
  /** Why it is no pattern; null: it is one. */
  readonly problem: string | null;
  /** The first match at or after `from`; null: none. Linear in the length of the text, whatever the pattern. */
  readonly found: (text: string, from?: number) => { readonly start: number; readonly end: number } | null;
}

/** Compiles a user's pattern on RE2, which has no backtracking. A pattern that matches the empty text is none. */
export function compilePattern(source: string, ignoreCase: boolean): Pattern {
  let pattern: RE2JS;
  try {
    pattern = RE2JS.compile(source, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);
  } catch (error) {
    return { problem: reasonOf(error as Error), found: () => null };
  }
  if (pattern.matcher('').find()) return { problem: 'it matches the empty text', found: () => null };
  return {
    problem: null,
    found: (text, from = 0) => {
      const matcher = pattern.matcher(text);
      for (let at = from; matcher.find(at); at = matcher.end() + 1) {
        // `\b` and the like can match nothing in the middle of a text.
        if (matcher.end() > matcher.start()) return { start: matcher.start(), end: matcher.end() };
        if (matcher.end() + 1 > text.length) return null;
      }
      return null;
    },
  };
}

/** The library's words, without its prefix. */
function reasonOf({ message }: Error): string {
  return message.replace(/^error parsing regexp: /, '');
}
