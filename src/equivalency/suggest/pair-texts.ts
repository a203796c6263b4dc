import { tokensOf } from './words.js';

/** A text of side 1 and the one of side 2 that stands in its place; null: nothing does. */
export type TextPair = readonly [string | null, string | null];

/** Sets so large that comparing each with each costs more than it tells. */
const MOST_PAIRS = 10_000;

/**
 * What to do with texts that could as well stand for others: `leave` them out, they tell nothing, or `break` the tie by
 * their order.
 */
export type Ties = 'leave' | 'break';

/**
 * Pairs two sets of texts: equal ones, then those that share most words. One that is left over on each side stands
 * for the other.
 */
export function pairTexts(texts1: readonly string[], texts2: readonly string[], ties: Ties): TextPair[] {
  const in2 = new Set(texts2);
  const in1 = new Set(texts1);
  const equal = [...in1].filter((text) => in2.has(text)).map((text): TextPair => [text, text]);
  const rest1 = [...in1].filter((text) => !in2.has(text));
  const rest2 = [...in2].filter((text) => !in1.has(text));
  return [...equal, ...pairRest(rest1, rest2, ties)];
}

interface Edge {
  readonly text1: string;
  readonly text2: string;
}

function pairRest(rest1: string[], rest2: string[], ties: Ties): TextPair[] {
  if (rest1.length === 1 && rest2.length === 1) return [[rest1[0]!, rest2[0]!]];
  if (rest1.length * rest2.length > MOST_PAIRS) return [];
  const free1 = new Set(rest1);
  const free2 = new Set(rest2);
  const pairs: TextPair[] = [];
  for (const edges of edgesByLikeness(rest1, rest2)) {
    const open = edges.filter(({ text1, text2 }) => free1.has(text1) && free2.has(text2));
    const [count1, count2] = [countBy(open, 'text1'), countBy(open, 'text2')];
    for (const { text1, text2 } of open) {
      const isTied = count1.get(text1)! > 1 || count2.get(text2)! > 1;
      if (isTied && ties === 'leave') {
        free1.delete(text1);
        free2.delete(text2);
      } else if (free1.has(text1) && free2.has(text2)) {
        free1.delete(text1);
        free2.delete(text2);
        pairs.push([text1, text2]);
      }
    }
  }
  if (free1.size === 1 && free2.size === 1) return [...pairs, [[...free1][0]!, [...free2][0]!]];
  return [
    ...pairs,
    ...[...free1].map((text): TextPair => [text, null]),
    ...[...free2].map((text): TextPair => [null, text]),
  ];
}

/** Texts that have something in common, the likest first; those that are as alike as each other together. */
function edgesByLikeness(rest1: readonly string[], rest2: readonly string[]): Edge[][] {
  const byScore = new Map<number, Edge[]>();
  for (const text1 of rest1) {
    for (const text2 of rest2) {
      const score = likeness(text1, text2);
      if (score === 0) continue;
      const edges = byScore.get(score);
      if (edges) edges.push({ text1, text2 });
      else byScore.set(score, [{ text1, text2 }]);
    }
  }
  return [...byScore].sort(([a], [b]) => b - a).map(([, edges]) => edges);
}

function countBy(edges: readonly Edge[], end: keyof Edge): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const edge of edges) counts.set(edge[end], (counts.get(edge[end]) ?? 0) + 1);
  return counts;
}

/** Share of the words that two texts have in common, from 0 to 1; like separators count a little. */
export function likeness(text1: string, text2: string): number {
  const counts = new Map<string, number>();
  let total = 0;
  for (const { text, kind } of tokensOf(text1)) {
    counts.set(text, (counts.get(text) ?? 0) + 1);
    total += kind === 'other' ? SEPARATOR : 1;
  }
  let shared = 0;
  for (const { text, kind } of tokensOf(text2)) {
    const weight = kind === 'other' ? SEPARATOR : 1;
    total += weight;
    const left = counts.get(text) ?? 0;
    if (left === 0) continue;
    counts.set(text, left - 1);
    shared += weight;
  }
  return total === 0 ? 0 : (2 * shared) / total;
}

const SEPARATOR = 0.2;
