import { type Language, lettersOf, loops, takes } from './language.js';
import { patternKey, type Token } from './pattern.js';

/** A place in the patterns of one language. Patterns with a common beginning share its nodes. */
interface Node {
  readonly id: number;
  readonly owner: number;
  /** Characters as they are, each with where it leads. */
  readonly chars: { readonly char: string; readonly next: number }[];
  /** Characters in either case, and `?`. */
  readonly others: { readonly token: Token & { readonly kind: 'char' | 'one' }; readonly next: number }[];
  /** Wildcards that begin here: reached without a character. */
  readonly wildcards: number[];
  /** Not null: any character without these stays here. */
  loop: string | null;
  accepts: boolean;
}

/** Nodes that are reached together. */
export interface State {
  /** In ascending order. */
  readonly nodes: readonly number[];
  /** Equal for states of the same nodes: one UTF-16 unit per node. */
  readonly key: string;
}

/** Where a state leads. */
export interface Moves {
  /** The characters that the state tells apart. */
  readonly letters: Set<string>;
  readonly to: (letter: string) => State;
}

/** Languages that accept whatever follows keep one node: no other one of theirs matters any more. */
interface Reached {
  readonly state: State;
  readonly settled: readonly number[];
}

/** The automaton of several languages side by side. */
export class Nfa {
  readonly start: State;
  readonly #nodes: Node[] = [];
  /** By node: what is reached from it without a character, itself included. */
  readonly #closures: readonly (readonly number[])[];
  /** By node: the last round in which it was reached. */
  readonly #seen: Uint32Array;
  #round = 0;
  #lefts: readonly number[] | undefined;
  /** By language: the node from which on any text is accepted, if there is one. */
  readonly #forever: (number | null)[];

  constructor(languages: readonly Language[]) {
    const roots = languages.map((language, owner) => this.#build(language, owner));
    this.#seen = new Uint32Array(this.#nodes.length);
    this.#closures = this.#nodes.map((node) => this.#closureOf(node));
    this.#forever = roots.map(() => null);
    for (const node of this.#nodes) {
      if (isFinal(node)) this.#forever[node.owner] ??= node.id;
    }
    this.start = this.#reach(NOTHING, roots).state;
  }

  get size(): number {
    return this.#nodes.length;
  }

  /** Most letters lead to where any other leads and a few nodes more: what all share is made once. */
  moves({ nodes }: State): Moves {
    // In the order in which the nodes name them.
    const children = new Map<string, number[]>();
    const stays: number[] = [];
    const guarded: Node[] = [];
    const others: Node['others'] = [];
    const name = (letter: string): number[] => {
      let targets = children.get(letter);
      if (!targets) children.set(letter, (targets = []));
      return targets;
    };
    for (const id of nodes) {
      const node = this.#nodes[id]!;
      for (const { char, next } of node.chars) name(char).push(next);
      if (node.loop === '') stays.push(id);
      else if (node.loop !== null) guarded.push(node);
      for (const char of node.loop ?? '') name(char);
      for (const other of node.others) {
        others.push(other);
        for (const letter of lettersOf(other.token)) name(letter);
      }
    }
    const shared = this.#reach(NOTHING, stays);
    return {
      letters: new Set(children.keys()),
      to: (letter) => {
        const named = children.get(letter) ?? [];
        if (guarded.length === 0 && others.length === 0) return this.#reach(shared, named).state;
        const targets = [...named];
        for (const { id, loop } of guarded) if (loops(loop!, letter)) targets.push(id);
        for (const { token, next } of others) if (takes(token, letter)) targets.push(next);
        return this.#reach(shared, targets).state;
      },
    };
  }

  /** Bit i: language i has the texts that lead here. */
  accepted({ nodes }: State): bigint {
    let vector = 0n;
    for (const id of nodes) {
      const { accepts, owner } = this.#nodes[id]!;
      if (accepts) vector |= 1n << BigInt(owner);
    }
    return vector;
  }

  /** Which languages accept whatever follows (bit i), and which are not decided yet. The others are lost. */
  prospects({ nodes }: State): { readonly settled: bigint; readonly open: readonly number[] } {
    let settled = 0n;
    const open: number[] = [];
    for (const id of nodes) {
      const { owner } = this.#nodes[id]!;
      if (this.#forever[owner] === id) settled |= 1n << BigInt(owner);
      else if (!open.includes(owner)) open.push(owner);
    }
    return { settled, open };
  }

  /** May a text of the language still come out, within so many letters? */
  isAlive({ nodes }: State, owner: number, letters: number): boolean {
    for (const id of nodes) {
      if (this.#nodes[id]!.owner === owner && (letters === Infinity || this.#left(id) <= letters))
        return true;
    }
    return false;
  }

  /** The fewest letters that lead from the node to a text of its language. */
  #left(id: number): number {
    return (this.#lefts ??= this.#readLefts())[id]!;
  }

  #readLefts(): readonly number[] {
    const lefts = this.#nodes.map(({ accepts }) => (accepts ? 0 : Infinity));
    // A node is made after the one that leads to it.
    for (let id = lefts.length - 1; id >= 0; id--) {
      const { chars, others, wildcards } = this.#nodes[id]!;
      for (const { next } of chars) lefts[id] = Math.min(lefts[id]!, lefts[next]! + 1);
      for (const { next } of others) lefts[id] = Math.min(lefts[id]!, lefts[next]! + 1);
      for (const wildcard of wildcards) lefts[id] = Math.min(lefts[id]!, lefts[wildcard]!);
    }
    return lefts;
  }

  #node(owner: number): Node {
    const node: Node = {
      id: this.#nodes.length,
      owner,
      chars: [],
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
    for (const pattern of language) {
      let node = root;
      for (const token of pattern) node = this.#nodes[this.#known(node, token) ?? this.#follow(node, token)]!;
      node.accepts = true;
    }
    return root.id;
  }

  /** Where the token leads from the node already. */
  #known({ chars, others, wildcards }: Node, token: Token): number | undefined {
    if (token.kind === 'many') return wildcards.find((id) => this.#nodes[id]!.loop === token.except);
    if (token.kind === 'char' && !token.anyCase) return chars.find(({ char }) => char === token.char)?.next;
    if (others.length === 0) return undefined;
    const key = patternKey([token]);
    return others.find((other) => patternKey([other.token]) === key)?.next;
  }

  #follow(node: Node, token: Token): number {
    const { id } = this.#node(node.owner);
    switch (token.kind) {
      case 'char':
        if (token.anyCase) node.others.push({ token: { ...token, kind: 'char' }, next: id });
        else node.chars.push({ char: token.char, next: id });
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

  /** The node and the wildcards that begin there, in ascending order. */
  #closureOf(node: Node): readonly number[] {
    if (node.wildcards.length === 0) return [node.id];
    const reached = new Set([node.id]);
    for (const id of reached) for (const wildcard of this.#nodes[id]!.wildcards) reached.add(wildcard);
    return [...reached].sort(ascending);
  }

  /**
   * What is reached already and these nodes, with what is reached from them without a character. A language that
   * accepts whatever follows keeps one node, so that states which differ in what no longer matters fall together.
   */
  #reach(already: Reached, targets: readonly number[]): Reached {
    const round = ++this.#round;
    const added: number[] = [];
    let accepts = false;
    for (const target of targets) {
      for (const id of this.#closures[target]!) {
        if (this.#seen[id] === round) continue;
        this.#seen[id] = round;
        const node = this.#nodes[id]!;
        if (already.settled.length > 0 && already.settled.includes(node.owner)) continue;
        added.push(id);
        accepts ||= isFinal(node);
      }
    }
    const nodes = union(already.state.nodes, added.length < 2 ? added : added.sort(ascending));
    if (nodes === already.state.nodes) return already;
    if (!accepts) return { state: stateOf(nodes), settled: already.settled };
    const settled = new Set(already.settled);
    for (const id of added) if (isFinal(this.#nodes[id]!)) settled.add(this.#nodes[id]!.owner);
    const kept = [...settled].map((owner) => this.#forever[owner]!).sort(ascending);
    const open = nodes.filter((id) => !settled.has(this.#nodes[id]!.owner));
    return { state: stateOf(union(open, kept)), settled: [...settled] };
  }
}

const NOTHING: Reached = { state: { nodes: [], key: '' }, settled: [] };

function stateOf(nodes: readonly number[]): State {
  return { nodes, key: String.fromCharCode(...nodes) };
}

/** Accepts whatever follows. */
function isFinal({ loop, accepts }: Node): boolean {
  return loop === '' && accepts;
}

/** Of two ascending lists; the first one itself where the other has nothing new. */
function union(one: readonly number[], two: readonly number[]): readonly number[] {
  const both: number[] = [];
  let at = 0;
  for (const id of two) {
    while (at < one.length && one[at]! < id) both.push(one[at++]!);
    if (one[at] !== id) both.push(id);
  }
  while (at < one.length) both.push(one[at++]!);
  return both.length === one.length ? one : both;
}

function ascending(a: number, b: number): number {
  return a - b;
}
