import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ParsedDocument, PolicyDocument, Statement } from '../../src/model/policy.js';
import { canonicalStatements, documentKey } from '../../src/policy/canonical.js';
import { documentToJson } from '../../src/policy/document-json.js';
import { parsePolicy } from '../../src/policy/parse.js';
import { writtenPolicy } from './written-policies.js';

const CONTEXT = { partition: 'aws' };
const parse = (input: unknown): ParsedDocument => parsePolicy(input, CONTEXT);

function read(input: unknown): PolicyDocument {
  const document = parse(input);
  if (document.kind !== 'policy') throw new Error(document.reason);
  return document;
}

/** The one statement of a document that has an Allow of s3:GetObject on everything, with changes. */
function readStatement(change: Record<string, unknown>): Statement {
  const statement = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*', ...change };
  return read({ Version: '2012-10-17', Statement: statement }).statements[0]!;
}

describe('parsePolicy', () => {
  it('reads JSON text and its value alike', () => {
    const value = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Deny', NotAction: 'iam:*', NotResource: ['b', 'a'] }],
    };
    expect(parse(JSON.stringify(value))).toEqual(parse(value));
    expect(parse(value)).toEqual({
      kind: 'policy',
      version: '2012-10-17',
      statements: [
        {
          effect: 'Deny',
          action: { negated: true, patterns: ['iam:*'] },
          resource: { negated: true, patterns: ['a', 'b'] },
          principal: null,
          conditions: [],
        },
      ],
    });
  });

  it('takes a missing Version for 2008-10-17', () => {
    expect(read({ Statement: [] }).version).toBe('2008-10-17');
  });

  it.each([
    ['"*"', '*', [{ type: 'AWS', value: '*' }]],
    ['{"AWS": "*"}', { AWS: '*' }, [{ type: 'AWS', value: '*' }]],
    ['an account id', { AWS: '123456789012' }, [{ type: 'AWS', value: 'arn:aws:iam::123456789012:root' }]],
    [
      'types of their own',
      { Service: 'ec2.amazonaws.com', Federated: '123456789012', CanonicalUser: ['b', 'a', 'b'] },
      [
        { type: 'CanonicalUser', value: 'a' },
        { type: 'CanonicalUser', value: 'b' },
        { type: 'Federated', value: '123456789012' },
        { type: 'Service', value: 'ec2.amazonaws.com' },
      ],
    ],
  ])('reads a principal that is %s', (_, Principal, principals) => {
    expect(readStatement({ Principal }).principal).toEqual({ negated: false, principals });
    expect(readStatement({ NotPrincipal: Principal }).principal).toEqual({ negated: true, principals });
  });

  it('writes account ids as root ARNs of the partition', () => {
    const document = parsePolicy(
      { Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '123456789012' } } },
      { partition: 'aws-cn' },
    );
    expect(JSON.stringify(document)).toContain('arn:aws-cn:iam::123456789012:root');
  });

  it('keeps the values of a condition as texts, and collapses wildcards only where they are some', () => {
    const { conditions } = readStatement({
      Condition: {
        StringLike: { k: 'a**' },
        StringEquals: { k: 'a**' },
        Bool: { k: true },
        NumericEquals: { k: [1, 1.5] },
      },
    });
    expect(conditions).toEqual([
      { operator: 'Bool', key: 'k', values: ['true'] },
      { operator: 'NumericEquals', key: 'k', values: ['1', '1.5'] },
      { operator: 'StringEquals', key: 'k', values: ['a**'] },
      { operator: 'StringLike', key: 'k', values: ['a*'] },
    ]);
  });

  const statement = (change: Record<string, unknown>): unknown => ({
    Statement: [{ Effect: 'Allow', Action: 'a:b', Resource: '*', ...change }],
  });
  it.each([
    ['text that is not JSON', '{', 'not JSON'],
    ['null', null, 'not a JSON object'],
    ['nothing', undefined, 'not a JSON object'],
    ['a list', [], 'not a JSON object'],
    ['JSON text of a list', '[]', 'not a JSON object'],
    ['an unknown element', { Statement: [], Statements: [] }, 'unknown element "Statements"'],
    ['an element named __proto__', '{"Statement": [], "__proto__": {}}', 'unknown element "__proto__"'],
    ['no Statement', { Version: '2012-10-17' }, 'no Statement'],
    ['another Version', { Version: '2012-10-18', Statement: [] }, 'unknown Version "2012-10-18"'],
    ['a Version that is null', { Version: null, Statement: [] }, 'unknown Version null'],
    ['a statement that is a text', { Statement: ['x'] }, 'statement 1: not a JSON object'],
    ['a statement that is null', { Statement: null }, 'statement 1: not a JSON object'],
    ['a misspelled element', statement({ action: 'x' }), 'statement 1: unknown element "action"'],
    ['no Effect', { Statement: { Action: 'a:b' } }, 'statement 1: Effect is missing, not "Allow" or "Deny"'],
    [
      'another Effect',
      statement({ Effect: 'allow' }),
      'statement 1: Effect is "allow", not "Allow" or "Deny"',
    ],
    ['no action', { Statement: { Effect: 'Deny' } }, 'statement 1: neither Action nor NotAction'],
    ['two actions', statement({ NotAction: 'x' }), 'statement 1: both Action and NotAction'],
    ['two resources', statement({ NotResource: 'x' }), 'statement 1: both Resource and NotResource'],
    [
      'two principals',
      statement({ Principal: '*', NotPrincipal: '*' }),
      'statement 1: both Principal and NotPrincipal',
    ],
    ['a number for an action', statement({ Action: 7 }), 'statement 1: Action holds 7, not a text'],
    ['null for a resource', statement({ Resource: null }), 'statement 1: Resource holds null, not a text'],
    ['an empty action', statement({ Action: ['a:b', ''] }), 'statement 1: Action holds an empty text'],
    ['an empty resource', statement({ Resource: '' }), 'statement 1: Resource holds an empty text'],
    [
      'an empty principal',
      statement({ Principal: { AWS: '' } }),
      'statement 1: Principal AWS holds an empty text',
    ],
    [
      'a principal that is a text',
      statement({ Principal: 'x' }),
      'statement 1: Principal is neither "*" nor an object',
    ],
    [
      'a principal type with a colon',
      statement({ Principal: { 'AWS:a': 'b' } }),
      'statement 1: unknown type of Principal "AWS:a"',
    ],
    ['a condition that is a list', statement({ Condition: [] }), 'statement 1: Condition is not an object'],
    [
      'an operator without keys',
      statement({ Condition: { Null: 'x' } }),
      'statement 1: Condition Null is not an object',
    ],
    [
      'null for a value',
      statement({ Condition: { Null: { k: null } } }),
      'statement 1: Condition Null k holds null, not a value',
    ],
    [
      'a number that JSON.parse rounds',
      '{"Statement":{"Effect":"Deny","Action":"a:b","Condition":{"NumericEquals":{"k":9007199254740993}}}}',
      'statement 1: Condition NumericEquals k holds a number too large to be read exactly',
    ],
  ])('does not understand %s', (_, input, reason) => {
    const document = parse(input);
    expect(document.kind).toBe('unreadable');
    expect(document.kind === 'unreadable' && document.reason).toBe(reason);
  });

  it('keeps the text of what it does not understand', () => {
    expect(parse('{"Statement"')).toMatchObject({ raw: '{"Statement"' });
    expect(parse({ Statement: [], x: 1 })).toMatchObject({ raw: '{"Statement":[],"x":1}' });
    expect(parse(undefined)).toMatchObject({ raw: '' });
  });

  it('keeps condition operators and keys named __proto__', () => {
    const text =
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"a:b","Resource":"*",' +
      '"Condition":{"__proto__":{"__proto__":"x"}}}]}';
    const document = read(text);
    expect(document.statements[0]!.conditions).toEqual([
      { operator: '__proto__', key: '__proto__', values: ['x'] },
    ]);
    expect(read(JSON.stringify(documentToJson(document)))).toEqual(document);
  });

  it.each(['Action', 'Resource', 'Principal', 'Condition', 'Effect'])(
    'survives a %s of any depth',
    (element) => {
      const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
      const rest = element === 'Action' ? '' : '"Action":"a:b",';
      const effect = element === 'Effect' ? '' : '"Effect":"Allow",';
      expect(parse(`{"Statement":{${effect}${rest}"${element}":${deep}}}`).kind).toBe('unreadable');
      const value: unknown = JSON.parse(`{"Statement":{${effect}${rest}"${element}":${deep}}}`);
      expect(parse(value)).toMatchObject({
        kind: 'unreadable',
        raw: '(nested too deeply to be written out)',
      });
      expect(parse(JSON.parse(deep))).toMatchObject({ kind: 'unreadable' });
    },
  );

  it('shortens long values in its reasons', () => {
    const document = parse({ Statement: { Effect: 'x'.repeat(10_000), Action: 'a:b' } });
    expect(document.kind === 'unreadable' && document.reason.length).toBeLessThan(300);
  });

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true }), (input) => {
        expect(['policy', 'unreadable']).toContain(parse(input).kind);
      }),
    );
  });

  it('reads its own JSON back to the same document', () => {
    fc.assert(
      fc.property(writtenPolicy, (policy) => {
        const document = read(policy);
        expect(read(documentToJson(document))).toEqual(document);
        expect(read(JSON.stringify(documentToJson(document)))).toEqual(document);
      }),
    );
  });

  it('is canonical at once: canonicalising again changes nothing', () => {
    fc.assert(
      fc.property(writtenPolicy, (policy) => {
        const { statements } = read(policy);
        expect(canonicalStatements(statements)).toEqual(statements);
      }),
    );
  });

  it('gives the same document for statements in any order and more than once', () => {
    fc.assert(
      fc.property(writtenPolicy, (policy) => {
        const reordered = { ...policy, Statement: [...policy.Statement, ...policy.Statement].reverse() };
        expect(read(reordered)).toEqual(read(policy));
      }),
    );
  });
});

describe('documentKey', () => {
  const document = (...statements: Record<string, unknown>[]): PolicyDocument =>
    read({ Version: '2012-10-17', Statement: statements });
  const base = { Effect: 'Allow', Action: ['s3:Get*', 's3:Put*'], Resource: ['a', 'b'] };

  it('folds the case of actions, operators and condition keys, and of nothing else', () => {
    const guarded = (condition: unknown): string => documentKey(document({ ...base, Condition: condition }));
    expect(documentKey(document({ ...base, Action: ['S3:PUT*', 's3:get*'] }))).toBe(
      documentKey(document(base)),
    );
    expect(guarded({ stringEQUALS: { 'AWS:a': 'x' } })).toBe(guarded({ StringEquals: { 'aws:A': ['x'] } }));
    expect(guarded({ StringEquals: { 'AWS:PrincipalTag/A': 'x' } })).toBe(
      guarded({ StringEquals: { 'aws:principaltag/A': 'x' } }),
    );
    expect(guarded({ StringEquals: { 'aws:PrincipalTag/A': 'x' } })).not.toBe(
      guarded({ StringEquals: { 'aws:PrincipalTag/a': 'x' } }),
    );
    expect(guarded({ StringEquals: { k: 'x' } })).not.toBe(guarded({ StringEquals: { k: 'X' } }));
    expect(documentKey(document({ ...base, Resource: ['A', 'b'] }))).not.toBe(documentKey(document(base)));
  });

  it('counts the Version only where a policy variable stands', () => {
    const of = (version: string, Resource: string, value = 'x'): string =>
      documentKey(
        read({
          Version: version,
          Statement: { Effect: 'Allow', Action: 'a:b', Resource, Condition: { StringEquals: { k: value } } },
        }),
      );
    expect(of('2008-10-17', 'a')).toBe(of('2012-10-17', 'a'));
    expect(of('2008-10-17', 'a', '${x}')).not.toBe(of('2012-10-17', 'a', '${x}'));
    expect(of('2008-10-17', '${x}')).not.toBe(of('2012-10-17', '${x}'));
  });

  it('differs where any element does', () => {
    const keys = [
      document(base),
      document({ ...base, Effect: 'Deny' }),
      document({ Effect: 'Allow', NotAction: base.Action, Resource: base.Resource }),
      document({ Effect: 'Allow', Action: base.Action, NotResource: base.Resource }),
      document({ Effect: 'Allow', Action: base.Action, Principal: '*' }),
      document({ Effect: 'Allow', Action: base.Action, NotPrincipal: '*' }),
      document({ Effect: 'Allow', Action: base.Action, Principal: { Service: '*' } }),
      document({ Effect: 'Allow', Action: base.Action }),
      document({ ...base, Condition: { StringEquals: { k: 'x' } } }),
      document({ ...base, Condition: { StringEquals: { k: [] } } }),
      document(base, { ...base, Effect: 'Deny' }),
      document(),
    ].map(documentKey);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
