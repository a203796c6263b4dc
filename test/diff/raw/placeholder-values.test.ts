import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filledIn, partsOf, valuesBehind } from '../../../src/diff/raw/placeholder-values.js';
import { compileSubstitution } from '../../../src/equivalency/substitution.js';

const substitute = compileSubstitution(
  [
    { value: 'dev', placeholder: 'env', whole: false },
    { value: 'b1a2', placeholder: 'bucket', whole: false },
  ],
  { sso: null },
);

const text = fc
  .array(fc.constantFrom('dev', 'b1a2', 'app', '-', '/', '<', '>', '<<', '>dev<', '*', 'é'), { maxLength: 8 })
  .map((pieces) => pieces.join(''));

describe('partsOf', () => {
  it('reads what a substitution makes, with brackets of the account single again', () => {
    expect(partsOf('a<<<env>>>-<bucket>')).toEqual([
      { kind: 'text', text: 'a<' },
      { kind: 'placeholder', name: 'env' },
      { kind: 'text', text: '>-' },
      { kind: 'placeholder', name: 'bucket' },
    ]);
    expect(partsOf('a<b')).toBeNull();
  });

  it('with the values put back is the raw text, whatever it is', () => {
    const values = new Map([
      ['env', 'dev'],
      ['bucket', 'b1a2'],
    ]);
    fc.assert(
      fc.property(text, (raw) => {
        expect(filledIn(partsOf(substitute(raw))!, values)).toBe(raw);
      }),
    );
  });
});

describe('valuesBehind', () => {
  it('tells what stood there', () => {
    expect(valuesBehind('app-<env>/<bucket>/*', 'app-dev/b1a2/*')).toEqual([
      ['env', 'dev'],
      ['bucket', 'b1a2'],
    ]);
    expect(valuesBehind('<env>', 'anything at all')).toEqual([['env', 'anything at all']]);
  });

  it('tells nothing where the texts fit in more than one way, or in none', () => {
    expect(valuesBehind('<env>-<bucket>', 'a-b-c')).toEqual([]);
    expect(valuesBehind('<env><bucket>', 'devb1a2')).toEqual([]);
    expect(valuesBehind('app-<env>', 'job-dev')).toEqual([]);
  });

  it('is right or silent', () => {
    fc.assert(
      fc.property(text, (raw) => {
        for (const [name, value] of valuesBehind(substitute(raw), raw)) {
          expect(value).toBe(name === 'env' ? 'dev' : 'b1a2');
        }
      }),
    );
  });

  it('gives up on texts without end', () => {
    expect(valuesBehind('<a>-'.repeat(40), 'x-'.repeat(60))).toEqual([]);
  });
});
