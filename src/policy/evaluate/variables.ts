import type { PolicyVersion } from '../../model/policy.js';
import { type RequestContext, valuesOf } from './context.js';
import { type Glyph, literalGlyphs, patternGlyphs } from './glyphs.js';

/** A policy's text with the request's values put in, or the variable that has none. */
export type Resolved =
  | { readonly kind: 'glyphs'; readonly glyphs: readonly Glyph[] }
  | { readonly kind: 'unresolved'; readonly variable: string };

const SPECIAL = new Set(['*', '?', '$']);
const WITH_DEFAULT = /^(?<key>.*?)\s*,\s*'(?<fallback>.*)'$/s;

/**
 * Puts the request's values in place of the policy variables of a Resource or of a condition's value.
 * Values are literal text, also where they hold `*` or `?`. Under 2008-10-17 `${…}` is text like any other.
 * A key with no value and no default, or with more than one value (only single-valued keys can be variables),
 * leaves the text unresolved.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function resolveVariables(text: string, version: PolicyVersion, context: RequestContext): Resolved {
  if (version === '2008-10-17') return { kind: 'glyphs', glyphs: patternGlyphs(text) };
  const glyphs: Glyph[] = [];
  // With a group around it, split keeps what it splits at: plain text and variables take turns.
  for (const [index, part] of text.split(/(\$\{[^}]*\})/).entries()) {
    if (index % 2 === 0) {
      glyphs.push(...patternGlyphs(part));
      continue;
    }
    const value = variableValue(part.slice(2, -1), context);
    if (value === null) return { kind: 'unresolved', variable: part };
    glyphs.push(...literalGlyphs(value));
  }
  return { kind: 'glyphs', glyphs };
}

function variableValue(inner: string, context: RequestContext): string | null {
  if (SPECIAL.has(inner)) return inner;
  const match = WITH_DEFAULT.exec(inner);
  const key = match?.groups?.key ?? inner.trim();
  const values = valuesOf(context, key);
  if (values === null) return match?.groups?.fallback ?? null;
  const [only] = values;
  return values.length === 1 && only !== undefined ? only : null;
}
