import { patternKey, type Token } from './pattern.js';

/** A set of texts: those that one of the patterns matches. Patterns hold no variables (see `hullOf`). */
export type Language = readonly (readonly Token[])[];

const keys = new WeakMap<Language, string>();

/** Equal keys: the same patterns. */
export function languageKey(language: Language): string {
  const known = keys.get(language) ?? JSON.stringify(language.map(patternKey).sort());
  keys.set(language, known);
  return known;
}

/** Stands in for the variables when patterns with variables are compared with each other. */
export const FIRST_SYMBOL = 0xf0000;

/** Signs whose lower case is an ordinary letter, beside the capital: the Kelvin and the Angstrom sign. */
const ODD_TWINS: Readonly<Record<string, string>> = { k: '\u212a', '\u00e5': '\u212b' };

/** A place in the patterns of one language. Patterns with a common beginning share its nodes. */
interface Node {
  readonly id: number;
  readonly owner: number;
  /** By character: where it leads. */
  readonly chars: Map<string, number>;
  /** Characters in either case, and `?`. */
  readonly others: { readonly token: Token & { readonly kind: 'char' | 'one' }; readonly next: number }[];
  /** Wildcards that begin here: reached without a character. */
  readonly wildcards: number[];
  /** Not null: any character without these stays here. */
  loop: string | null;
  accepts: boolean;
}

/** Nodes that are reached, in ascending order. */
export type State = readonly number[];

/** The automaton of several languages side by side. */
export class Nfa {
  readonly start: State;
  readonly #nodes: Node[] = [];
  /** By language: the node from which on any text is accepted, if there is one. */
  readonly #forever: (number | null)[];

  constructor(languages: readonly Language[]) {
    const roots = languages.map((language, owner) => this.#build(language, owner));
    this.#forever = roots.map(() => null);
    for (const node of this.#nodes) {
      if (node.loop === '' && node.accepts) this.#forever[node.owner] ??= node.id;
    }
    this.start = this.#settle(roots);
  }

  get size(): number {
    return this.#nodes.length;
  }

  step(state: State, letter: string): State {
    const next: number[] = [];
    for (const id of state) {
      const node = this.#nodes[id]!;
      if (node.loop !== null && loops(node.loop, letter)) next.push(id);
      const child = node.chars.get(letter);
      if (child !== undefined) next.push(child);
      for (const { token, next: target } of node.others) if (takes(token, letter)) next.push(target);
    }
    return this.#settle(next);
  }

  /** Bit i: language i has the texts that lead here. */
  accepted(state: State): bigint {
    return state.reduce((vector, id) => {
      const { accepts, owner } = this.#nodes[id]!;
      return accepts ? vector | (1n << BigInt(owner)) : vector;
    }, 0n);
  }

  /** Whatever follows, nothing changes any more. */
  isSettled(state: State): boolean {
    return state.every((id) => this.#forever[this.#nodes[id]!.owner] === id);
  }

  /** May a text of the language still come out? */
  isAlive(state: State, owner: number): boolean {
    return state.some((id) => this.#nodes[id]!.owner === owner);
  }

  /** The characters that the state tells apart. */
  letters(state: State): Set<string> {
    const letters = new Set<string>();
    for (const id of state) {
      const { chars, others, loop } = this.#nodes[id]!;
      for (const char of chars.keys()) letters.add(char);
      for (const char of loop ?? '') letters.add(char);
      for (const { token } of others) {
        if (token.kind === 'char') addTwins(letters, token.char);
        else for (const char of token.except) letters.add(char);
      }
    }
    return letters;
  }

  #node(owner: number): Node {
    const node: Node = {
      id: this.#nodes.length,
      owner,
      chars: new Map(),
      others: [],
      wildcards: [],
      loop: null,
      accepts: false,
    };
    this.#nodes.push(node);
    return node;
  }

  #build(language: Language, owner: number): number {
    const root = this.#node(owner);
    const shared = new Map<string, number>();
    for (const pattern of language) {
      let node = root;
      for (const token of pattern) node = this.#nodes[this.#follow(node, token, shared)]!;
      node.accepts = true;
    }
    return root.id;
  }

  #follow(node: Node, token: Token, shared: Map<string, number>): number {
    const known = shared.get(`${node.id} ${patternKey([token])}`);
    if (known !== undefined) return known;
    const { id } = this.#node(node.owner);
    shared.set(`${node.id} ${patternKey([token])}`, id);
    switch (token.kind) {
      case 'char':
        if (token.anyCase) node.others.push({ token: { ...token, kind: 'char' }, next: id });
        else node.chars.set(token.char, id);
        break;
      case 'one':
        node.others.push({ token: { ...token, kind: 'one' }, next: id });
        break;
      case 'many':
        this.#nodes[id]!.loop = token.except;
        node.wildcards.push(id);
        break;
      case 'variable':
        // Matches nothing: languages are made of hulls.
        break;
    }
    return id;
  }

  /**
   * Adds what is reached without a character. A language that accepts whatever follows keeps one node, so that
   * states which differ in what no longer matters fall together.
   */
  #settle(from: readonly number[]): State {
    const reached: number[] = [];
    const seen = new Set<number>();
    const settled = new Set<number>();
    const visit = (id: number): void => {
      if (seen.has(id)) return;
      seen.add(id);
      reached.push(id);
      const { wildcards, loop, accepts, owner } = this.#nodes[id]!;
      if (loop === '' && accepts) settled.add(owner);
      for (const wildcard of wildcards) visit(wildcard);
    };
    for (const id of from) visit(id);
    if (settled.size === 0) return reached.sort(ascending);
    const kept = reached.filter((id) => !settled.has(this.#nodes[id]!.owner));
    for (const owner of settled) kept.push(this.#forever[owner]!);
    return kept.sort(ascending);
  }
}

function ascending(a: number, b: number): number {
  return a - b;
}

function loops(except: string, letter: string): boolean {
  // A variable's symbol may stand for any text: only a wildcard without exception covers it.
  return except === '' || !(isSymbol(letter) || except.includes(letter));
}

function takes(token: Token, letter: string): boolean {
  switch (token.kind) {
    case 'char':
      return token.char === letter || (token.anyCase && token.char.toLowerCase() === letter.toLowerCase());
    case 'many':
      return loops(token.except, letter);
    case 'one':
      return !isSymbol(letter) && !token.except.includes(letter);
    case 'variable':
      return false;
  }
}

function isSymbol(letter: string): boolean {
  return letter.length === 2 && letter.codePointAt(0)! >= FIRST_SYMBOL;
}

function addTwins(letters: Set<string>, char: string): void {
  const lower = char.toLowerCase();
  for (const twin of [char, lower, char.toUpperCase(), ODD_TWINS[lower] ?? lower]) {
    if (twin.length === 1) letters.add(twin);
  }
}

/** Does one of the patterns match the whole text? Linear in pattern times text, whatever the pattern. */
export function inLanguage(language: Language, text: string): boolean {
  return language.some((pattern) => matchesTokens(pattern, text));
}

function matchesTokens(pattern: readonly Token[], text: string): boolean {
  // Most patterns differ from most texts before the first wildcard.
  let prefix = 0;
  for (; prefix < pattern.length; prefix++) {
    const token = pattern[prefix]!;
    if (token.kind !== 'char') break;
    if (prefix >= text.length || !takes(token, text[prefix]!)) return false;
  }
  let states = closed(pattern, [prefix]);
  for (let i = prefix; i < text.length && states.length > 0; i++) {
    const next: number[] = [];
    for (const at of states) {
      const token = pattern[at];
      if (token && takes(token, text[i]!)) next.push(token.kind === 'many' ? at : at + 1);
    }
    states = closed(pattern, next);
  }
  return states.at(-1) === pattern.length;
}

/** Adds the positions behind wildcards, which may match nothing. Positions stay in ascending order. */
function closed(pattern: readonly Token[], from: readonly number[]): number[] {
  const all: number[] = [];
  let last = -1;
  for (const start of from) {
    for (let at = start; ; at++) {
      if (at > last) all.push((last = at));
      if (pattern[at]?.kind !== 'many') break;
    }
  }
  return all;
}
