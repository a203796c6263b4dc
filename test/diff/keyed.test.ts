import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinByKey } from '../../src/diff/keyed.js';

const join = (one: readonly string[], two: readonly string[]): string[] =>
  joinByKey(one, two, (text) => text.charAt(0)).map(
    ({ key, side1, side2 }) => `${key}: ${side1 ?? '-'} ${side2 ?? '-'}`,
  );

describe('joinByKey', () => {
  it('pairs what has one key, sorted by key', () => {
    expect(join(['c1', 'a1'], ['b2', 'c2'])).toEqual(['a: a1 -', 'b: - b2', 'c: c1 c2']);
    expect(join([], [])).toEqual([]);
  });

  it('leaves nothing out where a key comes more than once', () => {
    expect(join(['a1', 'a2', 'a3'], ['a4'])).toEqual(['a: a1 a4', 'a: a2 -', 'a: a3 -']);
    expect(join(['a1'], ['a4', 'a5'])).toEqual(['a: a1 a4', 'a: - a5']);
  });

  it('takes any text for a key', () => {
    const keys = ['__proto__', 'constructor', ''];
    expect(joinByKey(keys, [], (key) => key)).toHaveLength(3);
  });

  it('says the same of lists in order and of lists in none', () => {
    const list = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'));
    fc.assert(
      fc.property(list, list, (one, two) => {
        const [sorted1, sorted2] = [[...one].sort(), [...two].sort()];
        const keys = [...new Set([...sorted1, ...sorted2])].sort();
        const pairs = keys.map((key) => ({
          key,
          side1: one.includes(key) ? key : null,
          side2: two.includes(key) ? key : null,
        }));
        expect(joinByKey(one, two, (key) => key)).toEqual(pairs);
        expect(joinByKey(sorted1, sorted2, (key) => key)).toEqual(pairs);
      }),
    );
  });

  it('has each element exactly once', () => {
    const list = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 3 }));
    fc.assert(
      fc.property(list, list, (one, two) => {
        const pairs = joinByKey(one, two, (text) => text.charAt(0));
        const side = (of: 'side1' | 'side2'): string[] => pairs.flatMap((pair) => pair[of] ?? []).sort();
        expect(side('side1')).toEqual([...one].sort());
        expect(side('side2')).toEqual([...two].sort());
        expect(pairs.every(({ side1, side2 }) => side1 !== null || side2 !== null)).toBe(true);
      }),
    );
  });
});
