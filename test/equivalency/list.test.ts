import { describe, expect, it } from 'vitest';
import { parseEquivalencyList } from '../../src/equivalency/list.js';
import { UserError } from '../../src/model/errors.js';

const read = (text: string): ReturnType<typeof parseEquivalencyList> =>
  parseEquivalencyList(text, 'list.json');

function problem(text: string): UserError {
  try {
    read(text);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('accepted');
}

describe('parseEquivalencyList', () => {
  it("reads IAMCTL's format", () => {
    expect(read('{"accountname": ["dev", "qa"], "region": ["eu-west-1"]}')).toEqual([
      { placeholder: 'accountname', values: ['dev', 'qa'] },
      { placeholder: 'region', values: ['eu-west-1'] },
    ]);
  });

  it('takes a byte order mark, $schema, empty lists and values twice under one name', () => {
    expect(read('\uFEFF{"$schema": "x", "a": [], "b": ["x", "x"]}')).toEqual([
      { placeholder: 'a', values: [] },
      { placeholder: 'b', values: ['x', 'x'] },
    ]);
    expect(read('{}')).toEqual([]);
  });

  it('takes entries named like members of objects', () => {
    expect(read('{"__proto__": ["dev"], "constructor": ["qa"]}')).toEqual([
      { placeholder: '__proto__', values: ['dev'] },
      { placeholder: 'constructor', values: ['qa'] },
    ]);
    expect(problem('{"__proto__": ["dev"], "b": ["dev"]}').message).toContain('both "__proto__" and "b"');
  });

  it.each([
    ['no JSON', '{', /^list\.json: not JSON: /],
    ['a list', '[]', /not a JSON object/],
    ['null', 'null', /not a JSON object/],
    ['an empty placeholder', '{"": ["a"]}', /entry "": the placeholder is empty/],
    ['a bracket in a placeholder', '{"a<b": ["a"]}', /entry "a<b": a placeholder can't contain </],
    ['a text for a list', '{"a": "b"}', /entry "a": its values are not a list/],
    ['null for a list', '{"a": null}', /entry "a": its values are not a list/],
    ['a number', '{"a": [7]}', /entry "a": 7 is not a text/],
    ['a list in a list', '{"a": [["b"]]}', /entry "a": \["b"\] is not a text/],
    ['an empty value', '{"a": ["b", ""]}', /entry "a": a value is empty/],
    ['a value in two entries', '{"a": ["x"], "b": ["y", "x"]}', /"x" stands under both "a" and "b"/],
  ])('refuses %s, and says how to mend it', (_, text, message) => {
    const error = problem(text);
    expect(error.message).toMatch(message);
    expect(error.message).toMatch(/^list\.json: /);
    expect(error.mend).toMatch(/\w/);
  });
});
