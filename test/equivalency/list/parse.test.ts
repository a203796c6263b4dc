import { describe, expect, it } from 'vitest';
import { parseEquivalencyList, plainEntry } from '../../../src/equivalency/list/index.js';
import { UserError } from '../../../src/model/errors.js';

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
      plainEntry('accountname', ['dev', 'qa']),
      plainEntry('region', ['eu-west-1']),
    ]);
  });

  it('takes a byte order mark, $schema, empty lists and values twice under one name', () => {
    expect(read('\uFEFF{"$schema": "x", "a": [], "b": ["x", "x"]}')).toEqual([
      plainEntry('a', []),
      plainEntry('b', ['x']),
    ]);
    expect(read('{}')).toEqual([]);
  });

  it('takes comments and a comma after the last element', () => {
    expect(read('// what differs\n{\n  /* by account */ "env": ["dev", "qa",], // agreed\n}')).toEqual([
      plainEntry('env', ['dev', 'qa']),
    ]);
  });

  it('takes entries named like members of objects', () => {
    expect(read('{"__proto__": ["dev"], "constructor": {"values": ["qa"]}}')).toEqual([
      plainEntry('__proto__', ['dev']),
      plainEntry('constructor', ['qa']),
    ]);
    expect(problem('{"__proto__": ["dev"], "b": ["dev"]}').message).toContain(
      'under both "__proto__" and "b"',
    );
    expect(problem('{"a": {"__proto__": ["dev"]}}').message).toContain('"__proto__" is no field of an entry');
    expect(read('{"a": {"accounts": {"__proto__": "x"}}}')[0]!.accounts.get('__proto__')).toEqual(['x']);
  });

  it('reads every field of an entry', () => {
    const text = `{"env": {
      "values": ["dev", "development"], "match": "word", "ignoreCase": true, "in": ["role", "tag", "role"],
      "accounts": {"dev": "dev", "987654321098": ["qa", "quality"]}, "why": "agreed"
    }}`;
    expect(read(text)).toEqual([
      {
        placeholder: 'env',
        values: ['dev', 'development', 'qa', 'quality'],
        match: 'word',
        ignoreCase: true,
        in: ['role', 'tag'],
        accounts: new Map([
          ['dev', ['dev']],
          ['987654321098', ['qa', 'quality']],
        ]),
        why: 'agreed',
      },
    ]);
    expect(read('{"a": {"accounts": {"dev": "x"}}}')[0]).toMatchObject({ values: ['x'], match: 'anywhere' });
  });

  it('lets one value stand under two names where the fields differ', () => {
    const entries = read('{"a": {"values": ["x"], "in": ["role"]}, "b": {"values": ["x"], "in": ["tag"]}}');
    expect(entries.map(({ placeholder }) => placeholder)).toEqual(['a', 'b']);
  });

  it.each([
    ['no JSON', '{', ':1:2', /not JSON: "}" is missing/],
    ['an empty file', '', ':1:1', /not JSON: a value is missing/],
    ['a missing comma', '{\n  "a": ["x" "y"]\n}', ':2:13', /not JSON: "," is missing/],
    ['single quotes', "{'a': []}", ':1:2', /not JSON: a word or sign/],
    ['text behind', '{} x', ':1:4', /not JSON/],
    ['a list', '[]', '', /not a JSON object/],
    ['null', 'null', '', /not a JSON object/],
    ['an empty placeholder', '{"": ["a"]}', ':1:2', /entry "": the placeholder is empty/],
    ['a bracket in a placeholder', '{"a<b": ["a"]}', ':1:2', /entry "a<b": a placeholder can't contain </],
    [
      'the name of an own placeholder',
      '{"sso": ["x"]}',
      ':1:2',
      /entry "sso": iamdrift itself uses that name/,
    ],
    ['a text for a list', '{"a": "b"}', ':1:7', /entry "a": its values are not a list/],
    ['null for a list', '{"a": null}', ':1:7', /entry "a": its values are not a list/],
    ['a number', '{"a": [7]}', ':1:8', /entry "a": 7 is not a text/],
    ['a list in a list', '{"a": [["b"]]}', ':1:8', /entry "a": a list is not a text/],
    ['an empty value', '{"a": ["b",\n ""]}', ':2:2', /entry "a": a value is empty/],
    [
      'a value in two entries',
      '{"a": ["x"], "b": ["y", "x"]}',
      ':1:25',
      /entry "b": "x" stands under both "a" and "b"/,
    ],
    [
      'a value in two entries but for its case',
      '{"a": ["x"], "b": {"values": ["X"], "ignoreCase": true}}',
      ':1:31',
      /entry "b": "X" stands under both "a" and "b"/,
    ],
    [
      'a placeholder as a value',
      '{"a": ["b"], "b": ["c"]}',
      ':1:8',
      /"b" is the name of another entry \(list\.json:1:14\)/,
    ],
    [
      'a name twice',
      '{"a": ["x"],\n "a": ["y"]}',
      ':2:2',
      /entry "a" is there a second time, after list\.json:1:2/,
    ],
    ['a word of AWS', '{"a": ["s3"]}', ':1:8', /entry "a": "s3" is a word of AWS/],
    ['a service', '{"a": ["lambda"]}', ':1:8', /"lambda" is a word of AWS/],
    ['a part of a word of AWS', '{"a": ["rol"]}', ':1:8', /"rol" is a part of role, a word of AWS/],
    ['one letter', '{"a": ["d", "q"]}', ':1:8', /"d" is a part of assumed-role, a word of AWS/],
    [
      'a word of AWS by its case',
      '{"a": {"values": ["ROLE"], "ignoreCase": true}}',
      ':1:19',
      /"ROLE" is a word of AWS/,
    ],
    [
      'a pattern that matches in one',
      '{"a": {"values": ["[a-z]+"], "match": "regex"}}',
      ':1:19',
      /matches in arn/,
    ],
    [
      'no pattern',
      '{"a": {"values": ["("], "match": "regex"}}',
      ':1:19',
      /"\(" is no pattern: missing closing \)/,
    ],
    [
      'a backreference',
      '{"a": {"values": ["(x)\\\\1"], "match": "regex"}}',
      ':1:19',
      /is no pattern: invalid escape/,
    ],
    ['an empty pattern', '{"a": {"values": ["x*"], "match": "regex"}}', ':1:19', /it matches the empty text/],
    ['an unknown field', '{"a": {"value": ["x"]}}', ':1:8', /"value" is no field of an entry/],
    ['a field twice', '{"a": {"values": ["x"], "values": []}}', ':1:25', /"values" is there twice/],
    ['an entry without values', '{"a": {}}', ':1:7', /entry "a": it has no values/],
    [
      'an unknown match',
      '{"a": {"values": ["x"], "match": "glob"}}',
      ':1:34',
      /"match": "glob" is none of its words/,
    ],
    [
      'a text for a truth value',
      '{"a": {"values": ["x"], "ignoreCase": "no"}}',
      ':1:39',
      /neither true nor false/,
    ],
    [
      'an unknown field name',
      '{"a": {"values": ["x"], "in": ["action"]}}',
      ':1:32',
      /"in": "action" is none/,
    ],
    ['no field names', '{"a": {"values": ["x"], "in": []}}', ':1:31', /"in" names no fields/],
    ['no accounts', '{"a": {"accounts": {}}}', ':1:20', /"accounts" names no account/],
    ['an account without values', '{"a": {"accounts": {"dev": []}}}', ':1:28', /account "dev" has no value/],
    [
      'an account twice',
      '{"a": {"accounts": {"d": "x1", "d": "y1"}}}',
      ':1:32',
      /account "d" is there twice/,
    ],
    ['a number as the reason', '{"a": {"values": ["x"], "why": 3}}', ':1:32', /"why" is not a text/],
    ['a number as $schema', '{"$schema": 3}', ':1:2', /"\$schema" is not a text/],
  ])('refuses %s, says where, and how to mend it', (_, text, where, message) => {
    const error = problem(text);
    expect(error.message).toMatch(message);
    expect(error.message.slice(0, `list.json${where}: `.length)).toBe(`list.json${where}: `);
    expect(error.mend).toMatch(/\w/);
  });

  it.each([
    ['parts of words of AWS that stand by themselves', '{"a": {"values": ["d", "q"], "match": "word"}}'],
    ['words of AWS where no ARN is touched', '{"a": {"values": ["role"], "in": ["role", "tag"]}}'],
    ['environments that services are named after', '{"a": ["dev", "devops", "prod", "cert", "log"]}'],
    ['patterns', '{"a": {"values": ["[0-9a-f]{8}", "(?i)v[0-9]+"], "match": "regex"}}'],
  ])('takes %s', (_, text) => {
    expect(read(text)).toHaveLength(1);
  });
});
