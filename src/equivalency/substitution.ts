import { compareText } from '../model/text.js';
import type { NameField } from './list/index.js';
import { compilePattern, type Pattern } from './list/pattern.js';
import { escapePattern, isInsideWord } from './words-in-text.js';

/** Replaces every known value in a text by its placeholder. */
export type Substitute = (text: string) => string;

/** A text to find and what stands for it. */
export interface Replacement {
  readonly value: string;
  /** null: the value stays as it is. It is found all the same, so that no shorter one is found in it. */
  readonly placeholder: string | null;
  /**
   * In names by which the sides' entities are paired; without it the same as `placeholder`. QA's role `ci_dev` is
   * compared with DEV's, and then told to bear the other's name.
   */
  readonly pairing?: string;
  /** Only where no digit or letter touches it: account ids, `match: word`. */
  readonly whole: boolean;
  /** Only as a whole name or a whole part of a path or an ARN. */
  readonly exact?: boolean;
  readonly ignoreCase?: boolean;
  /** A random tail behind a hyphen: there can be thousands of them. */
  readonly tail?: boolean;
  /** `value` is a pattern of RE2. */
  readonly regex?: boolean;
  /** The only fields that it applies to. */
  readonly in?: readonly NameField[] | null;
  /**
   * What to put instead inside longer words, unless the word is known with a counterpart in the value's place: `dev`
   * in `devices` names no account, but in `appdev` it does if there is an `appqa`.
   */
  readonly inside?: {
    readonly placeholder: string;
    readonly isKnown: (word: (value: string) => string) => boolean;
  };
}

/** What IAM Identity Center adds per account, and what stands for it; null: it is left alone. */
export type SsoSuffix = (suffix: string, at: number, text: string) => string | null;

/**
 * The 16 hex digits of `AWSReservedSSO_<permission set>_<16 hex>`, and those of the SAML provider that such roles
 * trust, `AWSSSO_<16 hex>_DO_NOT_DELETE`.
 * https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
 */
const SSO_SUFFIX =
  '[0-9a-f]{16}(?![0-9a-f])(?:(?<=AWSReservedSSO_[\\w+=,.@-]{1,128}_[0-9a-f]{16})|(?<=AWSSSO_[0-9a-f]{16})(?=_DO_NOT_DELETE))';
export const SSO_PLACEHOLDER = 'sso';

const SSO_SUFFIX_LENGTH = 16;

/** A policy variable: what stands in it is a condition key, not a name of ours. */
const VARIABLE = '\\$\\{[^}]*\\}';

export interface SubstitutionOptions {
  readonly sso: SsoSuffix | null;
  /** Names that pair entities, not texts that are compared. */
  readonly pairing?: boolean;
  /** Is told each text in which something was found that pairs by another placeholder. */
  readonly onPairing?: (text: string) => void;
}

/** What was found in a text, by the replacement that found it; null: an SSO suffix, a policy variable or a bracket. */
export interface Found {
  readonly start: number;
  readonly end: number;
  /** What stands for it; null: it stays. */
  readonly placeholder: string | null;
  readonly replacement: Replacement | null;
}

/**
 * One pass over the text, leftmost first and longest first, so that the order of entries can't matter and no
 * replacement is replaced again. Placeholders come out as `<name>`; angle brackets that stand in the text by
 * themselves are doubled, so that no text can become equal to a substituted one. Policy variables stay.
 */
export function compileSubstitution(
  replacements: readonly Replacement[],
  options: SubstitutionOptions = { sso: () => SSO_PLACEHOLDER },
): Substitute {
  const finder = new Finder(replacements, options);
  return remembering((text) => finder.substitute(text));
}

function remembering(substitute: Substitute): Substitute {
  const known = new Map<string, string>();
  return (text) => {
    let substituted = known.get(text);
    if (substituted === undefined) {
      substituted = substitute(text);
      if (known.size < MOST_KNOWN) known.set(text, substituted);
    }
    return substituted;
  };
}

/** Paths, tags and principals repeat by the thousand. */
const MOST_KNOWN = 20_000;

/** How texts are compared, and names paired. */
export interface Substitution {
  readonly content: Substitute;
  /** The same for texts that hardly ever come again, such as resources: remembering them would take longer. */
  readonly once: Substitute;
  readonly pairing: Substitute;
  /** May a text that was given to one of them before come out of the other in another way? */
  readonly differs: (text: string) => boolean;
}

/** The same for texts that are compared and for names that pair; most come out alike, and are substituted once. */
export function compileBoth(replacements: readonly Replacement[], sso: SsoSuffix | null): Substitution {
  const others = new Set<string>();
  const finder = new Finder(replacements, { sso, onPairing: (text) => others.add(text) });
  const once: Substitute = (text) => finder.substitute(text);
  const other = compileSubstitution(replacements, { sso, pairing: true });
  const differs = (text: string): boolean => others.size > 0 && others.has(text);
  return {
    content: remembering(once),
    once,
    pairing: (text) => {
      const compared = once(text);
      return differs(text) ? other(text) : compared;
    },
    differs,
  };
}

/** Finds the values of replacements in texts. */
export class Finder {
  readonly #literals: ReadonlyMap<string, Replacement>;
  readonly #folded: ReadonlyMap<string, Replacement>;
  readonly #patterns: readonly { readonly pattern: Pattern; readonly replacement: Replacement }[];
  readonly #plain: RegExp;
  readonly #withSso: RegExp;
  readonly #options: SubstitutionOptions;

  constructor(replacements: readonly Replacement[], options: SubstitutionOptions) {
    const literals = replacements.filter(({ regex }) => regex !== true);
    this.#literals = new Map(literals.map((one) => [one.value, one]));
    this.#folded = new Map(
      literals.filter(({ ignoreCase }) => ignoreCase === true).map((one) => [one.value.toLowerCase(), one]),
    );
    this.#patterns = replacements
      .filter(({ regex }) => regex === true)
      .map((replacement) => ({
        pattern: compilePattern(replacement.value, replacement.ignoreCase === true),
        replacement,
      }));
    this.#options = options;
    const sorted = [...this.#literals.values()].sort(
      (a, b) => b.value.length - a.value.length || compareText(a.value, b.value),
    );
    const tails = sorted.filter(({ tail }) => tail === true).map(({ value }) => value);
    const tailPattern = tails.length === 0 ? [] : [`(?<=-)(?:${tails.join('|')})(?![0-9A-Za-z])`];
    const others = sorted.filter(({ tail }) => tail !== true);
    const long = others.filter(({ value }) => value.length > SSO_SUFFIX_LENGTH).map(literalPattern);
    const short = [
      ...tailPattern,
      ...others.filter(({ value }) => value.length <= SSO_SUFFIX_LENGTH).map(literalPattern),
    ];
    // Few texts can have an SSO suffix, and looking for one at every hex digit takes half as long again.
    this.#plain = new RegExp([VARIABLE, ...long, ...short, '[<>]'].join('|'), 'g');
    this.#withSso = new RegExp([VARIABLE, ...long, SSO_SUFFIX, ...short, '[<>]'].join('|'), 'g');
  }

  substitute(text: string): string {
    if (this.#patterns.length > 0) return this.#substituteFound(text);
    return text.replace(this.#patternFor(text), (found, at: number) => {
      if (found === '<' || found === '>') return found + found;
      const placeholder = this.#meaning(found, at, text)?.placeholder ?? null;
      return placeholder === null ? kept(found) : `<${placeholder}>`;
    });
  }

  /** Everything that is found in a text, in order. */
  find(text: string): Found[] {
    const found: Found[] = [];
    const pattern = this.#patternFor(text);
    for (let at = 0; ; at = found.at(-1)!.end) {
      pattern.lastIndex = at;
      const literal = pattern.exec(text);
      const match = this.#patternMatch(text, at);
      if (match && (!literal || isBefore(match, literal, text))) {
        found.push({
          ...match,
          placeholder: this.#placeholderOf(match.replacement, match.start, text, match.end),
        });
      } else if (literal) {
        const [value] = literal;
        const meaning = this.#meaning(value, literal.index, text);
        found.push({
          start: literal.index,
          end: literal.index + value.length,
          placeholder: meaning?.placeholder ?? null,
          replacement: meaning?.replacement ?? null,
        });
      } else break;
    }
    pattern.lastIndex = 0;
    return found;
  }

  #substituteFound(text: string): string {
    let substituted = '';
    let at = 0;
    for (const { start, end, placeholder } of this.find(text)) {
      const raw = kept(text.slice(start, end));
      substituted += kept(text.slice(at, start)) + (placeholder === null ? raw : `<${placeholder}>`);
      at = end;
    }
    return substituted + kept(text.slice(at));
  }

  #patternFor(text: string): RegExp {
    return this.#options.sso && text.includes('SSO_') ? this.#withSso : this.#plain;
  }

  /** null: a policy variable, or a bracket. */
  #meaning(found: string, at: number, text: string): Pick<Found, 'placeholder' | 'replacement'> | null {
    const replacement = this.#literals.get(found) ?? this.#folded.get(found.toLowerCase());
    if (replacement) {
      return { placeholder: this.#placeholderOf(replacement, at, text, at + found.length), replacement };
    }
    if (found === '<' || found === '>' || found.startsWith('${')) return null;
    return { placeholder: this.#options.sso?.(found, at, text) ?? null, replacement: null };
  }

  #placeholderOf(replacement: Replacement, start: number, text: string, end: number): string | null {
    const { pairing, placeholder, inside } = replacement;
    if (pairing !== undefined) {
      if (this.#options.pairing) return pairing;
      this.#options.onPairing?.(text);
    }
    if (inside && isInsideWord(text, start, end - start)) {
      const before = /[0-9A-Za-z]*$/.exec(text.slice(0, start))?.[0] ?? '';
      const after = /^[0-9A-Za-z]*/.exec(text.slice(end))?.[0] ?? '';
      if (!inside.isKnown((value) => before + value + after)) return inside.placeholder;
    }
    return placeholder;
  }

  /** The leftmost, longest match of the user's patterns from `at` on that touches no policy variable. */
  #patternMatch(text: string, at: number): { start: number; end: number; replacement: Replacement } | null {
    let best: { start: number; end: number; replacement: Replacement } | null = null;
    if (this.#patterns.length === 0) return null;
    const variables = [...text.matchAll(/\$\{[^}]*\}/g)].map(
      ({ 0: { length }, index }) => [index, index + length] as const,
    );
    for (const { pattern, replacement } of this.#patterns) {
      let from = at;
      for (;;) {
        const match = pattern.found(text, from);
        if (!match) break;
        const variable = variables.find(([start, end]) => match.start < end && start < match.end);
        if (!variable) {
          const isBetter =
            !best || match.start < best.start || (match.start === best.start && match.end > best.end);
          if (isBetter) best = { ...match, replacement };
          break;
        }
        from = variable[1];
      }
    }
    return best;
  }
}

function isBefore(
  match: { readonly start: number; readonly end: number },
  literal: RegExpExecArray,
  text: string,
): boolean {
  const literalEnd = literal.index + literal[0].length;
  if (text.startsWith('${', literal.index)) return match.start < literal.index;
  return match.start < literal.index || (match.start === literal.index && match.end > literalEnd);
}

/** A text of the account with its own brackets doubled. */
export function kept(text: string): string {
  return text.replace(/[<>]/g, '$&$&');
}

function literalPattern({ value, whole, exact, ignoreCase }: Replacement): string {
  const literal = ignoreCase ? Array.from(value, eitherCase).join('') : escapePattern(value);
  if (exact) return `(?<![^/:])${literal}(?![^/:])`;
  return whole ? `(?<![0-9A-Za-z])${literal}(?![0-9A-Za-z])` : literal;
}

function eitherCase(letter: string): string {
  const cases = [...new Set([letter, letter.toLowerCase(), letter.toUpperCase()])]
    .filter(({ length }) => length === letter.length)
    .map(escapePattern);
  return cases.length === 1 ? cases[0]! : `(?:${cases.join('|')})`;
}
