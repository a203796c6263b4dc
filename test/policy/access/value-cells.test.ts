import { describe, expect, it } from 'vitest';
import { parseCondition } from '../../../src/policy/access/conditions.js';
import { conditionHolds } from '../../../src/policy/access/replay.js';
import {
  formatAddress,
  formatDate,
  formatNumber,
  parseAddress,
  parseDate,
  parseNumber,
  parseRange,
} from '../../../src/policy/access/scalars.js';

const holds = (operator: string, values: string[], context: Record<string, string[]>) =>
  conditionHolds(parseCondition({ operator, key: 'k', values }, '2012-10-17'), {
    action: '',
    resource: '',
    context,
  });

describe('scalars', () => {
  it.each(['0', '10', '-3', '7.5', '0.001'])('number %s comes back as it was', (text) => {
    expect(formatNumber(parseNumber(text)!)).toBe(text);
  });

  it('takes 10 and 10.0 for one number, and refuses what is none', () => {
    expect(parseNumber('10')).toBe(parseNumber('10.0'));
    for (const text of ['', '1e3', 'ten', '1.2.3']) expect(parseNumber(text)).toBeNull();
  });

  it('reads dates and epoch seconds on one line', () => {
    expect(parseDate('2020-01-01')).toBe(parseDate('1577836800'));
    expect(parseDate('2020-01-01T02:00:00+02:00')).toBe(parseDate('2020-01-01T00:00:00Z'));
    expect(parseDate('2020')).toBe(parseDate('2020-01-01'));
    expect(parseDate('2019-02-31')).toBeNull();
    expect(formatDate(parseDate('1969-12-31T23:59:59.5Z')!)).toBe('1969-12-31T23:59:59.500Z');
  });

  it.each(['10.1.2.3', '0.0.0.0', '255.255.255.255', '2001:db8::1', '::', '::1'])(
    'address %s comes back',
    (text) => {
      expect(parseAddress(formatAddress(parseAddress(text)!))).toBe(parseAddress(text));
    },
  );

  it('refuses addresses that are none', () => {
    for (const text of ['10.1.2', '256.0.0.1', '1:2:3', '::1::', 'x']) expect(parseAddress(text)).toBeNull();
    expect(parseRange('10.0.0.0/33')).toBeNull();
    expect(parseRange('10.1.2.3/8')).toEqual(parseRange('10.0.0.0/8'));
  });
});

describe('conditionHolds', () => {
  it.each<[string, string[], boolean]>([
    ['StringEquals', ['a'], false],
    ['StringNotEquals', ['a'], true],
    ['StringEqualsIfExists', ['a'], true],
    ['ArnNotLike', ['arn:aws:s3:::a'], true],
    ['NumericLessThan', ['5'], false],
    ['NotIpAddress', ['10.0.0.0/8'], true],
    ['Null', ['true'], true],
    ['Null', ['false'], false],
    ['ForAllValues:StringEquals', ['a'], true],
    ['ForAnyValue:StringEquals', ['a'], false],
    ['ForAnyValue:StringNotEquals', ['a'], false],
  ])('%s %s where the key is missing: %s', (operator, values, expected) => {
    expect(holds(operator, values, {})).toBe(expected);
  });

  it.each<[string, string[], string[], boolean | null]>([
    ['StringLike', ['eu-*'], ['eu-west-1'], true],
    ['StringEquals', ['eu-*'], ['eu-west-1'], false],
    ['StringEqualsIgnoreCase', ['EU'], ['eu'], true],
    ['Bool', ['true'], ['True'], true],
    ['NumericGreaterThanEquals', ['10'], ['10.0'], true],
    ['DateLessThan', ['2021-01-01'], ['1577836800'], true],
    ['IpAddress', ['2001:db8::/32'], ['2001:db8::1'], true],
    ['ArnLike', ['arn:aws:sns:*:1:*'], ['arn:aws:sns:x:1:a:b'], true],
    ['BinaryEquals', ['QQ=='], ['QQ=='], true],
    ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'b'], true],
    ['ForAllValues:StringEquals', ['a'], ['a', 'b'], false],
    ['ForAnyValue:StringLike', ['a*'], ['b', 'ab'], true],
    ['ForAnyValue:StringNotEquals', ['a'], ['a', 'b'], true],
    ['ForAllValues:StringNotEquals', ['a'], ['a', 'b'], false],
    ['StringEquals', ['a'], ['a', 'b'], null],
    ['NumericLessThan', ['5'], ['five'], null],
    ['MadeUpOperator', ['5'], ['5'], null],
  ])('%s %j with %j: %s', (operator, values, given, expected) => {
    expect(holds(operator, values, { k: given })).toBe(expected);
  });

  it('fills policy variables, and matches nothing where they have no value', () => {
    expect(holds('StringEquals', ['${aws:username}'], { k: ['bob'], 'aws:username': ['bob'] })).toBe(true);
    expect(holds('StringLike', ['${aws:username}*'], { k: ['a*b'], 'aws:username': ['a*'] })).toBe(true);
    expect(holds('StringEquals', ['${aws:username}'], { k: ['bob'] })).toBe(false);
    expect(holds('StringNotEquals', ['${aws:username}'], { k: ['bob'] })).toBe(false);
    expect(holds('StringEquals', ["${aws:PrincipalTag/t, 'x'}"], { k: ['x'] })).toBe(true);
  });
});
