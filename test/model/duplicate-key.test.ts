import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findDuplicateKey, findKeyLostIn } from '../../src/model/duplicate-key.js';

describe('findDuplicateKey', () => {
  it.each([
    ['{"a": 1, "a": 1}', 'a', 9],
    ['{"a": 1, "\\u0061": 2}', 'a', 9],
    ['[{"x": {"b" \n: [], "c": {}, "b": []}}]', 'b', 28],
    ['{"\\\\": 1, "\\\\": 2}', '\\', 10],
    ['{"__proto__": 1, "__proto__": 2}', '__proto__', 17],
    ['{"": 1, "": 2}', '', 8],
  ])('finds the second one: %s', (text, key, offset) => {
    expect(findDuplicateKey(text)).toEqual({ key, offset });
    expect(findKeyLostIn(JSON.parse(text), text)).toEqual({ key, offset });
  });

  it.each([
    '{"a": "a", "b": ["a", "a", {"a": "b"}], "c": {"a": {"a": 1}}}',
    '["a", "a", ":"]',
    '{"a\\"": 1, "a": "\\": 2, \\"a\\": 3", "A": 1}',
    '{"a": "x\\\\", "b": "y\\\\\\""}',
    '"a"',
    'null',
  ])('finds none in %s', (text) => {
    expect(findDuplicateKey(text)).toBeNull();
    expect(findKeyLostIn(JSON.parse(text), text)).toBeNull();
  });

  it('finds none in what JSON.stringify writes, and the one that is put in', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), fc.boolean(), (value, key, isIndented) => {
        const text = JSON.stringify(value, null, isIndented ? 2 : 0);
        expect(findDuplicateKey(text)).toBeNull();
        expect(findKeyLostIn(value, text)).toBeNull();
        const name = JSON.stringify(key);
        const twice = `[{${name}: ${text}, ${name}: ${text}}]`;
        expect(findDuplicateKey(twice)?.key).toBe(key);
        expect(findKeyLostIn(JSON.parse(twice), twice)?.key).toBe(key);
      }),
    );
  });

  it('takes any depth', () => {
    const depth = 200_000;
    const deep = (inmost: string): string => `${'{"a":['.repeat(depth)}${inmost}${']}'.repeat(depth)}`;
    for (const find of [findDuplicateKey, (text: string) => findKeyLostIn(JSON.parse(text), text)]) {
      expect(find(deep(''))).toBeNull();
      expect(find(deep('{"b": 1, "b": 2}'))?.key).toBe('b');
    }
  });
});
