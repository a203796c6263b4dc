import type { PolicyVersion } from '../../model/policy.js';
import { foldConditionKey } from '../operators.js';

/**
 * One step of a pattern. `char` wants this character (in either case), `one` any character and `many` any run of
 * characters that holds none of `except`; `variable` stands for the text that the request puts in its place.
 */
export type Token =
  | { readonly kind: 'char'; readonly char: string; readonly anyCase: boolean }
  | { readonly kind: 'one'; readonly except: string }
  | { readonly kind: 'many'; readonly except: string }
  | { readonly kind: 'variable'; readonly variable: Variable; readonly anyCase: boolean };

/** A policy variable, `${aws:PrincipalTag/team, 'x'}`. */
export interface Variable {
  /** The condition key that it stands for, folded. */
  readonly key: string;
  readonly fallback: string | null;
}

/** Which of the wildcards, variables and case rules a text is read with. */
export interface Reading {
  readonly version: PolicyVersion;
  readonly wildcards: boolean;
  readonly anyCase: boolean;
}

const VARIABLE = /^\$\{([^}]*)\}/;
const WITH_FALLBACK = /^\s*([^,]*?)\s*,\s*'([^']*)'\s*$/;

/**
 * Reads a pattern. `${*}`, `${?}` and `${$}` are those characters, other `${…}` variables; under 2008-10-17 it is
 * all plain text.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function readPattern(text: string, reading: Reading): Token[] {
  const tokens: Token[] = [];
  const pushChar = (char: string): void =>
    void tokens.push({
      kind: 'char',
      char,
      anyCase: reading.anyCase && char.toLowerCase() !== char.toUpperCase(),
    });
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (char === '$' && reading.version === '2012-10-17') {
      const match = VARIABLE.exec(text.slice(i));
      if (match) {
        const inner = match[1]!;
        if (inner === '*' || inner === '?' || inner === '$') pushChar(inner);
        else tokens.push({ kind: 'variable', variable: readVariable(inner), anyCase: reading.anyCase });
        i += match[0].length - 1;
        continue;
      }
    }
    if (reading.wildcards && char === '*') tokens.push({ kind: 'many', except: '' });
    else if (reading.wildcards && char === '?') tokens.push({ kind: 'one', except: '' });
    else pushChar(char);
  }
  return tokens;
}

/** A text in which nothing is a wildcard or a variable. */
export function plainText(text: string): Token[] {
  return readPattern(text, { version: '2008-10-17', wildcards: false, anyCase: false });
}

/** A pattern with wildcards, and without variables. */
export function glob(text: string): Token[] {
  return readPattern(text, { version: '2008-10-17', wildcards: true, anyCase: false });
}

function readVariable(inner: string): Variable {
  const match = WITH_FALLBACK.exec(inner);
  return match
    ? { key: foldConditionKey(match[1]!), fallback: match[2]! }
    : { key: foldConditionKey(inner.trim()), fallback: null };
}

/**
 * The same pattern where each of the six parts of an ARN is matched on its own: a wildcard of the first five parts
 * crosses no colon. null: the pattern has fewer parts, and is no ARN.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export function segmentwise(tokens: readonly Token[]): Token[] | null {
  let colons = 0;
  const parts = tokens.map((token): Token => {
    if (token.kind === 'char' && token.char === ':') colons++;
    return colons < 5 && (token.kind === 'one' || token.kind === 'many') ? { ...token, except: ':' } : token;
  });
  return colons < 5 ? null : parts;
}

export function variablesOf(tokens: readonly Token[]): Variable[] {
  return tokens.flatMap((token) => (token.kind === 'variable' ? [token.variable] : []));
}

/**
 * The widest language that a pattern with variables can mean, whatever their values. Wildcards lose their
 * exceptions: a value with colons in it moves the parts of an ARN.
 */
export function hullOf(tokens: readonly Token[]): Token[] {
  const hull: Token[] = [];
  for (const token of tokens) {
    if (token.kind === 'char') hull.push(token);
    else if (token.kind === 'one') hull.push({ kind: 'one', except: '' });
    // Two wildcards in a row are one.
    else if (hull.at(-1)?.kind !== 'many') hull.push({ kind: 'many', except: '' });
  }
  return hull;
}

/** The pattern as text, for a stable key: equal keys mean equal languages. What is a mark here is no letter of a text. */
export function patternKey(tokens: readonly Token[]): string {
  let key = '';
  for (const token of tokens) key += tokenKey(token);
  return key;
}

/** Begins with a control character where the token is not just a letter. */
function tokenKey(token: Token): string {
  switch (token.kind) {
    case 'char':
      if (token.anyCase) return `\u0001${token.char.toLowerCase()}`;
      return token.char < ' ' ? `\u0000${token.char}` : token.char;
    case 'one':
      return `\u0002${exceptKey(token.except)}`;
    case 'many':
      return `\u0003${exceptKey(token.except)}`;
    case 'variable':
      return `\u0004${JSON.stringify([token.anyCase, token.variable.key, token.variable.fallback])}`;
  }
}

function exceptKey(except: string): string {
  return except === '' ? '' : `\u0005${JSON.stringify(except)}`;
}
