import { BudgetExceeded, type Language, type Limits } from './automaton.js';
import { textCells } from './cuts.js';
import type { Matcher, Quantifier } from './conditions.js';
import { type DimensionFamily, valueCells } from './value-cells.js';

/** One independent part of a request, cut into the cells that the conditions on it can tell apart. */
export interface Dimension {
  readonly name: string;
  /** The condition key, where it is one. */
  readonly key: string | null;
  /** Its cells differ in more than whether the key is there. */
  readonly isSpecific: boolean;
  readonly cells: readonly Cell[];
  /** By predicate: the cells in which it holds. */
  readonly masks: readonly bigint[];
}

export interface Cell {
  /** What a request of this cell holds: null nothing, else the values of a key or the text of a resource. */
  readonly values: readonly string[] | null;
  /** False: a request of this cell is no proof of anything. */
  readonly certain: boolean;
}

/** What a statement can ask of one key. */
export type KeyPredicate =
  | {
      readonly kind: 'values';
      readonly quantifier: Quantifier;
      readonly negated: boolean;
      readonly whenAbsent: boolean;
      readonly matcher: number;
    }
  | { readonly kind: 'absent' };

interface VectorCell extends Cell {
  readonly vector: bigint;
}

const MAX_CELLS = 4_000;

/**
 * The cells of one condition key: absent, each class of single values, and, where a set operator asks for it, sets
 * of values, as far as the predicates can tell them apart.
 */
export function keyDimension(
  key: string,
  family: DimensionFamily,
  matchers: readonly Matcher[],
  predicates: readonly KeyPredicate[],
): Dimension {
  const single = valueCells(family, matchers).map((cell): VectorCell => ({
    vector: vectorOfPredicates(predicates, (predicate) => {
      if (predicate.kind === 'absent') return false;
      return ((cell.vector >> BigInt(predicate.matcher)) & 1n) === (predicate.negated ? 0n : 1n);
    }),
    values: [cell.value],
    certain: cell.certain,
  }));
  const absent: VectorCell = {
    vector: vectorOfPredicates(predicates, (one) => one.kind === 'absent' || one.whenAbsent),
    values: null,
    certain: true,
  };
  const sets = predicates.some((one) => one.kind === 'values' && one.quantifier !== null)
    ? unions([...single, emptySet(predicates)], predicates)
    : single;
  return { ...fromVectors(key, key, [absent, ...sets], predicates.length), isSpecific: matchers.length > 0 };
}

/**
 * "ForAllValues also returns true if the key's values resolve to an empty dataset, such as an empty string", but the
 * key is there: what else holds then is not documented.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
function emptySet(predicates: readonly KeyPredicate[]): VectorCell {
  const vector = vectorOfPredicates(
    predicates,
    (one) => one.kind === 'values' && one.quantifier === 'ForAllValues',
  );
  return { vector, values: [''], certain: false };
}

/** ForAnyValue holds for a set if it does for one of its values, ForAllValues if for all of them. */
function unions(single: readonly VectorCell[], predicates: readonly KeyPredicate[]): VectorCell[] {
  const every = vectorOfPredicates(
    predicates,
    (one) => one.kind === 'values' && one.quantifier === 'ForAllValues',
  );
  const found = new Map(distinct(single).map((cell) => [cell.vector, cell]));
  const queue = [...found.values()];
  for (const set of queue) {
    for (const one of single) {
      const both = set.vector & one.vector;
      const vector = (both & every) | ((set.vector | one.vector) & ~every);
      const known = found.get(vector);
      const certain = set.certain && one.certain;
      if (known && (known.certain || !certain)) continue;
      if (queue.length > MAX_CELLS) throw new BudgetExceeded();
      const cell = { vector, values: [...(set.values ?? []), ...(one.values ?? [])], certain };
      found.set(vector, cell);
      queue.push(cell);
    }
  }
  return [...found.values()];
}

/** The dimension of resources, or of another text: one predicate per language. */
export function textDimension(name: string, languages: readonly Language[], limits: Limits): Dimension {
  const cells = textCells(languages, limits).map((cell) => ({
    vector: cell.vector,
    values: [cell.text],
    certain: true,
  }));
  return fromVectors(name, null, cells, languages.length);
}

/** A condition that is not understood, or how a pattern with variables matches: it holds or not. */
export function atomDimension(name: string): Dimension {
  const cell = { values: null, certain: true };
  return { name, key: null, isSpecific: false, cells: [cell, cell], masks: [] };
}

/** The cell of an atom in which it holds. */
export const HOLDS = 2n;

function fromVectors(
  name: string,
  key: string | null,
  cells: readonly VectorCell[],
  predicates: number,
): Dimension {
  const merged = distinct(cells);
  const masks = Array.from({ length: predicates }, (_, predicate) =>
    merged.reduce(
      (mask, cell, at) => ((cell.vector >> BigInt(predicate)) & 1n ? mask | (1n << BigInt(at)) : mask),
      0n,
    ),
  );
  return { name, key, isSpecific: false, cells: merged, masks };
}

/** Of cells that no predicate tells apart, one that is certain. */
function distinct(cells: readonly VectorCell[]): VectorCell[] {
  const byVector = new Map<bigint, VectorCell>();
  for (const cell of cells) {
    const known = byVector.get(cell.vector);
    if (!known || (!known.certain && cell.certain) || (known.certain === cell.certain && isPoor(known))) {
      byVector.set(cell.vector, cell);
    }
  }
  return [...byVector.values()];
}

/** An empty value stands for its cell only where there is no other. */
function isPoor(cell: Cell): boolean {
  return cell.values?.length === 1 && cell.values[0] === '';
}

function vectorOfPredicates(
  predicates: readonly KeyPredicate[],
  holds: (predicate: KeyPredicate) => boolean,
): bigint {
  return predicates.reduce((vector, one, i) => (holds(one) ? vector | (1n << BigInt(i)) : vector), 0n);
}
