import { describe, expect, it } from 'vitest';
import { foldConditionKey, operatorParts, operatorTakesWildcards } from '../../src/policy/operators.js';

describe('operatorParts', () => {
  it.each([
    ['StringEquals', null, 'stringequals', false],
    ['STRINGLIKEIFEXISTS', null, 'stringlike', true],
    ['ForAnyValue:StringLike', 'ForAnyValue', 'stringlike', false],
    ['forallvalues:ArnNotEqualsIfExists', 'ForAllValues', 'arnnotequals', true],
    ['ForSomeValues:StringLike', null, 'forsomevalues:stringlike', false],
    ['IfExists', null, '', true],
    ['', null, '', false],
  ])('%s', (operator, quantifier, base, ifExists) => {
    expect(operatorParts(operator)).toEqual({ quantifier, base, ifExists });
  });
});

describe('operatorTakesWildcards', () => {
  it.each([
    'StringLike',
    'stringnotlike',
    'ForAnyValue:StringLikeIfExists',
    'ArnEquals',
    'ArnLike',
    'ArnNotEquals',
    'ArnNotLike',
  ])('%s does', (operator) => expect(operatorTakesWildcards(operator)).toBe(true));
  it.each([
    'StringEquals',
    'StringEqualsIgnoreCase',
    'Bool',
    'Null',
    'IpAddress',
    'BinaryEquals',
    'NumericEquals',
    '',
  ])('%s does not', (operator) => expect(operatorTakesWildcards(operator)).toBe(false));
});

describe('foldConditionKey', () => {
  it.each([
    ['aws:RequestedRegion', 'aws:requestedregion'],
    ['AWS:PrincipalTag/Team', 'aws:principaltag/Team'],
    ['aws:RequestTag/A/B', 'aws:requesttag/A/B'],
    ['', ''],
  ])('%s to %s', (key, folded) => expect(foldConditionKey(key)).toBe(folded));
});
