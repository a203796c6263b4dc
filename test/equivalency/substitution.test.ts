import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mapChanged } from '../../src/equivalency/map-changed.js';
import { compileBoth, compileSubstitution, type Replacement } from '../../src/equivalency/substitution.js';

const replacement = (value: string, placeholder: string, whole = false): Replacement => ({
  value,
  placeholder,
  whole,
});
const substitute = (list: readonly Replacement[], text: string): string => compileSubstitution(list)(text);

const DEV_QA = [replacement('dev', 'name'), replacement('qa', 'name')];

describe('compileSubstitution', () => {
  it.each([
    ['app1_dev', 'app1_<name>'],
    ['dev-dev', '<name>-<name>'],
    ['DEV', 'DEV'],
    ['', ''],
    ['developer', '<name>eloper'],
  ])('%j becomes %j', (text, expected) => {
    expect(substitute(DEV_QA, text)).toBe(expected);
  });

  it('takes the leftmost, and of those the longest', () => {
    const list = [replacement('dev', 'a'), replacement('dev-eu', 'b'), replacement('ev-eu-1', 'c')];
    expect(substitute(list, 'dev-eu-1')).toBe('<b>-1');
  });

  it('never replaces what it put there', () => {
    const list = [replacement('dev', 'qa'), replacement('qa', 'dev'), replacement('<qa>', 'x')];
    expect(substitute(list, 'dev qa')).toBe('<qa> <dev>');
  });

  it('takes special characters of patterns for plain ones', () => {
    const list = [
      replacement('a.b*c', 'x'),
      replacement('$&', 'y'),
      replacement('[^]', 'z'),
      replacement('a|b', 'w'),
    ];
    expect(substitute(list, 'a.b*c aXbbc $& [^] a|b a b')).toBe('<x> aXbbc <y> <z> <w> a b');
  });

  it('takes account ids only whole', () => {
    const list = [replacement('123456789012', 'id', true)];
    expect(substitute(list, '123456789012')).toBe('<id>');
    expect(substitute(list, 'b-123456789012-c:123456789012/_123456789012_')).toBe('b-<id>-c:<id>/_<id>_');
    for (const text of ['1234567890123', '0123456789012', 'a123456789012', '123456789012Z']) {
      expect(substitute(list, text)).toBe(text);
    }
  });

  it('leaves policy variables alone: what stands in them are condition keys', () => {
    expect(substitute(DEV_QA, '${aws:PrincipalTag/dev}/dev')).toBe('${aws:PrincipalTag/dev}/<name>');
  });

  it.each([
    ['AWSReservedSSO_Admin_0123456789abcdef', 'AWSReservedSSO_Admin_<sso>'],
    [
      'arn:x:role/aws-reserved/AWSReservedSSO_A_B_0123456789abcdef/me',
      'arn:x:role/aws-reserved/AWSReservedSSO_A_B_<sso>/me',
    ],
    ['saml-provider/AWSSSO_0123456789abcdef_DO_NOT_DELETE', 'saml-provider/AWSSSO_<sso>_DO_NOT_DELETE'],
    ['AWSReservedSSO_Admin_0123456789abcde', 'AWSReservedSSO_Admin_0123456789abcde'],
    ['AWSReservedSSO_Admin_0123456789abcdef0', 'AWSReservedSSO_Admin_0123456789abcdef0'],
    ['AWSSSO_0123456789abcdef_KEEP', 'AWSSSO_0123456789abcdef_KEEP'],
    ['Reserved_0123456789abcdef', 'Reserved_0123456789abcdef'],
  ])('knows the suffixes of IAM Identity Center: %s', (text, expected) => {
    expect(substitute([], text)).toBe(expected);
  });

  it('takes such a suffix as a whole, whatever value could match the first of its digits', () => {
    const list = [replacement('dead', 'x'), replacement('de', 'y'), replacement('dev', 'name')];
    expect(substitute(list, 'AWSReservedSSO_dev_deadbeefdeadbeef')).toBe('AWSReservedSSO_<name>_<sso>');
  });

  it('has no text become equal to a substituted one', () => {
    const list = [replacement('dev', 'name')];
    const texts = [
      'dev',
      '<name>',
      '<dev>',
      '<<name>>',
      '<<dev>>',
      '<name',
      'name>',
      '<',
      '<<',
      '<sso>',
      'AWSReservedSSO_a_<sso>',
      'AWSReservedSSO_a_0123456789abcdef',
    ];
    expect(new Set(texts.map(compileSubstitution(list))).size).toBe(texts.length);
  });

  it('is one to one but for the listed values', () => {
    const text = fc.string({ unit: fc.constantFrom('dev', '<', '>', 'name', '<name>', 'a'), maxLength: 6 });
    const forDev = compileSubstitution([replacement('dev', 'name')]);
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(forDev(a) === forDev(b)).toBe(a === b);
      }),
      { numRuns: 2000 },
    );
  });

  it('makes texts equal exactly if they differ in listed values of one placeholder', () => {
    const word = fc.constantFrom('dev', 'qa', '-', '<', '>', '<name>', 'x');
    const both = compileSubstitution(DEV_QA);
    const plain = (words: readonly string[]): string =>
      words.map((one) => (one === 'qa' ? 'dev' : one)).join('');
    fc.assert(
      fc.property(fc.array(word, { maxLength: 6 }), fc.array(word, { maxLength: 6 }), (a, b) => {
        expect(both(a.join('')) === both(b.join(''))).toBe(plain(a) === plain(b));
      }),
      { numRuns: 2000 },
    );
  });

  it('does not hang on the order of its list', () => {
    const values = fc.uniqueArray(
      fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 4 }),
      {
        maxLength: 6,
      },
    );
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '<', '>'), maxLength: 20 });
    fc.assert(
      fc.property(values, text, (list, one) => {
        const all = list.map((value) => replacement(value, `p${value.length}`));
        expect(substitute([...all].reverse(), one)).toBe(substitute(all, one));
      }),
    );
  });
});

describe('compileBoth', () => {
  const list: Replacement[] = [
    { value: 'dev', placeholder: 'env-other', pairing: 'env', whole: true },
    replacement('qa', 'env', true),
  ];
  const { content, pairing } = compileBoth(list, null);

  it('pairs by another placeholder only what has one', () => {
    // More than once: what is remembered is told alike.
    for (const text of ['ci_dev', 'ci_qa', 'ci', 'ci_dev']) {
      expect(content(text)).toBe(compileSubstitution(list, { sso: null })(text));
      expect(pairing(text)).toBe(compileSubstitution(list, { sso: null, pairing: true })(text));
    }
    expect([content('ci_dev'), pairing('ci_dev')]).toEqual(['ci_<env-other>', 'ci_<env>']);
  });
});

describe('mapChanged', () => {
  const upper = (text: string): string => text.toUpperCase();

  it('gives back the list where nothing changes, and a copy where something does', () => {
    const same = ['A', 'B'];
    const other = ['A', 'b'];
    expect(mapChanged(same, upper)).toBe(same);
    expect(mapChanged(other, upper)).toEqual(['A', 'B']);
    expect(other).toEqual(['A', 'b']);
  });
});
