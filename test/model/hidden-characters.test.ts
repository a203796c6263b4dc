import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { visible, visibleJson, visibleLines } from '../../src/model/hidden-characters.js';

/** What Unicode says acts on a terminal or can't be seen: controls, turns of direction, ignorable ones, odd spaces. */
const HIDDEN =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}]|(?![ \u3000])\p{Zs}/u;

describe('visible', () => {
  it('writes out every character that Unicode calls hidden, and leaves letters alone', () => {
    const forgotten: string[] = [];
    for (let code = 0; code <= 0x10ffff; code++) {
      const text = String.fromCodePoint(code);
      if (HIDDEN.test(text) && visible(text) !== `\\u{${code.toString(16)}}`)
        forgotten.push(code.toString(16));
    }
    expect(forgotten).toEqual([]);
    const plain = 'app1_dev é ü 日本語 😀 <accountname> arn:aws:iam::123456789012:role/x “…”';
    expect(visible(plain)).toBe(plain);
  });

  it('writes out each half of a pair of its own', () => {
    expect(visible('a\ud83d')).toBe('a\\u{d83d}');
  });
});

describe('visibleLines', () => {
  it('lets line ends through, colours only where there are any, and nothing that moves or hides', () => {
    const painted = '\u001b[1mbold\u001b[22m\n\u001b[31mred\u001b[39m';
    expect(visibleLines(painted, true)).toBe(painted);
    expect(visibleLines(painted, false)).not.toContain('\u001b');
    for (const code of [
      '\u001b[8m',
      '\u001b[2J',
      '\u001b]0;title\u0007',
      '\u009b31m',
      '\r',
      '\u001b[38;5;1m',
      '\u001b',
    ]) {
      expect(visibleLines(code, true)).not.toContain(code.charAt(0));
    }
  });
});

describe('visibleJson', () => {
  it('is the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        const text = JSON.stringify(value);
        expect(JSON.parse(visibleJson(text))).toEqual(JSON.parse(text));
        expect(HIDDEN.test(visibleJson(text))).toBe(false);
      }),
    );
  });
});
