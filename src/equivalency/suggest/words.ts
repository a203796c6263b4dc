import { regionPattern } from '../regions.js';

/**
 * A piece of a text: `word` (letters and digits), `placeholder` (`<accountname>`), or `other` (a separator, a wildcard, a
 * policy variable). A region is one word however it is written: `eu-west-1`, `EU_WEST_1`, `EuWest1`; so is a
 * UUID. An availability zone (`eu-west-1a`) is two.
 */
export interface Token {
  readonly kind: 'word' | 'placeholder' | 'other';
  readonly text: string;
}

const PIECES = new RegExp(
  [
    '(?<variable>\\$\\{[^}]*\\})',
    '(?<bracket><<|>>)',
    '(?<placeholder><[^<>]+>)',
    '(?<uuid>(?<![A-Za-z0-9])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![A-Za-z0-9]))',
    `(?<region>(?<![A-Za-z0-9])${regionPattern('[-_]')}(?=[a-z]?(?![A-Za-z0-9])))`,
    '(?<word>[\\p{L}\\p{N}]+)',
    '(?<other>[^])',
  ].join('|'),
  'giu',
);

/** Splits a normalised text; the tokens joined are the text again. `BillingDevRole` has three words. */
export function tokensOf(text: string): readonly Token[] {
  let tokens = known.get(text);
  if (!tokens) {
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(text, (tokens = split(text)));
  }
  return tokens;
}

const known = new Map<string, readonly Token[]>();
const MOST_KNOWN = 50_000;

function split(text: string): Token[] {
  return [...text.matchAll(PIECES)].flatMap(({ groups = {} }): Token[] => {
    if (groups.word !== undefined) return wordsOf(groups.word);
    const whole = groups.region ?? groups.uuid;
    if (whole !== undefined) return [{ kind: 'word', text: whole }];
    if (groups.placeholder !== undefined) return [{ kind: 'placeholder', text: groups.placeholder }];
    return [{ kind: 'other', text: groups.variable ?? groups.bracket ?? groups.other ?? '' }];
  });
}

/** camelCase falls into its words; what mixes letters and digits like a hash stays whole. */
function wordsOf(run: string): Token[] {
  const isMixed = /\p{Lu}/u.test(run) && /\p{Ll}/u.test(run);
  const words = isMixed && !looksRandom(run) ? (run.match(CAMEL) ?? [run]) : [run];
  return words.map((text) => ({ kind: 'word', text }));
}

const CAMEL =
  /\p{L}\p{Ll}(?:Gov|Iso\p{Ll}?)?(?:North|South|East|West|Central)(?:[Ee]ast|[Ww]est)?\d{1,2}(?!\p{Ll})|\p{Lu}+(?!\p{Ll})\p{N}*|\p{Lu}?\p{Ll}+\p{N}*|[^\p{Lu}\p{Ll}]+/gu;

/** Letters and digits change places three times at least, and no letters make a word: `3f9a2b`, not `app1`. */
export function looksRandom(run: string): boolean {
  const changes = run.match(/[A-Za-z](?=\d)|\d(?=[A-Za-z])/g)?.length ?? 0;
  return (changes >= 3 && !/[A-Za-z]{4}/.test(run)) || /^\d{12}$/.test(run);
}
