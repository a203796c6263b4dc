import { describe, expect, it } from 'vitest';
import { BudgetExceeded, inLanguage, vectorOf } from '../../../src/policy/access/automaton.js';
import { commonText, metered, textCells } from '../../../src/policy/access/cuts.js';
import { glob, patternKey, readPattern, segmentwise } from '../../../src/policy/access/pattern.js';

const cellsOf = (...patterns: string[]) => textCells(patterns.map((pattern) => [glob(pattern)]));

describe('textCells', () => {
  it('finds each cell once, with a text that lies in it', () => {
    const languages = ['a*', '*b', 'ab', 'a?c*'].map((pattern) => [glob(pattern)]);
    const cells = textCells(languages);
    expect(new Set(cells.map(({ vector }) => vector)).size).toBe(cells.length);
    for (const { vector, text } of cells) expect(vectorOf(languages, text)).toBe(vector);
  });

  it('agrees with trying all short texts', () => {
    const languages = ['x*', '*y', '?x*', 'xy', '*x?'].map((pattern) => [glob(pattern)]);
    const letters = ['x', 'y', 'z'];
    let texts = [''];
    const found = new Set<bigint>();
    for (let length = 0; length <= 5; length++) {
      for (const text of texts) found.add(vectorOf(languages, text));
      texts = texts.flatMap((text) => letters.map((letter) => text + letter));
    }
    expect(new Set(textCells(languages).map(({ vector }) => vector))).toEqual(found);
  });

  it.each([
    ['arn:aws:s3:::a/*', 'arn:aws:s3:::*', true],
    ['arn:aws:s3:::*/x', 'arn:aws:s3:::a*', false],
    ['a?*', 'a*', true],
    ['a*', 'a?*', false],
    ['*a*b*', '*b*', true],
  ])('%s lies within %s: %s', (narrow, wide, within) => {
    expect(cellsOf(narrow, wide).every(({ vector }) => vector !== 1n)).toBe(within);
  });

  it('decides a union that no single pattern covers', () => {
    const cells = textCells([[glob('a?*')], [glob('a?'), glob('a??*')]]);
    expect(cells.map(({ vector }) => vector).sort()).toEqual([0n, 3n]);
  });

  it('gives up on patterns that blow up, in bounded time', () => {
    const nasty = Array.from({ length: 12 }, (_, i) => [
      glob(`*a${'?'.repeat(i + 8)}b*c${'?'.repeat(i + 5)}`),
    ]);
    expect(() => metered(() => textCells(nasty))).toThrow(BudgetExceeded);
  });

  it('is quick where stars only look alarming', () => {
    const cells = cellsOf('*a*a*a*a*a*b', '*a*a*a*a*b');
    expect(cells.map(({ vector }) => vector).sort()).toEqual([0n, 2n, 3n]);
  });
});

describe('commonText', () => {
  it('finds the shortest text of both, or none', () => {
    expect(commonText([glob('a*c')], [glob('*bc')])).toBe('abc');
    expect(commonText([glob('a*')], [glob('b*')])).toBeNull();
  });
});

describe('patterns', () => {
  it('keeps wildcards of the first five parts of an ARN within their part', () => {
    const tokens = segmentwise(glob('arn:aws:sns:*:*:topic*'))!;
    expect(inLanguage([tokens], 'arn:aws:sns:eu-west-1:1:topic:x')).toBe(true);
    expect(inLanguage([tokens], 'arn:aws:sns:eu:west:1:topic')).toBe(false);
    expect(segmentwise(glob('arn:aws:*'))).toBeNull();
  });

  it('reads ${*} as a star and variables by version', () => {
    const reading = { wildcards: true, anyCase: false } as const;
    expect(inLanguage([readPattern('a${*}', { ...reading, version: '2012-10-17' })], 'a*')).toBe(true);
    expect(inLanguage([readPattern('a${*}', { ...reading, version: '2012-10-17' })], 'ab')).toBe(false);
    expect(
      inLanguage([readPattern('${aws:username}', { ...reading, version: '2008-10-17' })], '${aws:username}'),
    ).toBe(true);
    const key = (text: string) => patternKey(readPattern(text, { ...reading, version: '2012-10-17' }));
    expect(key('${AWS:UserName}')).toBe(key('${aws:username}'));
    expect(key('${aws:PrincipalTag/Team}')).not.toBe(key('${aws:PrincipalTag/team}'));
  });

  it('compares without case also where one sign has two capitals', () => {
    const anyCase = readPattern('k', { version: '2012-10-17', wildcards: false, anyCase: true });
    expect(textCells([[anyCase], [glob('k')], [glob('K')]]).map(({ vector }) => vector)).toContain(1n);
  });
});
