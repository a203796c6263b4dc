import { BudgetExceeded, type Cut, cutTexts, type Limits, MAX_STATES, type TextCell } from './automaton.js';
import { type Language, languageKey } from './language.js';
import { partedCells } from './parted.js';

/**
 * Steps that all questions of one comparison may take together: a second at worst. Of AWS's own policies the hardest
 * that comes to a verdict takes 2.9 million.
 */
const MAX_WORK = 3_000_000;

/** A cut that was made; `null`: it went past `states`. */
interface Known {
  readonly cut: Cut | null;
  readonly states: number;
  /** The steps that it took. */
  readonly cost: number;
}

/** What one comparison cut already: its classes of actions, and its two sides, often ask about the same patterns. */
const cuts = new Map<string, Known>();

/** Cuts whose steps the run has paid for. */
const paid = new Set<string>();
let work = 0;
let depth = 0;

/** What runs inside shares its cuts. Only time is saved: each metered run pays for each cut that it asks for. */
export function sharingCuts<T>(run: () => T): T {
  depth++;
  try {
    return run();
  } finally {
    if (--depth === 0) cuts.clear();
  }
}

/** Runs a comparison with a fresh allowance of work. */
export function metered<T>(run: () => T): T {
  work = 0;
  paid.clear();
  return sharingCuts(run);
}

function spend(steps: number): void {
  work += steps;
  if (work > MAX_WORK) throw new BudgetExceeded();
}

/**
 * The cells of `languages`: texts that none of them tells apart. The same for the same languages in any order, so that
 * both directions of a comparison find the same texts. Throws BudgetExceeded where there are too many, or where the
 * comparison has taken too many steps.
 */
export function textCells(languages: readonly Language[], limits: Limits = {}): TextCell[] {
  const order = languages
    .map((language, at) => ({ at, key: languageKey(language) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.at - b.at));
  const placeOf = new Map(order.map(({ at }, place) => [at, place]));
  const sorted: Limits = {
    ...limits,
    ...(limits.within && { within: limits.within.map((at) => placeOf.get(at)!) }),
    ...(limits.until !== undefined && { until: moved(limits.until, (at) => placeOf.get(at)!) }),
  };
  const key = JSON.stringify([
    order.map((one) => one.key),
    [...(sorted.within ?? [])].sort((a, b) => a - b),
    sorted.until?.toString(),
    sorted.longest,
  ]);
  const cells = cutOnce(
    key,
    order.map(({ at }) => languages[at]!),
    sorted,
  );
  if (order.every(({ at }, place) => at === place)) return cells;
  return cells.map(({ vector, text }) => ({ vector: moved(vector, (place) => order[place]!.at), text }));
}

function cutOnce(key: string, languages: readonly Language[], limits: Limits): TextCell[] {
  const { maxStates = MAX_STATES } = limits;
  const known = cuts.get(key);
  if (known?.cut && (paid.has(key) || known.states <= maxStates)) {
    if (!paid.has(key)) spend(known.cost);
    paid.add(key);
    return known.cut.cells;
  }
  if (known?.cut === null && known.states >= maxStates) {
    spend(known.cost);
    throw new BudgetExceeded();
  }
  const before = work;
  try {
    const cut = partedCut(languages, limits) ?? cutTexts(languages, limits, { spend });
    cuts.set(key, { cut, states: cut.states, cost: work - before });
    paid.add(key);
    return cut.cells;
  } catch (error) {
    const isTooLarge = error instanceof BudgetExceeded && work <= MAX_WORK;
    if (isTooLarge) cuts.set(key, { cut: null, states: maxStates, cost: work - before });
    throw error;
  }
}

/** Cuts without an automaton where that is easy: most resources are one pattern, or two of different services. */
function partedCut(languages: readonly Language[], limits: Limits): Cut | null {
  const { until, within = [], maxStates = MAX_STATES } = limits;
  const size = languages.reduce((sum, [pattern]) => sum + (pattern?.length ?? 0), 0);
  const cells = until === undefined && size < maxStates ? partedCells(languages, within) : null;
  if (cells === null) return null;
  spend(size);
  return { cells, states: size };
}

/** The bits of a vector, each in its new place. */
function moved(vector: bigint, place: (at: number) => number): bigint {
  let result = 0n;
  for (let at = 0, rest = vector; rest > 0n; at++, rest >>= 1n) {
    if (rest & 1n) result |= 1n << BigInt(place(at));
  }
  return result;
}

/** Have the two languages a text in common? Returns the shortest one, or null. Throws BudgetExceeded. */
export function commonText(a: Language, b: Language): string | null {
  const limits = { until: BOTH, within: [0, 1] };
  const least = Math.max(shortestLength(a), shortestLength(b));
  for (const near of a.length + b.length < MANY_PATTERNS ? [] : NEAR) {
    const before = work;
    const found = sharedBy(textCells([a, b], { ...limits, longest: least + near }));
    if (found !== null) return found;
    // Nothing that is asked for afterwards may lack the steps of this look.
    work = before;
  }
  return sharedBy(textCells([a, b], limits));
}

const BOTH = 3n;

const MANY_PATTERNS = 12;

/** Among many patterns most of the work is in texts that are much longer than they must be: by how much they may be. */
const NEAR = [4, 12];

function sharedBy(cells: readonly TextCell[]): string | null {
  return cells.find(({ vector }) => vector === BOTH)?.text ?? null;
}

/** Letters of the shortest text. */
function shortestLength(language: Language): number {
  return language.reduce(
    (least, pattern) => Math.min(least, pattern.filter(({ kind }) => kind !== 'many').length),
    Infinity,
  );
}
