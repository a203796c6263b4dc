/**
 * IAM wildcards: `*` stands for any text (also none), `?` for one character.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html#reference_policies_elements_resource_wildcards
 */

const STAR = 42;
const QUESTION = 63;

/**
 * Does `pattern` match the whole of `text`? Both are compared as they are: fold the case before where it
 * doesn't matter. Linear in `pattern.length * text.length` at worst, whatever the pattern.
 */
export function matchesWildcard(pattern: string, text: string): boolean {
  return covers(pattern, text, false);
}

/**
 * Does `wide` match every text that the pattern `narrow` matches? True is always right; for patterns whose
 * inclusion needs more than reading them side by side the answer may be a cautious false.
 */
export function includesPattern(wide: string, narrow: string): boolean {
  return covers(wide, narrow, true);
}

/** Greedy match with backtracking to the last star; `narrow`'s own wildcards are symbols that only wildcards cover. */
function covers(pattern: string, text: string, textIsPattern: boolean): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let resume = 0;
  while (t < text.length) {
    const symbol = text.charCodeAt(t);
    const wanted = p < pattern.length ? pattern.charCodeAt(p) : -1;
    if (wanted === STAR) {
      star = p++;
      resume = t;
    } else if (
      wanted !== -1 &&
      (wanted === QUESTION
        ? !(textIsPattern && symbol === STAR)
        : wanted === symbol && !(textIsPattern && symbol === STAR))
    ) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.length && pattern.charCodeAt(p) === STAR) p++;
  return p === pattern.length;
}

/** Has the text a wildcard in it? */
export function hasWildcard(text: string): boolean {
  return text.includes('*') || text.includes('?');
}

/**
 * The shortest spelling of the same wildcards: a run of `*` and `?` matches what its `?`s followed by one `*`
 * match. Policy variables (`${…}`) are left alone: the star of `${*}` is a literal one.
 */
export function collapseWildcards(pattern: string): string {
  if (!hasRun(pattern)) return pattern;
  return pattern.replace(/\$\{[^}]*\}|[*?]{2,}/g, (run) => {
    if (run.startsWith('$')) return run;
    const singles = run.replaceAll('*', '');
    return run.includes('*') ? `${singles}*` : singles;
  });
}

/** Do two wildcards stand side by side? Hardly ever, and asking so is much quicker than a regular expression. */
function hasRun(pattern: string): boolean {
  return pattern.includes('**') || (pattern.includes('?') && /[*?]{2}/.test(pattern));
}
