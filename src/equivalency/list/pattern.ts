import { createRequire } from 'node:module';
import type * as Re2 from 're2js';

export interface Pattern {
  /** Why it is no pattern; null: it is one. */
  readonly problem: string | null;
  /** The first match at or after `from`; null: none. Linear in the length of the text, whatever the pattern. */
  readonly found: (text: string, from?: number) => { readonly start: number; readonly end: number } | null;
}

/** Few lists have patterns, and loading the engine takes a while. */
function engine(): typeof Re2.RE2JS {
  const require = createRequire(import.meta.url);
  return (require('re2js') as typeof Re2).RE2JS;
}

/** Compiles a user's pattern on RE2, which has no backtracking. A pattern that matches the empty text is none. */
export function compilePattern(source: string, ignoreCase: boolean): Pattern {
  const re2 = engine();
  let pattern: Re2.RE2JS;
  try {
    pattern = re2.compile(source, ignoreCase ? re2.CASE_INSENSITIVE : 0);
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
