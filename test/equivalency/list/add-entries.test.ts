import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addEntries, listText } from '../../../src/equivalency/list/add-entries.js';
import { parseEquivalencyList } from '../../../src/equivalency/list/index.js';

const add = (text: string, ...entries: [string, string[]][]): string =>
  addEntries(
    text,
    entries.map(([placeholder, values]) => ({ placeholder, values })),
  );

describe('addEntries', () => {
  it('writes a new list, one entry a line', () => {
    const text = listText([
      { placeholder: 'accountname', values: ['dev', 'qa'] },
      { placeholder: 'region', values: ['euw1', 'use1'], match: 'word' },
    ]);
    expect(text).toBe(
      '{\n  "accountname": ["dev", "qa"],\n  "region": { "values": ["euw1", "use1"], "match": "word" }\n}\n',
    );
  });

  it('keeps comments, order and indentation', () => {
    const text = `{
    // Ours, since 2019.
    "zeta": ["a1", "b1"], // the first
    /* and */ "alpha": {
        "values": ["one", "two"], // of two
        "why": "history"
    } // the last
    // until here
}
`;
    expect(add(text, ['mid', ['x1', 'y1']], ['alpha', ['three']])).toBe(`{
    // Ours, since 2019.
    "zeta": ["a1", "b1"], // the first
    /* and */ "alpha": {
        "values": ["one", "two", "three"], // of two
        "why": "history"
    }, // the last
    // until here
    "mid": ["x1", "y1"]
}
`);
  });

  it('writes as the file does: on one line, with a comma at the end, with CR LF, with a BOM', () => {
    expect(add('{"a": ["x"]}', ['b', ['y']])).toBe('{"a": ["x"], "b": ["y"]}');
    expect(add('{\n  "a": [\n    "x",\n  ],\n}\n', ['a', ['y', 'z']], ['b', ['w']])).toBe(
      '{\n  "a": [\n    "x",\n    "y",\n    "z",\n  ],\n  "b": ["w"],\n}\n',
    );
    expect(add('{\r\n\t"a": ["x"]\r\n}\r\n', ['b', ['y']])).toBe(
      '{\r\n\t"a": ["x"],\r\n\t"b": ["y"]\r\n}\r\n',
    );
    expect(add('\uFEFF{"a": []}', ['a', ['x', 'y']])).toBe('\uFEFF{"a": ["x", "y"]}');
  });

  it('puts nothing behind a comment that runs to the end of its line', () => {
    expect(add('{\n  "a": ["x" // one\n  ]\n}', ['a', ['y']])).toBe('{\n  "a": ["x", // one\n  "y"\n  ]\n}');
    expect(add('{ // nothing yet\n}\n', ['a', ['x']])).toBe('{ // nothing yet\n  "a": ["x"]\n}\n');
    expect(add('{\n}\n', ['a', ['x']])).toBe('{\n  "a": ["x"]\n}\n');
  });

  it('gives an entry that has only "accounts" its values', () => {
    expect(add('{"a": {"accounts": {"dev": "x"}}}', ['a', ['y']])).toBe(
      '{"a": {"accounts": {"dev": "x"}, "values": ["y"]}}',
    );
  });

  it('adds to any list what is to be added, and nothing else', () => {
    const gap = fc.constantFrom('', ' ', '\n', '\n  ', ' // "c": [\n', ' /* , } */ ', '\r\n\t');
    const name = fc.constantFrom('a', 'b', '__proto__', 'constructor', 'é "quoted"', 'x,y');
    const listed = fc
      .uniqueArray(fc.tuple(name, fc.array(gap, { minLength: 8, maxLength: 8 })), {
        selector: ([one]) => one,
        maxLength: 3,
      })
      .map((entries) => {
        const items = entries.map(
          ([key, [g0, g1, g2, g3, g4, g5, g6]], at) =>
            `${g0!}${JSON.stringify(key)}${g1!}:${g2!}[${g3!}"value ${at}a"${g4!},${g5!}"value ${at}b"${g6!}]`,
        );
        const end = entries.at(-1)?.[1][7] ?? '';
        return `{${items.join(',')}${end.length > 3 ? `,${end}` : end}}`;
      });
    fc.assert(
      fc.property(listed, name, (text, placeholder) => {
        const before = parseEquivalencyList(text, 'list');
        const after = parseEquivalencyList(add(text, [placeholder, ['new one', 'new two']]), 'list');
        const added = { placeholder, values: ['new one', 'new two'] };
        const expected = before.some((entry) => entry.placeholder === placeholder)
          ? before.map((entry) => ({
              placeholder: entry.placeholder,
              values: entry.placeholder === placeholder ? [...entry.values, ...added.values] : entry.values,
            }))
          : [...before.map(({ placeholder: key, values }) => ({ placeholder: key, values })), added];
        expect(after.map(({ placeholder: key, values }) => ({ placeholder: key, values }))).toEqual(expected);
      }),
    );
  });
});
