import { describe, expect, it } from 'vitest';
import { collectPages, type Page } from '../../../src/snapshot/aws/pages.js';

interface NamePage extends Page {
  readonly Names?: readonly string[];
}

/** Collects from pages that are made by number, from 0 on. */
function collect(page: (index: number) => NamePage): Promise<string[]> {
  let asked = 0;
  return collectPages(
    'iam:List',
    () => Promise.resolve(page(asked++)),
    ({ Names }) => Names,
  );
}

const onward = (Names: readonly string[], index: number): NamePage => ({
  Names,
  IsTruncated: true,
  Marker: `m${index}`,
});

describe('collectPages', () => {
  it('joins pages, also empty ones and such as overlap in part', async () => {
    const pages: NamePage[] = [
      onward(['a', 'b'], 0),
      onward([], 1),
      onward(['b', 'c'], 2),
      { Names: ['d'], IsTruncated: false },
    ];
    expect(await collect((index) => pages[index]!)).toEqual(['a', 'b', 'b', 'c', 'd']);
  });

  it.each<[string, (index: number) => NamePage, string]>([
    ['a page that comes twice', (index) => onward(['a'], index), 'a page has nothing but what came before'],
    ['empty pages without end', (index) => onward([], index), '100 empty pages in a row'],
    ['new pages without end', (index) => onward([String(index)], index), 'more than 10000 pages'],
    [
      'a marker that comes twice',
      (index) => ({ ...onward([String(index)], 0) }),
      'the same Marker came twice',
    ],
    ['no marker', () => ({ Names: ['a'], IsTruncated: true }), 'has no Marker to go on with'],
    [
      'a marker and no word of more',
      () => ({ Names: ['a'], Marker: 'm' }),
      'does not say whether it is truncated',
    ],
    ['no list', () => ({ IsTruncated: false }), 'the answer lacks a list'],
  ])('refuses %s', async (_, page, message) => {
    await expect(collect(page)).rejects.toThrow(message);
  });
});
