import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  collapseWildcards,
  hasWildcard,
  includesPattern,
  matchesWildcard,
} from '../../src/policy/wildcard.js';

/** Few letters, so that patterns and texts meet. */
const text = fc.string({ unit: fc.constantFrom('a', 'b', ':'), maxLength: 8 });
const pattern = fc.string({ unit: fc.constantFrom('a', 'b', ':', '*', '?'), maxLength: 8 });

/** Written for obviousness: can the pattern from `p` match the text from `t`? */
function naiveMatch(pattern: string, text: string): boolean {
  const table: boolean[][] = [];
  for (let p = pattern.length; p >= 0; p--) {
    table[p] = [];
    for (let t = text.length; t >= 0; t--) {
      const one = pattern[p];
      const next = (row: number, column: number): boolean => table[row]?.[column] ?? false;
      table[p]![t] =
        one === undefined
          ? t === text.length
          : one === '*'
            ? next(p + 1, t) || (t < text.length && next(p, t + 1))
            : t < text.length && (one === '?' || one === text[t]) && next(p + 1, t + 1);
    }
  }
  return table[0]![0]!;
}

/** A text that the pattern matches: its stars and question marks filled in by turns. */
function sample(pattern: string, fillings: readonly string[]): string {
  let turn = 0;
  const filling = (): string => fillings[turn++ % fillings.length]!;
  return pattern.replace(/[*?]/g, (wild) => (wild === '*' ? filling() : filling().charAt(0) || 'a'));
}

describe('matchesWildcard', () => {
  it.each([
    ['*', '', true],
    ['', '', true],
    ['', 'a', false],
    ['?', '', false],
    ['?', '*', true],
    ['a*', 'a*', true],
    ['s3:Get*', 's3:GetObject', true],
    ['s3:Get*', 's3:PutObject', false],
    ['*a*b', 'xaxbxb', true],
    ['*a*b', 'xaxbx', false],
    ['arn:*:x', 'arn:a:b/c:x', true],
  ])('%j on %j: %j', (one, other, expected) => {
    expect(matchesWildcard(one, other)).toBe(expected);
  });

  it('agrees with a naive matcher', () => {
    fc.assert(
      fc.property(pattern, text, (one, other) => {
        expect(matchesWildcard(one, other)).toBe(naiveMatch(one, other));
      }),
      { numRuns: 2000 },
    );
  });

  it('agrees with a naive matcher on texts that the pattern matches but for a letter', () => {
    fc.assert(
      fc.property(pattern, fc.array(text, { minLength: 1 }), fc.nat(), (one, fillings, at) => {
        const matching = sample(one, fillings);
        expect(matchesWildcard(one, matching)).toBe(true);
        const changed = `${matching.slice(0, at % 8)}b${matching.slice((at % 8) + 1)}`;
        expect(matchesWildcard(one, changed)).toBe(naiveMatch(one, changed));
      }),
      { numRuns: 2000 },
    );
  });

  it('takes literal wildcards in a text for plain characters', () => {
    expect(matchesWildcard('a?c', 'a*c')).toBe(true);
    expect(matchesWildcard('abc', 'a?c')).toBe(false);
  });

  it('ends soon on patterns made to backtrack', () => {
    expect(matchesWildcard(`${'*a'.repeat(2000)}b`, 'a'.repeat(6000))).toBe(false);
  });
});

describe('includesPattern', () => {
  it.each([
    ['*', 's3:*', true],
    ['s3:*', 's3:Get*', true],
    ['s3:Get*', 's3:*', false],
    ['a?', 'a*', false],
    ['a*', 'a?', true],
    ['a?', 'a?', true],
    ['a*b', 'a*b*b', true],
    ['*?', '?*', false],
    ['a', 'a', true],
    ['a', 'A', false],
  ])('%j over %j: %j', (wide, narrow, expected) => {
    expect(includesPattern(wide, narrow)).toBe(expected);
  });

  it('is never wrong when it says yes: what the narrow one matches, the wide one matches', () => {
    fc.assert(
      fc.property(pattern, pattern, fc.array(text, { minLength: 1 }), (wide, narrow, fillings) => {
        fc.pre(includesPattern(wide, narrow));
        expect(matchesWildcard(wide, sample(narrow, fillings))).toBe(true);
      }),
      { numRuns: 3000, maxSkipsPerRun: 1000 },
    );
  });

  it('says yes to a pattern itself, and to what replaces a star of it', () => {
    fc.assert(
      fc.property(pattern, text, (one, filling) => {
        expect(includesPattern(one, one)).toBe(true);
        expect(includesPattern(one, one.replace('*', filling))).toBe(true);
      }),
    );
  });
});

describe('collapseWildcards', () => {
  it.each([
    ['a**', 'a*'],
    ['a*?*?b', 'a??*b'],
    ['a??b', 'a??b'],
    ['${*}**', '${*}*'],
    ['${**}', '${**}'],
    ['**${x}**', '*${x}*'],
    ['${**', '${*'],
    ['plain', 'plain'],
  ])('%j to %j', (from, to) => {
    expect(collapseWildcards(from)).toBe(to);
  });

  it('matches the same texts, and is the same when done twice', () => {
    fc.assert(
      fc.property(pattern, text, (one, other) => {
        const collapsed = collapseWildcards(one);
        expect(naiveMatch(collapsed, other)).toBe(naiveMatch(one, other));
        expect(collapseWildcards(collapsed)).toBe(collapsed);
      }),
      { numRuns: 1000 },
    );
  });

  it('gives one spelling to all runs of the same wildcards', () => {
    const run = fc.string({ unit: fc.constantFrom('*', '?'), minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(run, run, (one, other) => {
        const count = (of: string): string => `${of.replaceAll('*', '').length} ${of.includes('*')}`;
        expect(collapseWildcards(`a${one}b`) === collapseWildcards(`a${other}b`)).toBe(
          count(one) === count(other),
        );
      }),
    );
  });
});

describe('hasWildcard', () => {
  it('knows both wildcards', () => {
    expect(['a', '', 'a*', '?'].map(hasWildcard)).toEqual([false, false, true, true]);
  });
});
