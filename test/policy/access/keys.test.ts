import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { languageIn, servicePatterns } from '../../../src/policy/access/action-set.js';
import { patternKey, readPattern, segmentwise } from '../../../src/policy/access/pattern.js';

// What has one key is taken for the same: keys that are equal by chance hide a difference. So each text is held against
// another one that a sign which means something in keys makes look like it.

const SIGNS = [' ', '|', ',', '\n', '"', '\\', '[', ']', ':', 'a'];
const CONTROLS = Array.from({ length: 32 }, (_, code) => String.fromCharCode(code));
const sign = fc.constantFrom(...SIGNS, ...CONTROLS);

const word = fc
  .array(fc.constantFrom('a', 'B', ':', '*'), { minLength: 1, maxLength: 3 })
  .map((all) => all.join(''));
const words = fc.uniqueArray(word, { minLength: 2, maxLength: 3 });

const read = (text: string, anyCase = false): ReturnType<typeof readPattern> =>
  readPattern(text, { version: '2012-10-17', wildcards: true, anyCase });

describe('keys', () => {
  it('tell wildcards from every character that stands in their place', () => {
    const texts = fc.record({ before: word, after: word, wildcard: fc.constantFrom('*', '?'), sign });
    fc.assert(
      fc.property(texts, fc.boolean(), ({ before, after, wildcard, sign: other }, anyCase) => {
        const [one, two] = [wildcard, other].map((middle) => read(before + middle + after, anyCase));
        expect(patternKey(one!)).not.toBe(patternKey(two!));
        // In the first parts of an ARN a wildcard takes less than elsewhere.
        const part = (middle: string): string => (before + middle + after).replaceAll(':', 'b');
        const anywhere = read(`arn:aws:s3:${part(wildcard)}::`);
        const arn = segmentwise(anywhere)!;
        expect(patternKey(arn)).not.toBe(patternKey(anywhere));
        expect(patternKey(arn)).not.toBe(patternKey(read(`arn:aws:s3:${part(other)}::`)));
      }),
      { numRuns: 2_000 },
    );
  });

  it('tell letters in either case from the letters behind a character', () => {
    fc.assert(
      fc.property(word, sign, (text, other) => {
        const spread = Array.from(text, (letter) => other + letter).join('');
        expect(patternKey(read(text, true))).not.toBe(patternKey(read(spread)));
      }),
      { numRuns: 2_000 },
    );
  });

  it('tell variables from each other and from texts', () => {
    fc.assert(
      fc.property(word, word, sign, (key, fallback, other) => {
        const all = [
          `\${${key}}`,
          `\${${key}, '${fallback}'}`,
          `\${${key}, '${other}'}`,
          `\${${key}${other}${fallback}}`,
          `${other}${key}${other}${fallback}`,
          `\${${key}, ''}`,
        ];
        const tokens = new Map(all.map((text) => [JSON.stringify(read(text)), read(text)]));
        expect(new Set([...tokens.values()].map(patternKey)).size).toBe(tokens.size);
      }),
    );
  });

  it('tell several names or patterns of actions from one that looks like them', () => {
    const keyOf = (byService: readonly string[], anyService: readonly string[]): string =>
      languageIn('s3', [
        { negated: false, byService: new Map([['s3', servicePatterns(byService)]]), anyService },
      ])!.key;
    fc.assert(
      fc.property(words, sign, (all, other) => {
        const sorted = [...all].sort();
        const [first, second, ...rest] = sorted as [string, string, ...string[]];
        const joined = [first + other + second, ...rest];
        expect(servicePatterns(joined).key).not.toBe(servicePatterns(sorted).key);
        expect(keyOf(['x'], joined)).not.toBe(keyOf(['x'], sorted));
        expect(keyOf([`x${other}${first}`], [second])).not.toBe(keyOf(['x'], [first, second]));
      }),
      { numRuns: 2_000 },
    );
  });
});
