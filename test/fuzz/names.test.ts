import { describe, expect, it } from 'vitest';
import { compareAccessWithCatalogue } from '../../src/policy/access/index.js';
import { evaluateIdentity } from '../../src/policy/evaluate/index.js';
import { parsePolicy } from '../../src/policy/parse.js';
import type { PolicyDocument } from '../../src/model/policy.js';

/** What every object has without being asked, as JSON hands it over. */
const INHERITED = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', '__defineGetter__'];

function policy(text: string): PolicyDocument {
  const document = parsePolicy(`{"Version":"2012-10-17","Statement":[${text}]}`, { partition: 'aws' });
  if (document.kind !== 'policy') throw new Error(document.reason);
  return document;
}

const NOTHING = policy('');
const identity = (before: PolicyDocument, after: PolicyDocument) =>
  compareAccessWithCatalogue({
    type: 'identity',
    before: { policies: [before] },
    after: { policies: [after] },
  });

describe.each(INHERITED)('%s', (name) => {
  it('is a condition key like any other', async () => {
    const operators = [
      'StringLike',
      'StringEquals',
      'ForAllValues:StringLike',
      'ForAnyValue:StringEquals',
      'Null',
      'Bool',
    ];
    for (const operator of operators) {
      const value = operator === 'Null' || operator === 'Bool' ? 'true' : 'x';
      const under = policy(
        `{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"${operator}":{"${name}":"${value}"}}}`,
      );
      const plain = policy(
        `{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"${operator}":{"app:key":"${value}"}}}`,
      );
      for (const [one, two] of [
        [NOTHING, under],
        [under, NOTHING],
        [under, under],
        [under, policy('{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}')],
      ] as const) {
        const as = (document: PolicyDocument): PolicyDocument => (document === under ? plain : document);
        const { verdict, witnesses } = await identity(one, two);
        expect(verdict, operator).toBe((await identity(as(one), as(two))).verdict);
        for (const { request, before, after } of witnesses) {
          expect(evaluateIdentity({ policies: [{ name: 'p', document: one }] }, request).answer).toBe(before);
          expect(evaluateIdentity({ policies: [{ name: 'p', document: two }] }, request).answer).toBe(after);
        }
      }
    }
  });

  it('is an operator, a service and an action that nobody knows', async () => {
    const odd = [
      `{"Effect":"Allow","Action":"${name}:*","Resource":"*"}`,
      `{"Effect":"Allow","Action":"${name}:${name}","Resource":"${name}"}`,
      `{"Effect":"Allow","Action":"s3:${name}","Resource":"*"}`,
      `{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"${name}":{"${name}":"x"}}}`,
    ];
    for (const text of odd) {
      expect(['broader', 'unknown']).toContain((await identity(NOTHING, policy(text))).verdict);
      expect(['narrower', 'unknown']).toContain((await identity(policy(text), NOTHING)).verdict);
    }
  });

  it('is a type of principal like any other that nobody knows', async () => {
    const trusting = policy(`{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"${name}":"x"}}`);
    const comparison = await compareAccessWithCatalogue({
      type: 'trust',
      before: NOTHING,
      after: trusting,
      beforeAccount: '123456789012',
    });
    expect(['broader', 'unknown']).toContain(comparison.verdict);
    for (const { request } of comparison.witnesses) expect(typeof request.principal?.value).toBe('string');
  });
});
