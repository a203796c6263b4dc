import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BudgetExceeded,
  cutTexts,
  type Language,
  type Limits,
} from '../../../src/policy/access/automaton.js';
import { commonText, metered, sharingCuts, textCells } from '../../../src/policy/access/cuts.js';
import { partedCells } from '../../../src/policy/access/parted.js';
import { glob } from '../../../src/policy/access/pattern.js';

const language = fc
  .array(fc.string({ unit: fc.constantFrom('a', 'b', ':', '*', '?'), maxLength: 4 }), {
    minLength: 1,
    maxLength: 2,
  })
  .map((patterns): Language => patterns.map(glob));

const byAutomaton = (languages: readonly Language[], limits: Limits) =>
  cutTexts(languages, limits, { spend: () => undefined }).cells;

describe('partedCells', () => {
  const pattern = fc
    .string({ unit: fc.constantFrom('a', 'a', 'a', 'b', '*', '?'), maxLength: 6 })
    .map((text): Language => [glob(text)]);

  it('finds what the automaton finds, in the same order', () => {
    const asked = fc.array(pattern, { minLength: 1, maxLength: 2 });
    const within = fc.subarray([0, 1]);
    let answered = 0;
    fc.assert(
      fc.property(asked, within, (languages, all) => {
        const limited = all.filter((one) => one < languages.length);
        const cells = partedCells(languages, limited);
        if (cells === null) return;
        answered++;
        expect(cells).toEqual(byAutomaton(languages, { within: limited }));
      }),
      { numRuns: 2_000 },
    );
    expect(answered).toBeGreaterThan(200);
  });

  it.each([[['*']], [['a']], [['a?']], [['']], [['ab*', 'abc']], [['a*b', 'ac']], [['ab', 'cd']], [[]]])(
    'leaves %j to the automaton',
    (patterns) => {
      expect(
        partedCells(
          patterns.map((one) => [glob(one)]),
          [],
        ),
      ).toBeNull();
    },
  );
});

describe('commonText', () => {
  it('finds among many patterns the text that the automaton finds, near or far', () => {
    const few = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), minLength: 1, maxLength: 14 });
    const many = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 14 }), {
      minLength: 12,
      maxLength: 14,
    });
    let found = 0;
    fc.assert(
      fc.property(few, many, (one, others) => {
        const languages: Language[] = [[glob(one)], others.map(glob)];
        const common = metered(() => commonText(languages[0]!, languages[1]!));
        const cells = metered(() => textCells(languages, { until: 3n, within: [0, 1] }));
        expect(common).toBe(cells.find(({ vector }) => vector === 3n)?.text ?? null);
        if (common !== null) found++;
      }),
    );
    expect(found).toBeGreaterThan(10);
  });

  it('finds a text that is much longer than each of the two must be', () => {
    const wide = Array.from({ length: 12 }, (_, at) => glob(`*${'b'.repeat(30 + at)}`));
    expect(metered(() => commonText([glob(`${'a'.repeat(30)}*`)], wide))).toBe(
      'a'.repeat(30) + 'b'.repeat(30),
    );
  });
});

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
