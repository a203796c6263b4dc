import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareText, sortedBy, sortedUnique } from '../../src/model/text.js';

/** Texts that meet: letters, characters around the surrogates, and beyond them. */
const text = fc.oneof(
  fc.string({
    unit: fc.constantFrom('a', 'b', '\uD7FF', '\uE000', '\uFFFF', '\u{10000}', '\u{10FFFF}'),
    maxLength: 5,
  }),
  fc.string({ unit: 'binary' }),
);

function byCodePoint(a: string, b: string): number {
  const [x, y] = [Array.from(a), Array.from(b)];
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    const order = x[i]!.codePointAt(0)! - y[i]!.codePointAt(0)!;
    if (order !== 0) return order;
  }
  return x.length - y.length;
}

describe('compareText', () => {
  it('orders by code point', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(Math.sign(compareText(a, b))).toBe(Math.sign(byCodePoint(a, b)));
      }),
      { numRuns: 1000 },
    );
  });

  it('is a total order on any text, also on broken ones', () => {
    const broken = fc.string({
      unit: fc.constantFrom('a', '\uD800', '\uDC00', '\uDFFF', '\uE000'),
      maxLength: 4,
    });
    fc.assert(
      fc.property(broken, broken, broken, (a, b, c) => {
        expect(compareText(a, b) === 0).toBe(a === b);
        expect(Math.sign(compareText(a, b)) + Math.sign(compareText(b, a))).toBe(0);
        if (compareText(a, b) <= 0 && compareText(b, c) <= 0)
          expect(compareText(a, c)).toBeLessThanOrEqual(0);
      }),
      { numRuns: 1000 },
    );
  });

  it('puts capitals first, as code points do, whatever the locale', () => {
    expect(['b', 'B', 'a', 'ä', 'Z'].sort(compareText)).toEqual(['B', 'Z', 'a', 'b', 'ä']);
  });
});

describe('sortedUnique and sortedBy', () => {
  it('sort copies', () => {
    const list = ['b', 'a', 'b'];
    expect(sortedUnique(list)).toEqual(['a', 'b']);
    expect(sortedBy(list, (one) => one)).toEqual(['a', 'b', 'b']);
    expect(list).toEqual(['b', 'a', 'b']);
  });

  it('order by code point, whatever characters there are', () => {
    const plain = fc.string({ unit: fc.constantFrom('a', 'B', '_', '\uD7FF'), maxLength: 4 });
    fc.assert(
      fc.property(fc.oneof(fc.array(plain), fc.array(text), fc.array(fc.oneof(plain, text))), (texts) => {
        const sorted = [...texts].sort(byCodePoint);
        expect(sortedBy(texts, (one) => one)).toEqual(sorted);
        expect(sortedUnique(texts)).toEqual([...new Set(sorted)]);
      }),
      { numRuns: 1000 },
    );
  });

  it('keep the order of what ties, in short lists and in long ones', () => {
    const item = fc.record({ name: fc.constantFrom('a', 'b', 'c'), arn: fc.constantFrom('1', '2') });
    fc.assert(
      fc.property(fc.array(item, { maxLength: 20 }), (items) => {
        const numbered = items.map((one, number) => ({ ...one, number }));
        const sorted = sortedBy(
          numbered,
          ({ name }) => name,
          ({ arn }) => arn,
        );
        expect(sorted).toEqual(
          [...numbered].sort(
            (a, b) => compareText(a.name, b.name) || compareText(a.arn, b.arn) || a.number - b.number,
          ),
        );
      }),
    );
  });
});
