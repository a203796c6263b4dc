import { Ajv2020 } from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { UserError } from '../../src/model/errors.js';
import { parseWaivers } from '../../src/waivers/parse.js';

const SCHEMA = JSON.parse(
  readFileSync(new URL('../../schema/waivers.schema.json', import.meta.url), 'utf8'),
) as object;
const isValid = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true }).compile(SCHEMA);

const END = 'reason: because\n    owner: alice\n    expires: 2026-12-31';

function entry(fields: string): string {
  return `waivers:\n  - ${fields}\n    ${END}\n`;
}

function problemOf(text: string): string {
  try {
    parseWaivers(text, 'waivers.yaml');
  } catch (error) {
    if (error instanceof UserError) return `${error.message}. ${error.mend}`;
    throw error;
  }
  return 'none';
}

describe('parseWaivers', () => {
  it('reads every field, as one text or as a list, and where each entry begins', () => {
    const text = `# ours\nwaivers:\n  - tags: [dev, qa]\n    roles: [app*, "ci-?"]\n    types: tag-changed\n    verdict: [broader, unknown]\n    fingerprint: ${'a'.repeat(20)}\n    ${END}\n\n  - users: bob\n    ${END}\n`;
    expect(parseWaivers(text, 'waivers.yaml')).toEqual([
      {
        number: 1,
        line: 3,
        tags: ['dev', 'qa'],
        names: { kind: 'role', globs: ['app*', 'ci-?'] },
        types: ['tag-changed'],
        verdicts: ['broader', 'unknown'],
        fingerprints: ['a'.repeat(20)],
        reason: 'because',
        owner: 'alice',
        expires: '2026-12-31',
      },
      {
        number: 2,
        line: 12,
        tags: [],
        names: { kind: 'user', globs: ['bob'] },
        types: [],
        verdicts: [],
        fingerprints: [],
        reason: 'because',
        owner: 'alice',
        expires: '2026-12-31',
      },
    ]);
    expect(isValid(parse(text))).toBe(true);
  });

  it.each(['', '# nothing yet\n', 'waivers:\n', 'waivers: []\n'])('has no entries in %j', (text) => {
    expect(parseWaivers(text, 'waivers.yaml')).toEqual([]);
  });

  it.each<[string, string, string]>([
    [
      'no reason',
      'waivers:\n  - roles: a\n    owner: x\n    expires: 2026-12-31\n',
      'entry 1 (line 2): has no reason',
    ],
    [
      'no owner',
      'waivers:\n  - roles: a\n    reason: x\n    expires: 2026-12-31\n',
      'entry 1 (line 2): has no owner',
    ],
    [
      'no expiry',
      'waivers:\n  - roles: a\n    reason: x\n    owner: x\n',
      'entry 1 (line 2): has no expires',
    ],
    [
      'an empty reason',
      'waivers:\n  - roles: a\n    reason: " "\n    owner: x\n    expires: 2026-12-31\n',
      'entry 1 (line 3): reason is not a text',
    ],
    [
      'a date that is none',
      'waivers:\n  - roles: a\n    reason: x\n    owner: x\n    expires: 2026-02-30\n',
      'entry 1 (line 5): expires: "2026-02-30" is not a date',
    ],
    [
      'a time',
      'waivers:\n  - roles: a\n    reason: x\n    owner: x\n    expires: never\n',
      'expires: "never" is not a date',
    ],
    ['nothing to match', `waivers:\n  - ${END}\n`, 'names nothing, and would waive everything'],
    ['an unknown field', entry('role: app'), 'unknown field "role". Did you mean roles?'],
    ['an unknown field at the top', 'waiver: []\n', 'unknown field "waiver". Did you mean waivers?'],
    [
      'a mapping for a field',
      entry('? { toString: 1, valueOf: 2 }\n    : app'),
      'unknown field "(not a text)"',
    ],
    [
      'a list for a field',
      entry('types: tag-changed\n    ? [roles]\n    : app'),
      'unknown field "(not a text)"',
    ],
    ['a mapping for a field at the top', '? { toString: 1 }\n: []\n', 'unknown field "(not a text)"'],
    ['an unknown type', entry('types: tag-chnged'), 'types: unknown "tag-chnged". Did you mean tag-changed?'],
    ['an unknown verdict', entry('verdict: wider'), 'verdict: unknown "wider". It is one of broader'],
    ['what could not be read', entry('types: document-unreadable'), "what could not be read can't be waived"],
    ['two kinds', entry('roles: a\n    users: b'), 'names both roles and users'],
    ['three tags', entry('tags: [a, b, c]'), 'names more than two tags'],
    ['a shortened fingerprint', entry('fingerprint: abcdef'), 'fingerprint: "abcdef" is none'],
    [
      'a number for a fingerprint',
      entry('fingerprint: 12345678901234567890'),
      'is not a text. Put it in quotes.',
    ],
    ['an empty list', entry('roles: []'), 'roles is an empty list'],
    ['an empty glob', entry('roles: ""'), 'roles: "" is not a text'],
    ['an entry that is a text', 'waivers:\n  - app\n', 'entry 1 (line 2): is not a mapping'],
    ['a list at the top', '- roles: a\n', 'is not a mapping'],
    ['no list', 'waivers: app\n', '"waivers" is not a list'],
    ['a field twice', entry('roles: a\n    roles: b'), 'not YAML: Map keys must be unique'],
    ['broken YAML', 'waivers: [\n', 'line 2: not YAML'],
  ])('refuses %s, and the schema with it', (_, text, problem) => {
    const told = problemOf(text);
    expect(told).toContain(problem);
    expect(told).toMatch(/^waivers\.yaml: /);
    let value: unknown;
    try {
      value = parse(text);
    } catch {
      return;
    }
    // A calendar is more than a schema can say.
    if (!text.includes('2026-02-30')) expect(isValid(value)).toBe(false);
  });
});
