import { looksRandom, type Token, tokensOf } from './words.js';

/** What stands on one side where the other has something else. Both are words, or one is a placeholder. */
export interface Piece {
  readonly from: string;
  readonly to: string;
  /** Cut out of a longer word: `dev` of `dev01`. */
  readonly inner: boolean;
}

export interface WordDifference {
  readonly pieces: readonly Piece[];
  /** Words and placeholders that both have at the same place. */
  readonly same: readonly string[];
  /** Words of one text that nothing in the other stands for, or nothing that could be an entry. */
  readonly lost1: readonly string[];
  readonly lost2: readonly string[];
}

/**
 * Two texts that should say the same, word by word: `app-dev-euw1` and `app-qa-use1` differ in `dev`/`qa` and
 * `euw1`/`use1`, and share `app`.
 */
export function wordDifference(text1: string, text2: string): WordDifference {
  const difference: Mutable = { pieces: [], same: [], lost1: [], lost2: [] };
  const tokens1 = tokensOf(text1);
  const tokens2 = tokensOf(text2);
  if (text1 === text2) {
    for (const token of tokens1) if (token.kind !== 'other') difference.same.push(token.text);
    return difference;
  }
  for (const [run1, run2] of alignRuns(tokens1, tokens2, difference.same))
    compareRuns(run1, run2, difference);
  return difference;
}

interface Mutable {
  readonly pieces: Piece[];
  readonly same: string[];
  readonly lost1: string[];
  readonly lost2: string[];
}

/** Texts so long that aligning them word by word costs more than it tells: a name has a few dozen words at most. */
const MOST_CELLS = 40_000;

/** Pairs of runs of tokens between what both texts share, which goes into `same`. */
function alignRuns(a: readonly Token[], b: readonly Token[], same: string[]): [Token[], Token[]][] {
  if (sameShape(a, b)) {
    return a.flatMap((token, at): [Token[], Token[]][] => {
      if (token.text !== b[at]!.text) return [[[token], [b[at]!]]];
      if (token.kind !== 'other') same.push(token.text);
      return [];
    });
  }
  if (a.length * b.length > MOST_CELLS) return [[[...a], [...b]]];
  const lengths = commonLengths(a, b);
  const runs: [Token[], Token[]][] = [];
  let run: [Token[], Token[]] = [[], []];
  let i = 0;
  let j = 0;
  const close = (): void => {
    if (run[0].length + run[1].length > 0) runs.push(run);
    run = [[], []];
  };
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i]!.text === b[j]!.text) {
      close();
      if (a[i]!.kind !== 'other') same.push(a[i]!.text);
      i++;
      j++;
    } else if (j === b.length || (i < a.length && lengths[i + 1]![j]! >= lengths[i]![j + 1]!))
      run[0].push(a[i++]!);
    else run[1].push(b[j++]!);
  }
  close();
  return runs;
}

function sameShape(a: readonly Token[], b: readonly Token[]): boolean {
  return (
    a.length === b.length &&
    a.every(
      (token, at) =>
        (token.kind === 'other') === (b[at]!.kind === 'other') &&
        (token.kind !== 'other' || token.text === b[at]!.text),
    )
  );
}

/** Weight of the longest common subsequence of each pair of tails; words outweigh separators. */
function commonLengths(a: readonly Token[], b: readonly Token[]): number[][] {
  const lengths = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const weight = a[i]!.text === b[j]!.text ? (a[i]!.kind === 'other' ? 1 : 3) : 0;
      lengths[i]![j] = Math.max(
        lengths[i + 1]![j]!,
        lengths[i]![j + 1]!,
        weight > 0 ? weight + lengths[i + 1]![j + 1]! : 0,
      );
    }
  }
  return lengths;
}

/** Adds what two runs that differ tell: pairs of words where their shapes are alike, else the runs as a whole. */
function compareRuns(run1: Token[], run2: Token[], difference: Mutable): void {
  if (run1.length > 0 && sameShape(run1, run2)) {
    run1.forEach((token, at) => {
      if (token.text !== run2[at]!.text) addPiece([token], [run2[at]!], difference);
      else if (token.kind !== 'other') difference.same.push(token.text);
    });
  } else addPiece(run1, run2, difference);
}

function addPiece(run1: readonly Token[], run2: readonly Token[], { pieces, lost1, lost2 }: Mutable): void {
  const words = (run: readonly Token[]): string[] =>
    run.flatMap((token) => (token.kind === 'other' ? [] : [token.text]));
  const from = nameOf(run1);
  const to = nameOf(run2);
  const arePlaceholders = run1[0]?.kind === 'placeholder' && run2[0]?.kind === 'placeholder';
  if (from === null || to === null || arePlaceholders) {
    lost1.push(...words(run1));
    lost2.push(...words(run2));
    return;
  }
  pieces.push({ from, to, inner: false });
  const inner = run1[0]!.kind === 'word' && run2[0]!.kind === 'word' ? innerPiece(from, to) : null;
  if (inner) pieces.push(inner);
}

/** The run as something that a list could name: one placeholder, or words with plain separators between them. */
function nameOf(run: readonly Token[]): string | null {
  const [first] = run;
  if (first?.kind === 'placeholder') return run.length === 1 ? first.text : null;
  if (first?.kind !== 'word' || run.at(-1)?.kind !== 'word') return null;
  const isName = run.every(
    (token) => token.kind === 'word' || (token.kind === 'other' && /^[-_./]$/.test(token.text)),
  );
  return isName ? run.map(({ text }) => text).join('') : null;
}

/** `dev` and `qa` of `dev01` and `qa01`, of `devreader` and `qareader`: what is left without the common ends. */
function innerPiece(from: string, to: string): Piece | null {
  const isWord = (text: string): boolean => /^[\p{L}\p{N}]+$/u.test(text) && !looksRandom(text);
  if (!isWord(from) || !isWord(to)) return null;
  const shorter = Math.min(from.length, to.length);
  let head = 0;
  while (head < shorter && from[head] === to[head]) head++;
  let tail = 0;
  while (tail < shorter - head && from.at(-1 - tail) === to.at(-1 - tail)) tail++;
  const cut = from.slice(0, head) + from.slice(from.length - tail);
  if (cut.length < 3 && !/^\d+$/.test(cut)) return null;
  const inner = {
    from: from.slice(head, from.length - tail),
    to: to.slice(head, to.length - tail),
    inner: true,
  };
  return inner.from.length < 2 || inner.to.length < 2 ? null : inner;
}
