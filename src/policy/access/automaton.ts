import { inLanguage, type Language } from './language.js';
import { Nfa, type State } from './nfa.js';

export { FIRST_SYMBOL, inLanguage, type Language, languageKey } from './language.js';

/** A question took more steps than it may. It ends in `unknown`, never in a hang. */
export class BudgetExceeded extends Error {}

/** Texts that no language tells apart. */
export interface TextCell {
  /** Bit i: the texts are in language i. */
  readonly vector: bigint;
  /** The shortest text of the cell that isn't empty, if there is one. */
  readonly text: string;
}

/** What of the space is of interest. */
export interface Limits {
  /** Stop at the cell of this vector. */
  readonly until?: bigint;
  /** Only texts in all of these languages (by index) matter; cells of others may be missing. */
  readonly within?: readonly number[];
  readonly maxStates?: number;
  /** Cells whose texts are all longer may be missing. */
  readonly longest?: number;
}

/** What cutting found, and how many states it went through. */
export interface Cut {
  readonly cells: TextCell[];
  readonly states: number;
}

export const MAX_STATES = 12_000;
/** A state's key has one UTF-16 unit per node. */
const MAX_NODES = 0xffff;
/** Counts the steps that cutting takes, and ends it. */
export interface Meter {
  /** Throws BudgetExceeded. */
  readonly spend: (steps: number) => void;
}

/** Characters that stand for "any other one", the most readable first. */
const OTHERS = 'xyzabcdefghijklmnopqrstuvw0123456789XYZABCDEFGHIJKLMNOPQRSTUVW-_.~!^';

/**
 * Cuts the space of all texts into the cells of `languages`, exactly: explores the deterministic product of their
 * automata. States are sets of pattern positions; of the alphabet only the characters that a state can tell apart
 * are tried, and one other. Throws BudgetExceeded where the product is too large.
 */
export function cutTexts(
  languages: readonly Language[],
  { until, within = [], maxStates = MAX_STATES, longest = Infinity }: Limits,
  meter: Meter,
): Cut {
  const nfa = new Nfa(languages);
  if (nfa.size > MAX_NODES) throw new BudgetExceeded();
  const parents: number[] = [-1];
  const depths: number[] = [0];
  const letters: string[] = [''];
  const states: State[] = [nfa.start];
  const index = new Map([[nfa.start.key, 0]]);
  const cells = new Map<bigint, TextCell>();
  const startVector = nfa.accepted(nfa.start);
  const textOf = (state: number): string => {
    const text: string[] = [];
    for (let at = state; at > 0; at = parents[at]!) text.push(letters[at]!);
    return text.reverse().join('');
  };
  for (let at = 0; at < states.length; at++) {
    const state = states[at]!;
    const vector = nfa.accepted(state);
    const known = cells.get(vector);
    if (known === undefined || (known.text === '' && at > 0)) cells.set(vector, { vector, text: textOf(at) });
    if (vector === until) break;
    // The one cell that is looked for is still to come.
    if (until === undefined && at > 0 && isExhausted(nfa.prospects(state), cells)) continue;
    const depth = depths[at]! + 1;
    const moves = nfa.moves(state);
    for (const letter of withAnother(moves.letters)) {
      meter.spend(state.nodes.length + 2);
      const next = moves.to(letter);
      const seen = index.get(next.key);
      if (seen !== undefined) {
        // The empty text is a poor representative: a longer way back to the start is a better one.
        if (seen === 0 && cells.get(startVector)?.text === '') {
          cells.set(startVector, { vector: startVector, text: textOf(at) + letter });
        }
        continue;
      }
      if (!within.every((one) => nfa.isAlive(next, one, longest - depth))) continue;
      if (states.length >= maxStates) throw new BudgetExceeded();
      index.set(next.key, states.length);
      states.push(next);
      parents.push(at);
      depths.push(depth);
      letters.push(letter);
    }
  }
  return { cells: [...cells.values()], states: states.length };
}

/** Languages that may be open in a state for it to be worth asking which cells it can still lead to. */
const MOST_OPEN = 5;

/** Has every cell that a state can lead to been found already, by a shorter text? */
function isExhausted(
  { settled, open }: ReturnType<Nfa['prospects']>,
  cells: ReadonlyMap<bigint, TextCell>,
): boolean {
  if (open.length > MOST_OPEN) return false;
  for (let choice = 0; choice < 1 << open.length; choice++) {
    const vector = open.reduce(
      (bits, owner, at) => (choice & (1 << at) ? bits | (1n << BigInt(owner)) : bits),
      settled,
    );
    // The empty text is a poor one, for which a better may still come.
    if (!cells.get(vector)?.text) return false;
  }
  return true;
}

/** The cell that one text is in: bit i is set where language i has it. */
export function vectorOf(languages: readonly Language[], text: string): bigint {
  let vector = 0n;
  for (let i = 0; i < languages.length; i++) {
    if (inLanguage(languages[i]!, text)) vector |= 1n << BigInt(i);
  }
  return vector;
}

/** With one character that stands for all others. */
function withAnother(letters: Set<string>): Set<string> {
  for (const other of OTHERS) {
    if (!letters.has(other)) return letters.add(other);
  }
  for (let code = 0x2460; ; code++) {
    const other = String.fromCharCode(code);
    if (!letters.has(other)) return letters.add(other);
  }
}
