import { distance } from 'fastest-levenshtein';

/** The known word nearest to a mistyped one, or null where none is near. */
export function nearest(word: string, known: readonly string[]): string | null {
  const scored = known
    .map((candidate) => ({ candidate, score: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.score - b.score);
  const best = scored[0];
  return best && best.score <= Math.max(1, Math.floor(best.candidate.length / 3)) ? best.candidate : null;
}
