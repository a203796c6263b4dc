import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BudgetExceeded, type Language } from '../../../src/policy/access/automaton.js';
import { metered, sharingCuts, textCells } from '../../../src/policy/access/cuts.js';
import { glob } from '../../../src/policy/access/pattern.js';

const language = fc
  .array(fc.string({ unit: fc.constantFrom('a', 'b', ':', '*', '?'), maxLength: 4 }), {
    minLength: 1,
    maxLength: 2,
  })
  .map((patterns): Language => patterns.map(glob));

describe('textCells', () => {
  it('gives the same cells with the same texts for languages in another order', () => {
    fc.assert(
      fc.property(fc.array(language, { minLength: 1, maxLength: 4 }), (languages) => {
        const turned = metered(() => textCells([...languages].reverse()));
        const back = turned.map(({ vector, text }) => ({
          vector: languages.reduce(
            (bits, _, at) =>
              (vector >> BigInt(languages.length - 1 - at)) & 1n ? bits | (1n << BigInt(at)) : bits,
            0n,
          ),
          text,
        }));
        expect(new Set(back.map(({ vector, text }) => `${vector} ${text}`))).toEqual(
          new Set(metered(() => textCells(languages)).map(({ vector, text }) => `${vector} ${text}`)),
        );
      }),
    );
  });
});

describe('sharingCuts', () => {
  it('saves time and no allowance: what one run could not afford, the next can not either', () => {
    const entangled = (n: number): Language[] =>
      ['a', 'b', 'c'].map((one) => [glob(`*${`${one}*`.repeat(n)}`)]);
    const runs = sharingCuts(() =>
      [1, 2].map(() =>
        metered(() => {
          let answered = 0;
          try {
            for (let n = 1; n < 500; n++, answered++) textCells(entangled(n), { maxStates: 1_000_000 });
          } catch (error) {
            if (!(error instanceof BudgetExceeded)) throw error;
          }
          return answered;
        }),
      ),
    );
    expect(runs[0]).toBe(runs[1]);
    expect(runs[0]).toBeGreaterThan(3);
    expect(runs[0]).toBeLessThan(499);
  });
});
