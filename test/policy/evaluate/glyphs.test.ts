import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { glyphsMatch, glyphText, literalGlyphs, patternGlyphs } from '../../../src/policy/evaluate/glyphs.js';

const short = fc.string({ unit: fc.constantFrom('a', 'b', ':'), maxLength: 8 });
const pattern = fc.string({ unit: fc.constantFrom('a', 'b', ':', '*', '?'), maxLength: 8 });

describe('glyphsMatch', () => {
  it('agrees with a regular expression of the same pattern', () => {
    fc.assert(
      fc.property(pattern, short, (wild, text) => {
        const regex = new RegExp(`^${wild.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's');
        expect(glyphsMatch(patternGlyphs(wild), text)).toBe(regex.test(text));
      }),
    );
  });

  it('takes literal glyphs for themselves alone', () => {
    fc.assert(
      fc.property(pattern, pattern, (one, other) => {
        expect(glyphsMatch(literalGlyphs(one), other)).toBe(one === other);
      }),
    );
  });

  it('gives back the text that a pattern was written as', () => {
    fc.assert(fc.property(pattern, (wild) => glyphText(patternGlyphs(wild)) === wild));
  });
});
