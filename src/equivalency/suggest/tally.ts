import type { EntityPair } from './align.js';
import { isRegion } from '../regions.js';
import { type Field, type Place, placesOf } from './places.js';
import type { Ties } from './pair-texts.js';
import { tokensOf } from './words.js';
import { wordDifference } from './word-difference.js';

/** Where two words stand for each other. */
export interface Example {
  readonly entity: string;
  readonly field: Field;
  readonly text1: string;
  readonly text2: string;
}

/** Two words that stand for each other somewhere, and how often. */
export interface Candidate {
  readonly from: string;
  readonly to: string;
  /** Cut out of longer words only. */
  readonly inner: boolean;
  readonly places: number;
  readonly fields: ReadonlySet<Field>;
  /** Entities in which they do so, of the kind that has most of them. */
  readonly entities: number;
  /** Those in which they do so outside of trust policies. */
  readonly outside: number;
  /** How much these entities say together: see `WEIGHTS`. */
  readonly weight: number;
  /** Most entities, or inline policies, whose names they tell apart allow different things. */
  readonly differs: boolean;
  /** Key of a tag whose whole value they are; null: of none. */
  readonly tag: string | null;
  readonly examples: readonly Example[];
}

export interface Tally {
  readonly candidates: readonly Candidate[];
  /** In how many places a word of side 1 (2) stands against anything at all: itself, another, nothing. */
  readonly total1: ReadonlyMap<string, number>;
  readonly total2: ReadonlyMap<string, number>;
  /** In how many it stands for itself. */
  readonly same: ReadonlyMap<string, number>;
}

const MOST_EXAMPLES = 4;

/**
 * How much an entity says by the place in it that says most. What is called something is called so on purpose; what only
 * a document says is as often changed by mistake; what only a trust policy says proves nothing.
 */
const WEIGHTS: Readonly<Record<Field, number>> = {
  name: 1,
  path: 1,
  'policy name': 1,
  'instance profile': 1,
  group: 1,
  tag: 0.5,
  resource: 0.5,
  condition: 0.5,
  principal: 0,
  'trust condition': 0,
};

/** Counts which words stand for which, over every place of every pair of entities. A text counts once per entity. */
export function tallyWords(pairs: readonly EntityPair[], ties: Ties): Tally {
  const counter = new Counter();
  for (const pair of pairs) {
    const seen = new Set<string>();
    for (const place of placesOf(pair.one, pair.two, ties)) {
      const key = `${place.text1 ?? ''}\0${place.text2 ?? ''}\0${place.field === 'trust condition' ? 'trust' : ''}`;
      if (seen.has(key)) continue;
      seen.add(key);
      counter.add(pair, place);
    }
  }
  return counter.tally();
}

interface Count {
  readonly from: string;
  readonly to: string;
  inner: boolean;
  places: number;
  tag: string | null;
  readonly fields: Set<Field>;
  /** Name of an entity → its weight. */
  readonly entities: Map<EntityPair['kind'], Map<string, number>>;
  /** Names that they tell apart: of how many more the owners can do the same than can do something else. */
  readonly alike: Map<EntityPair['kind'] | 'inline policy', number>;
  readonly examples: Example[];
}

class Counter {
  readonly #counts = new Map<string, Count>();
  readonly #total1 = new Map<string, number>();
  readonly #total2 = new Map<string, number>();
  readonly #same = new Map<string, number>();

  add(pair: EntityPair, place: Place): void {
    const { field, text1, text2, tag } = place;
    if (text1 === null || text2 === null) {
      for (const word of wordsIn(text1)) this.#see(word, 1);
      for (const word of wordsIn(text2)) this.#see(word, 2);
      return;
    }
    const { pieces, same, lost1, lost2 } = wordDifference(text1, text2);
    for (const word of new Set(same)) addOne(this.#same, word);
    for (const word of new Set([...same, ...lost1])) this.#see(word, 1);
    for (const word of new Set([...same, ...lost2])) this.#see(word, 2);
    const unique = new Map(pieces.map((piece) => [`${piece.from}\0${piece.to}`, piece]));
    for (const [key, piece] of unique) {
      // The longer words that it is cut out of are counted.
      if (!piece.inner) {
        this.#see(piece.from, 1);
        this.#see(piece.to, 2);
      }
      const count = this.#count(key, piece, pair, { entity: pair.one.name, field, text1, text2 });
      if (piece.from === text1 && piece.to === text2) count.tag ??= tag ?? null;
      if (field === 'name') vote(count, pair.kind, pair.isShapedAlike);
      if (field === 'policy name') vote(count, 'inline policy', place.isShapedAlike === true);
    }
  }

  #count(
    key: string,
    { from, to, inner }: { from: string; to: string; inner: boolean },
    pair: EntityPair,
    example: Example,
  ): Count {
    let count = this.#counts.get(key);
    if (!count) {
      count = {
        from,
        to,
        inner,
        places: 0,
        tag: null,
        fields: new Set(),
        entities: new Map(),
        alike: new Map(),
        examples: [],
      };
      this.#counts.set(key, count);
    }
    count.inner &&= inner;
    count.places++;
    count.fields.add(example.field);
    const weight = WEIGHTS[example.field];
    // Where each account lives must be clear before an entry of regions is proposed.
    const worth = weight > 0 && (isRegion(from) || isRegion(to)) ? 1 : weight;
    const entities = count.entities.get(pair.kind) ?? new Map<string, number>();
    count.entities.set(
      pair.kind,
      entities.set(pair.one.name, Math.max(worth, entities.get(pair.one.name) ?? 0)),
    );
    addExample(count.examples, example);
    return count;
  }

  #see(word: string, side: 1 | 2): void {
    addOne(side === 1 ? this.#total1 : this.#total2, word);
  }

  tally(): Tally {
    const candidates = [...this.#counts.values()].map(candidateOf);
    return { candidates, total1: this.#total1, total2: this.#total2, same: this.#same };
  }
}

function candidateOf({ entities, alike, ...count }: Count): Candidate {
  const weights = [...entities.values()].map((names) => [...names.values()]);
  const most = (measure: (weights: readonly number[]) => number): number => Math.max(...weights.map(measure));
  return {
    ...count,
    entities: most((all) => all.length),
    outside: most((all) => all.filter((weight) => weight > 0).length),
    weight: most((all) => all.reduce((sum, weight) => sum + weight, 0)),
    differs: [...alike.values()].some((votes) => votes < 0),
  };
}

function vote({ alike }: Count, kind: EntityPair['kind'] | 'inline policy', isAlike: boolean): void {
  alike.set(kind, (alike.get(kind) ?? 0) + (isAlike ? 1 : -1));
}

function addOne(counts: Map<string, number>, word: string): void {
  counts.set(word, (counts.get(word) ?? 0) + 1);
}

function wordsIn(text: string | null): Set<string> {
  if (text === null) return new Set();
  return new Set(tokensOf(text).flatMap((token) => (token.kind === 'other' ? [] : [token.text])));
}

/** Keeps one example of each field, of names two. */
function addExample(examples: Example[], example: Example): void {
  const same = examples.filter(({ field }) => field === example.field).length;
  if (examples.length < MOST_EXAMPLES && same < (example.field === 'name' ? 2 : 1)) examples.push(example);
}
