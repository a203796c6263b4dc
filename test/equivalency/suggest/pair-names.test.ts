import { describe, expect, it } from 'vitest';
import { pairNames } from '../../../src/equivalency/suggest/pair-names.js';
import { pairTexts } from '../../../src/equivalency/suggest/pair-texts.js';

const pair = (list1: readonly string[], list2: readonly string[]): string[] => {
  const shaped = (name: string): { name: string; shape: string } => {
    const [text, shape = ''] = name.split('!');
    return { name: text!, shape };
  };
  return pairNames(list1.map(shaped), list2.map(shaped)).map(([i, j]) => `${list1[i]!} ${list2[j]!}`);
};

describe('pairNames', () => {
  it('pairs by rare words, whatever frequent ones differ', () => {
    expect(
      pair(
        ['dev-euw1-billing-api', 'dev-euw1-orders-api', 'dev-euw1-orders-job'],
        ['qa-use1-orders-job', 'qa-use1-billing-api', 'qa-use1-orders-api'],
      ),
    ).toEqual([
      'dev-euw1-billing-api qa-use1-billing-api',
      'dev-euw1-orders-api qa-use1-orders-api',
      'dev-euw1-orders-job qa-use1-orders-job',
    ]);
  });

  it('pairs words that have no separator between them, by their ends', () => {
    expect(pair(['devreader', 'devwriter'], ['qawriter', 'qareader'])).toEqual([
      'devreader qareader',
      'devwriter qawriter',
    ]);
  });

  it('lets the same permissions decide among names that are as near', () => {
    expect(pair(['app-dev!reads'], ['app-qa!writes', 'app-ops!reads'])).toEqual([
      'app-dev!reads app-ops!reads',
    ]);
  });

  it('pairs nothing that is ambiguous or has no word in common', () => {
    expect(pair(['app-dev'], ['app-qa', 'app-ops'])).toEqual([]);
    expect(pair(['alpha'], ['beta'])).toEqual([]);
    expect(pair([], ['beta'])).toEqual([]);
  });
});

describe('pairTexts', () => {
  it('pairs equal texts, then those most alike, then the two that are left over', () => {
    expect(pairTexts(['same', 'logs-dev/a', 'blue'], ['red', 'same', 'logs-qa/a'], 'leave')).toEqual([
      ['same', 'same'],
      ['logs-dev/a', 'logs-qa/a'],
      ['blue', 'red'],
    ]);
  });

  it('tells what has nothing to stand for it', () => {
    expect(pairTexts(['a-x', 'b-y'], ['a-z'], 'leave')).toEqual([
      ['a-x', 'a-z'],
      ['b-y', null],
    ]);
  });

  it('says nothing of texts that could as well stand for others, or breaks the tie by their order', () => {
    const [of1, of2] = [
      ['east:a', 'north:a', 'x-b'],
      ['south:a', 'west:a', 'y-b'],
    ];
    expect(pairTexts(of1, of2, 'leave')).toEqual([['x-b', 'y-b']]);
    expect(pairTexts(of1, of2, 'break')).toEqual([
      ['east:a', 'south:a'],
      ['north:a', 'west:a'],
      ['x-b', 'y-b'],
    ]);
  });
});
