import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokensOf } from '../../../src/equivalency/suggest/words.js';
import { wordDifference } from '../../../src/equivalency/suggest/word-difference.js';

const words = (text: string): string[] =>
  tokensOf(text).flatMap(({ kind, text: word }) => (kind === 'other' ? [] : [word]));

describe('tokensOf', () => {
  it.each([
    ['app1_dev_worker', ['app1', 'dev', 'worker']],
    ['BillingDevRole', ['Billing', 'Dev', 'Role']],
    ['AWSDevRole', ['AWS', 'Dev', 'Role']],
    ['S3ReaderEuw1', ['S3', 'Reader', 'Euw1']],
    ['APP-DEV', ['APP', 'DEV']],
    ['logs-3f9a2b7c', ['logs', '3f9a2b7c']],
    ['app-eu-west-1-x', ['app', 'eu-west-1', 'x']],
    ['app-<accountname>-x', ['app', '<accountname>', 'x']],
    ['home/${aws:username}/*', ['home']],
    ['a<<b>>c', ['a', 'b', 'c']],
    ['größe-dev', ['größe', 'dev']],
  ])('%s', (text, expected) => {
    expect(words(text)).toEqual(expected);
  });

  it('loses nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(
          tokensOf(text)
            .map((token) => token.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });
});

describe('wordDifference', () => {
  const pieces = (text1: string, text2: string): string[] =>
    wordDifference(text1, text2).pieces.map(({ from, to, inner }) => `${from}/${to}${inner ? ' inner' : ''}`);

  it.each([
    ['app-dev-x', 'app-qa-x', ['dev/qa']],
    ['app-dev-euw1', 'app-qa-use1', ['dev/qa', 'euw1/use1', 'euw/use inner']],
    ['BillingDevRole', 'BillingQaRole', ['Dev/Qa']],
    ['app-pre-prod-x', 'app-dev-x', ['pre-prod/dev']],
    ['app-eu-west-1', 'app-us-east-1', ['eu-west-1/us-east-1']],
    ['app-dev01', 'app-qa01', ['dev01/qa01', 'dev/qa inner']],
    ['devreader', 'qareader', ['devreader/qareader', 'dev/qa inner']],
    ['app-<accountname>', 'app-prod', ['<accountname>/prod']],
    ['app-dev', 'app', []],
    ['app-<a>', 'app-<b>', []],
    ['app-dev/*', '*', []],
    ['x-3f9a2b7c', 'x-3f0d1e7c', ['3f9a2b7c/3f0d1e7c']],
  ])('%s against %s', (text1, text2, expected) => {
    expect(pieces(text1, text2)).toEqual(expected);
  });

  it('accounts for every word of both texts', () => {
    const text = fc
      .array(fc.tuple(fc.constantFrom('a1', 'dev', 'qa', 'App', '<p>', '*'), fc.constantFrom('-', '/', '')), {
        maxLength: 7,
      })
      .map((parts) => parts.flat().join(''));
    fc.assert(
      fc.property(text, text, (text1, text2) => {
        const { pieces: found, same, lost1, lost2 } = wordDifference(text1, text2);
        const outer = found.filter(({ inner }) => !inner);
        // By letters: `a1` and `qa` of `a1qaApp` are one word where they stand alone.
        const letters = (list: readonly string[]): string[] =>
          list
            .flatMap(words)
            .flatMap((word) => Array.from(word))
            .sort();
        expect(letters([...same, ...lost1, ...outer.map(({ from }) => from)])).toEqual(letters([text1]));
        expect(letters([...same, ...lost2, ...outer.map(({ to }) => to)])).toEqual(letters([text2]));
      }),
      { examples: [['a1qaApp', 'dev-App']] },
    );
  });
});
