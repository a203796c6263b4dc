import { describe, expect, it } from 'vitest';
import { evaluateIdentity, evaluateTrust, explain } from '../../../src/policy/evaluate/index.js';
import { parsed } from './parsed.js';

const request = { action: 's3:PutObject', resource: 'arn:aws:s3:::app1/x', context: {} };

function policy(name: string, ...statements: readonly object[]) {
  return { name, document: parsed({ Version: '2012-10-17', Statement: statements }) };
}

const all = { Effect: 'Allow', Action: '*', Resource: '*' };
const read = { Effect: 'Allow', Action: 's3:Get*', Resource: '*' };
const denyOutside = {
  Effect: 'Deny',
  Action: '*',
  Resource: '*',
  Condition: { StringNotEquals: { 'aws:RequestedRegion': 'eu-west-1' } },
};

describe('evaluateIdentity', () => {
  it('names the statements that decide, of whichever document', () => {
    const evaluation = evaluateIdentity(
      { policies: [policy('one', read), policy('two', read, all)] },
      request,
    );
    expect(evaluation.answer).toBe('allowed');
    expect(evaluation.deciding.map(({ document, index, part }) => [document, index, part])).toEqual([
      ['two', 0, 'policy'],
    ]);
    expect(evaluation.statements).toHaveLength(3);
  });

  it('names the Allow of the policy and the one of the boundary', () => {
    const evaluation = evaluateIdentity(
      { policies: [policy('one', all)], boundary: policy('limit', all) },
      request,
    );
    expect(evaluation.deciding.map(({ document, part }) => [document, part])).toEqual([
      ['one', 'policy'],
      ['limit', 'boundary'],
    ]);
  });

  it('takes no policies at all for nothing allowed', () => {
    expect(explain(evaluateIdentity({ policies: [] }, request))).toEqual([
      'not-allowed: no Allow matches',
      '  there is no Allow at all',
    ]);
  });

  it('lets a statement with a Principal mean only whom it names', () => {
    const ann = { type: 'AWS', value: 'arn:aws:iam::111122223333:user/ann' };
    const policies = [policy('one', { ...all, Principal: { AWS: ann.value } })];
    expect(evaluateIdentity({ policies }, request).answer).toBe('not-allowed');
    expect(evaluateIdentity({ policies }, { ...request, principal: ann }).answer).toBe('allowed');
  });
});

describe('explain', () => {
  it('tells why a Deny applies', () => {
    expect(
      explain(evaluateIdentity({ policies: [policy('guard.json', all, denyOutside)] }, request)),
    ).toEqual([
      'explicitly-denied: a Deny matches',
      '  guard.json, statement 2 (Deny) matches',
      '    Action: * matches s3:PutObject',
      '    Resource: * matches arn:aws:s3:::app1/x',
      '    StringNotEquals aws:RequestedRegion [eu-west-1]: the request has no such key',
    ]);
  });

  it('tells what keeps an Allow from applying, and nothing else of it', () => {
    expect(explain(evaluateIdentity({ policies: [policy('read.json', read)] }, request))).toEqual([
      'not-allowed: no Allow matches',
      "  read.json, statement 1 (Allow) doesn't match",
      '    Action: none of [s3:Get*] matches s3:PutObject',
    ]);
  });

  it('tells that a trust statement without a Principal means nobody', () => {
    const document = parsed({ Version: '2012-10-17', Statement: [all] });
    const evaluation = evaluateTrust(document, request, { account: '111122223333' });
    expect(evaluation.answer).toBe('not-allowed');
    expect(explain(evaluation)).toEqual([
      'not-allowed: no statement matches',
      "  trust policy, statement 1 (Allow) doesn't match",
      '    no Principal: it means nobody',
    ]);
  });

  it('tells an operator that AWS does not have', () => {
    const odd = { ...all, Condition: { StringMatches: { 'a:b': 'c' } } };
    expect(explain(evaluateIdentity({ policies: [policy('odd', odd)] }, request)).at(-1)).toBe(
      '    StringMatches a:b [c]: no operator that AWS documents',
    );
  });
});
