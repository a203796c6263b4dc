import { FIRST_SYMBOL, type Language, languageKey, type Limits } from './automaton.js';
import { textCells } from './cuts.js';
import type { Matcher } from './conditions.js';
import { type Dimension, keyDimension, type KeyPredicate, textDimension } from './dimension.js';
import { patternKey, type Token } from './pattern.js';
import type { DimensionFamily } from './value-cells.js';

/** "The request lies in this predicate's cells of this dimension", or not in them. */
export interface Ref {
  readonly dimension: number;
  readonly predicate: number;
  readonly holds: boolean;
  /** The cells themselves, in a dimension that was cut before. */
  readonly mask?: bigint;
}

export function negate(ref: Ref): Ref {
  return { ...ref, holds: !ref.holds };
}

/** All of these hold. */
export type Conjunction = readonly Ref[];

/** One of these holds; none of them: never. */
export type Formula = readonly Conjunction[];

/** A dimension while questions about it are collected. */
export type Draft = KeyDraft | TextDraft | FixedDraft;

export interface KeyDraft {
  readonly kind: 'key';
  readonly key: string;
  readonly family: DimensionFamily;
  readonly matchers: Map<string, { readonly at: number; readonly matcher: Matcher }>;
  readonly predicates: Map<string, { readonly at: number; readonly predicate: KeyPredicate }>;
  readonly variable: VariablePatterns;
}

export interface TextDraft {
  readonly kind: 'text';
  readonly name: string;
  readonly languages: Map<string, { readonly at: number; readonly language: Language }>;
  readonly variable: VariablePatterns;
}

interface FixedDraft {
  readonly kind: 'fixed';
  readonly dimension: Dimension;
}

/** Patterns with variables that were asked about in a dimension, with the atoms that say how they match. */
export type VariablePatterns = Map<
  string,
  { readonly pattern: readonly Token[]; readonly hull: Ref; matches?: Ref; misses?: Ref }
>;

/** What a statement asks of a key, each question once. */
export function predicateRef(draft: KeyDraft, dimension: number, predicate: KeyPredicate): Ref {
  const id = JSON.stringify(predicate);
  const at = draft.predicates.get(id)?.at ?? draft.predicates.size;
  draft.predicates.set(id, { at, predicate });
  return { dimension, predicate: at, holds: true };
}

/** Cuts a dimension. Throws BudgetExceeded. */
export function cut(draft: Draft, limits: Limits): Dimension {
  switch (draft.kind) {
    case 'fixed':
      return draft.dimension;
    case 'text':
      return textDimension(
        draft.name,
        [...draft.languages.values()].map(({ language }) => language),
        limits,
      );
    case 'key':
      return keyDimension(
        draft.key,
        draft.family,
        [...draft.matchers.values()].map(({ matcher }) => matcher),
        [...draft.predicates.values()].map(({ predicate }) => predicate),
      );
  }
}

export function matcherKey(matcher: Matcher): string {
  switch (matcher.family) {
    case 'text':
      return `${matcher.arn} ${languageKey(matcher.patterns)}`;
    case 'boolean':
      return `boolean ${[...matcher.values].sort().join(' ')}`;
    case 'number':
    case 'date':
      return `${matcher.relation} ${[...matcher.values].sort().join(' ')}`;
    case 'address':
      return matcher.ranges
        .map(({ low, high }) => `${low}-${high}`)
        .sort()
        .join(' ');
  }
}

/** Does `wide` match whatever `narrow` does, whatever the values of the variables in both? A cautious false is possible. */
export function includesSymbolically(wide: readonly Token[], narrow: readonly Token[]): boolean {
  const symbols = new Map<string, string>();
  const spell = (pattern: readonly Token[]): Token[] =>
    pattern.map((token): Token => {
      if (token.kind !== 'variable') return token;
      const id = patternKey([token]);
      const symbol = symbols.get(id) ?? String.fromCodePoint(FIRST_SYMBOL + symbols.size);
      symbols.set(id, symbol);
      return { kind: 'char', char: symbol, anyCase: false };
    });
  return textCells([[spell(wide)], [spell(narrow)]]).every(({ vector }) => vector !== 2n);
}
