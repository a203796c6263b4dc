import { describe, expect, it } from 'vitest';
import { parseEquivalencyList } from '../../src/equivalency/list/index.js';
import { compareAccessWithCatalogue } from '../../src/policy/access/index.js';
import { parsePolicy } from '../../src/policy/parse.js';
import { estate, QUIET } from './estates.js';
import { playDiff, withstands } from './play.js';

/** Deeper than any stack. */
const DEPTH = 100_000;
const DEEP = `${'{"a":['.repeat(DEPTH)}${']}'.repeat(DEPTH)}`;

/** The quiet account with a text of ours where a role's field is. */
function withRole(fields: Readonly<Record<string, string>>): string {
  const account = estate(QUIET) as { RoleDetailList: Record<string, unknown>[] };
  const marks = Object.keys(fields).map((field) => [field, `<<${field}>>`] as const);
  account.RoleDetailList[0] = { ...account.RoleDetailList[0], ...Object.fromEntries(marks) };
  let text = JSON.stringify(account);
  for (const [field, mark] of marks) text = text.replace(JSON.stringify(mark), () => fields[field]!);
  return text;
}

const document = (statement: object): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', ...statement } });

describe('input that is nested more deeply than any stack goes', () => {
  it.each([
    ['AssumeRolePolicyDocument', DEEP],
    ['AssumeRolePolicyDocument', `{"Version":"2012-10-17","Statement":${DEEP}}`],
    ['AssumeRolePolicyDocument', `{"Statement":{"Effect":"Allow","Action":"*","Condition":${DEEP}}}`],
    ['RolePolicyList', `[{"PolicyName":"p","PolicyDocument":${DEEP}}]`],
    ['RolePolicyList', DEEP],
    ['Tags', DEEP],
    ['Unknown', DEEP],
    ['RoleName', DEEP],
  ])('in %s is unreadable, or refused', async (field, deep) => {
    const text = withRole({ [field]: deep });
    const { exitCode } = await playDiff(text, text);
    expect(field === 'Unknown' ? [0] : [1, 3]).toContain(exitCode);
  });

  it('and nothing else is refused', async () => {
    expect((await playDiff(DEEP, DEEP)).exitCode).toBe(1);
    await withstands(DEEP.length, () => {
      expect(parsePolicy(DEEP, { partition: 'aws' }).kind).toBe('unreadable');
    });
    const list = await withstands(DEEP.length, () => parseEquivalencyList(`{"a": ${DEEP}}`, 'list.json'));
    expect(list).toMatchObject({
      name: 'UserError',
      message: 'list.json: nested too deeply to be an equivalency list',
    });
  });
});

describe('patterns that blow up elsewhere', () => {
  const bombs = {
    'stars and letters': '*a'.repeat(200),
    'a letter and what may follow': `*a${'?'.repeat(60)}`,
    'variables without an end': '${'.repeat(3_000),
    'variables without an end, and stars': '${*'.repeat(2_000),
    questions: '?'.repeat(5_000),
    stars: '*'.repeat(5_000),
    'one long text': 'a'.repeat(20_000),
    'what may be a suffix of Identity Center': `SSO_${'0123456789abcdef'.repeat(500)}`,
  };
  const pairs = Object.entries(bombs).map(([name, bomb]) => [name, bomb] as const);

  it.each(pairs)('are compared: %s', async (_, bomb) => {
    for (const place of ['Action', 'Resource'] as const) {
      const other = place === 'Action' ? { Resource: '*' } : { Action: '*' };
      const text = (end: string): string =>
        document({
          ...other,
          [place]: place === 'Action' ? `s3:${bomb}${end}` : `arn:aws:s3:::${bomb}${end}`,
        });
      const [one, two] = [text(''), text('b')];
      await withstands(one.length + two.length, async () => {
        const [before, after] = [one, two].map((json) => parsePolicy(json, { partition: 'aws' }));
        if (before?.kind !== 'policy' || after?.kind !== 'policy') throw new Error('unreadable');
        const { verdict } = await compareAccessWithCatalogue({
          type: 'identity',
          before: { policies: [before] },
          after: { policies: [after] },
        });
        expect(verdict).not.toBe('equivalent');
      });
    }
  });

  it.each(pairs)('stand in names, with an equivalency list: %s', async (_, bomb) => {
    const text = withRole({
      Path: JSON.stringify(`/${bomb}/`),
      AssumeRolePolicyDocument: document({ Action: 'sts:AssumeRole', Principal: { AWS: bomb } }),
    });
    const list = JSON.stringify({
      name: ['aaaaaaaaab', bomb.slice(0, 100)],
      other: { values: ['(a+)+$'], match: 'regex' },
    });
    const { exitCode } = await playDiff(text, text, list);
    expect([0, 1]).toContain(exitCode);
  });
});

describe('a little that stands for much', () => {
  it('is not written out: actions times resources times principals', async () => {
    const many = (prefix: string): string[] => Array.from({ length: 300 }, (_, index) => `${prefix}${index}`);
    const text = (extra: string[]): string =>
      withRole({
        RolePolicyList: JSON.stringify([
          {
            PolicyName: 'p',
            PolicyDocument: JSON.parse(
              document({ Action: [...many('s3:x'), ...extra], Resource: many('arn:aws:s3:::b') }),
            ) as unknown,
          },
        ]),
      });
    const { exitCode } = await playDiff(text([]), text(['s3:GetObject']));
    expect(exitCode).toBe(2);
  });
});
