import { distance } from 'fastest-levenshtein';

/** `did you mean "dev"?` for the nearest of the words, if one is near enough; else undefined. */
export function didYouMean(word: string, words: readonly string[]): string | undefined {
  // Two, so that neighbours in the wrong order are near: `qa-porfile`.
  const limit = Math.max(2, Math.floor(word.length / 3));
  const near = words
    .map((candidate) => ({ candidate, away: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, away }) => away <= limit && away < candidate.length)
    .sort((a, b) => a.away - b.away)[0];
  return near && `did you mean "${near.candidate}"?`;
}
