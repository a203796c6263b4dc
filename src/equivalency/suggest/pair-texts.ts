import { tokensOf } from './words.js';

/** A text of side 1 and the one of side 2 that stands in its place; null: nothing does. */
export type TextPair = readonly [string | null, string | null];

/** Sets so large that comparing each with each costs more than it tells. */
const MOST_PAIRS = 10_000;

/**
 * Pairs two sets of texts: equal ones, then those that share most words. One that is left over on each side stands
 * for the other.
 */
export function pairTexts(texts1: readonly string[], texts2: readonly string[]): TextPair[] {
  const in2 = new Set(texts2);
  const in1 = new Set(texts1);
  const equal = [...in1].filter((text) => in2.has(text)).map((text): TextPair => [text, text]);
  const rest1 = [...in1].filter((text) => !in2.has(text));
  const rest2 = [...in2].filter((text) => !in1.has(text));
  return [...equal, ...pairRest(rest1, rest2)];
}

function pairRest(rest1: string[], rest2: string[]): TextPair[] {
  if (rest1.length === 1 && rest2.length === 1) return [[rest1[0]!, rest2[0]!]];
  if (rest1.length * rest2.length > MOST_PAIRS) return [];
  const ranked = rest1
    .flatMap((text1) => rest2.map((text2) => ({ text1, text2, score: likeness(text1, text2) })))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score);
  const free1 = new Set(rest1);
  const free2 = new Set(rest2);
  const pairs: TextPair[] = [];
  for (const { text1, text2 } of ranked) {
    if (!free1.has(text1) || !free2.has(text2)) continue;
    free1.delete(text1);
    free2.delete(text2);
    pairs.push([text1, text2]);
  }
  if (free1.size === 1 && free2.size === 1) return [...pairs, [[...free1][0]!, [...free2][0]!]];
  return [
    ...pairs,
    ...[...free1].map((text): TextPair => [text, null]),
    ...[...free2].map((text): TextPair => [null, text]),
  ];
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
