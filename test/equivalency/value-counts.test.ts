import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainEntry } from '../../src/equivalency/list/index.js';
import { CountedTexts, countsOf } from '../../src/equivalency/value-counts.js';

// Few letters, so that values overlap, touch and contain one another.
const word = fc.string({ unit: fc.constantFrom('a', 'b', 'A', '-', '.'), minLength: 1, maxLength: 4 });
const text = fc.string({ unit: fc.constantFrom('a', 'b', 'A', 'B', '-', '.', ' '), maxLength: 12 });

describe('CountedTexts', () => {
  it('counts the same for many entries at once as for each alone', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            values: fc.uniqueArray(word, { minLength: 1, maxLength: 3 }),
            ignoreCase: fc.boolean(),
          }),
          {
            minLength: 4,
            maxLength: 8,
          },
        ),
        fc.array(text, { maxLength: 8 }),
        (made, texts) => {
          const entries = made.map(({ values, ignoreCase }, index) => ({
            ...plainEntry(`entry${index}`, values),
            ignoreCase,
          }));
          const together = new CountedTexts(() => texts, entries);
          const alone = new CountedTexts(() => texts, []);
          for (const entry of entries) expect(together.count(entry)).toEqual(alone.count(entry));
        },
      ),
    );
  });

  it('counts words that stand by themselves, and where there are none, those inside of others', () => {
    const texts = new CountedTexts(() => ['app-dev', 'devices', 'qa'], []);
    expect(countsOf(plainEntry('env', ['dev', 'qa', 'ces']), [texts])).toEqual([
      new Map([
        ['dev', 1],
        ['qa', 1],
        ['ces', 1],
      ]),
    ]);
  });
});
