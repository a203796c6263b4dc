import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { everywhere, substituteDocument, type SubstitutedDocument } from '../../src/equivalency/document.js';
import { compileSubstitution } from '../../src/equivalency/substitution.js';
import type { ParsedDocument } from '../../src/model/policy.js';
import { canonicalStatements, documentKey } from '../../src/policy/canonical.js';
import { documentToJson } from '../../src/policy/document-json.js';
import { parsePolicy } from '../../src/policy/parse.js';

const substitute = everywhere(
  compileSubstitution(['dev', 'qa'].map((value) => ({ value, placeholder: 'env', whole: false }))),
);

function parse(...statements: Record<string, unknown>[]): ParsedDocument {
  return parsePolicy({ Version: '2012-10-17', Statement: statements }, { partition: 'aws' });
}

function substituted(...statements: Record<string, unknown>[]): SubstitutedDocument {
  return substituteDocument(parse(...statements), substitute);
}

function key(...statements: Record<string, unknown>[]): string {
  const { document } = substituted(...statements);
  if (document.kind !== 'policy') throw new Error(document.reason);
  return documentKey(document);
}

const allow = (
  Action: string,
  Resource: unknown,
  more: Record<string, unknown> = {},
): Record<string, unknown> => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});

describe('substituteDocument', () => {
  it('touches names, never actions, operators, keys or services', () => {
    const { document, rawTexts } = substituted({
      Effect: 'Allow',
      Action: ['devicefarm:*', 'dev:qa'],
      Resource: 'arn:dev:dev:dev:dev:dev',
      Principal: { Service: 'dev.amazonaws.com', AWS: 'arn:aws:iam::1:role/dev' },
      Condition: { StringEquals: { 'dev:qa': 'dev' } },
    });
    expect(document.kind === 'policy' && documentToJson(document).Statement).toEqual([
      {
        Effect: 'Allow',
        Action: ['dev:qa', 'devicefarm:*'],
        Resource: ['arn:dev:dev:dev:<env>:<env>'],
        Principal: { AWS: ['arn:aws:iam::1:role/<env>'], Service: ['dev.amazonaws.com'] },
        Condition: { StringEquals: { 'dev:qa': ['<env>'] } },
      },
    ]);
    expect(Object.fromEntries(rawTexts)).toEqual({
      'arn:dev:dev:dev:<env>:<env>': 'arn:dev:dev:dev:dev:dev',
      'arn:aws:iam::1:role/<env>': 'arn:aws:iam::1:role/dev',
      '<env>': 'dev',
    });
  });

  it('gives back the same object where nothing changes, and an unreadable document as it is', () => {
    const document = parse(allow('s3:*', '*'));
    expect(substituteDocument(document, substitute).document).toBe(document);
    const unreadable = parsePolicy('dev', { partition: 'aws' });
    expect(substituteDocument(unreadable, substitute)).toMatchObject({
      document: { kind: 'unreadable', raw: 'dev' },
    });
  });

  it('sorts again what substitution put out of order', () => {
    expect(key(allow('a:b', ['dev1', 'zz', 'a']))).toBe(key(allow('a:b', ['qa1', 'zz', 'a'])));
    expect(key(allow('a:b', 'dev'), allow('c:d', 'zz'))).toBe(key(allow('a:b', 'qa'), allow('c:d', 'zz')));
  });

  describe('never lets two texts of one document become one', () => {
    const tag = (...values: string[]): Record<string, unknown> => ({
      Condition: { StringEquals: { 'aws:PrincipalTag/env': values } },
    });
    const principal = (...AWS: string[]): Record<string, unknown> => ({
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { AWS },
    });

    it('in one list', () => {
      expect(key(allow('a:b', ['dev', 'qa']))).not.toBe(key(allow('a:b', 'dev')));
      expect(key(principal('role/dev', 'role/qa'))).not.toBe(key(principal('role/qa')));
      expect(key(allow('a:b', '*', tag('dev', 'qa')))).not.toBe(key(allow('a:b', '*', tag('dev'))));
      const but = (...NotResource: string[]): Record<string, unknown> => ({
        Effect: 'Deny',
        Action: 'a:b',
        NotResource,
      });
      expect(key(but('dev', 'qa'))).not.toBe(key(but('qa')));
    });

    it('in several statements', () => {
      expect(key(allow('a:b', 'dev'), allow('a:b', 'qa'))).not.toBe(key(allow('a:b', 'dev')));
      expect(key(allow('a:b', 'dev'), allow('c:d', 'qa'))).not.toBe(
        key(allow('a:b', 'dev'), allow('c:d', 'dev')),
      );
    });

    it('and lets both sides have both', () => {
      expect(key(allow('a:b', ['dev', 'qa']))).toBe(key(allow('a:b', ['qa', 'dev'])));
      expect(key(allow('a:b', 'dev'), allow('a:b', 'qa'))).toBe(key(allow('a:b', 'qa'), allow('a:b', 'dev')));
    });

    it('and still matches references that mirror each other', () => {
      expect(key(allow('s3:Get', 'dev'), allow('s3:Put', 'qa'))).toBe(
        key(allow('s3:Get', 'qa'), allow('s3:Put', 'dev')),
      );
      expect(key(allow('s3:Get', ['dev', 'qa']), allow('s3:Put', 'qa'))).toBe(
        key(allow('s3:Get', ['dev', 'qa']), allow('s3:Put', 'dev')),
      );
    });

    it('and knows the raw text of each', () => {
      const { rawTexts } = substituted(allow('a:b', ['x-dev', 'x-qa', 'x-dev']));
      expect(Object.fromEntries(rawTexts)).toEqual({ 'x-<env>': 'x-dev', 'x-<env#2>': 'x-qa' });
    });
  });

  it('is canonical as a whole, whatever is replaced', () => {
    const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'ab', 'ca', 'bc'), { minLength: 1 });
    const statement = fc
      .record({ actions: names, resources: names, principals: names, values: names })
      .map(({ actions, resources, principals, values }) => ({
        Effect: 'Allow',
        Action: actions.map((name) => `s3:${name}`),
        Resource: resources.map((name) => `arn:aws:s3:::${name}`),
        Principal: { AWS: principals.map((name) => `arn:aws:iam::123456789012:role/${name}`) },
        Condition: { StringLike: { 's3:prefix': values, 'aws:PrincipalTag/a': values } },
      }));
    const statements = fc.array(statement, { minLength: 1, maxLength: 3 });
    // The first value gets the last placeholder: what is replaced changes its place.
    const values = fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1 });
    fc.assert(
      fc.property(statements, values, (list, replaced) => {
        const replace = everywhere(
          compileSubstitution(
            replaced.map((value, at) => ({ value, placeholder: `${9 - at}`, whole: false })),
          ),
        );
        const { document } = substituteDocument(parse(...list), replace);
        if (document.kind !== 'policy') throw new Error(document.reason);
        expect(document.statements).toEqual(canonicalStatements(document.statements));
      }),
    );
  });
});
