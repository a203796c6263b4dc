import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parseEquivalencyList } from '../../../src/equivalency/list/index.js';
import { UserError } from '../../../src/model/errors.js';

const SCHEMA = new URL('../../../schema/equivalency.schema.json', import.meta.url);
const validate = new Ajv({ strict: true, strictRequired: false }).compile(
  JSON.parse(readFileSync(SCHEMA, 'utf8')) as object,
);

function isParsed(text: string): boolean {
  try {
    parseEquivalencyList(text, 'list.json');
    return true;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}

/** Shapes alone: what entries must be to each other, and words of AWS, no schema can say. */
describe('the schema and the parser', () => {
  it.each([
    '{}',
    '{"$schema": "./equivalency.schema.json", "accountname": ["dev", "qa"]}',
    '{"a": []}',
    '{"__proto__": ["dev"], "constructor": ["qa"]}',
    '{"a": {"values": ["x1"]}}',
    '{"a": {"accounts": {"dev": "x1", "123456789012": ["x2", "x3"]}}}',
    '{"a": {"values": ["x1"], "match": "exact", "ignoreCase": false, "in": ["role", "path"], "why": ""}}',
    '{"name with spaces": ["x1"]}',
  ])('accept %s', (text) => {
    expect([validate(JSON.parse(text)), isParsed(text)]).toEqual([true, true]);
  });

  it.each([
    '[]',
    'null',
    '"x"',
    '{"$schema": 1}',
    '{"": ["x1"]}',
    '{"a<b": ["x1"]}',
    '{"a/b": ["x1"]}',
    '{"$a": ["x1"]}',
    '{"a\\u0007": ["x1"]}',
    '{"sso": ["x1"]}',
    '{"a": "x1"}',
    '{"a": null}',
    '{"a": [1]}',
    '{"a": [""]}',
    '{"a": [["x1"]]}',
    '{"a": {}}',
    '{"a": {"values": "x1"}}',
    '{"a": {"values": [""]}}',
    '{"a": {"values": ["x1"], "match": "glob"}}',
    '{"a": {"values": ["x1"], "match": null}}',
    '{"a": {"values": ["x1"], "ignoreCase": "yes"}}',
    '{"a": {"values": ["x1"], "in": []}}',
    '{"a": {"values": ["x1"], "in": "role"}}',
    '{"a": {"values": ["x1"], "in": ["action"]}}',
    '{"a": {"values": ["x1"], "why": null}}',
    '{"a": {"values": ["x1"], "more": 1}}',
    '{"a": {"accounts": {}}}',
    '{"a": {"accounts": {"": "x1"}}}',
    '{"a": {"accounts": {"dev": []}}}',
    '{"a": {"accounts": {"dev": 1}}}',
    '{"a": {"accounts": ["dev"]}}',
  ])('refuse %s', (text) => {
    expect([validate(JSON.parse(text)), isParsed(text)]).toEqual([false, false]);
  });
});
