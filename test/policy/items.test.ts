import { describe, expect, it } from 'vitest';
import type { Item } from '../../src/model/item.js';
import type { PolicyDocument } from '../../src/model/policy.js';
import { ActionCatalogue } from '../../src/policy/catalogue.js';
import { actionKey, compareItems, expandItem, itemsOf, restKey } from '../../src/policy/items.js';
import { parsePolicy } from '../../src/policy/parse.js';

function itemsIn(...statements: Record<string, unknown>[]): Item[] {
  return itemsOf(
    parsePolicy({ Version: '2012-10-17', Statement: statements }, { partition: 'aws' }) as PolicyDocument,
  );
}

const EMPTY: Item = {
  effect: 'Allow',
  service: '',
  action: '',
  resource: '',
  principalType: '',
  principal: '',
  condition: '',
  notAction: '',
  notResource: '',
  notPrincipal: '',
};

const oneKey = (statement: Record<string, unknown>): string => {
  const [item] = itemsIn({ Effect: 'Allow', Action: 'a:b', Resource: '*', ...statement });
  return `${actionKey(item!)} ${restKey(item!)}`;
};

describe('itemsOf', () => {
  it('gives a row for each combination of action, resource and principal', () => {
    const items = itemsIn({
      Effect: 'Allow',
      Action: ['s3:GetObject', '*', 'zzz:Do'],
      Resource: ['a', 'b'],
      Condition: { Bool: { k: true } },
    });
    expect(items).toHaveLength(6);
    expect(items[0]).toEqual({
      ...EMPTY,
      service: '*',
      action: '*',
      resource: 'a',
      condition: '{"Bool":{"k":["true"]}}',
    });
    expect(items.map(({ service, action, resource }) => `${service} ${action} ${resource}`)).toEqual([
      '* * a',
      '* * b',
      's3 GetObject a',
      's3 GetObject b',
      'zzz Do a',
      'zzz Do b',
    ]);
  });

  it('keeps negated lists whole, in columns of their own', () => {
    expect(
      itemsIn({
        Effect: 'Deny',
        NotAction: ['b:*', 'a:*'],
        NotResource: ['y', 'x'],
        NotPrincipal: { AWS: ['*'] },
      }),
    ).toEqual([
      {
        ...EMPTY,
        effect: 'Deny',
        notAction: '["a:*","b:*"]',
        notResource: '["x","y"]',
        notPrincipal: '["AWS:*"]',
      },
    ]);
  });

  it('gives principals with their types', () => {
    const items = itemsIn({
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { AWS: '*', Service: 'x' },
    });
    expect(items.map(({ principalType, principal }) => [principalType, principal])).toEqual([
      ['AWS', '*'],
      ['Service', 'x'],
    ]);
  });
});

describe('expandItem', () => {
  const catalogue = new ActionCatalogue({ s3: ['GetObject', 'GetBucketAcl'] });
  const expanded = (service: string, action: string): string[] =>
    expandItem({ ...EMPTY, service, action }, catalogue).map((item) => `${item.service}:${item.action}`);

  it("writes out what the catalogue knows, in AWS's spelling", () => {
    expect(expanded('S3', 'get*')).toEqual(['s3:GetBucketAcl', 's3:GetObject']);
    expect(expanded('S3', 'GETOBJECT')).toEqual(['s3:GetObject']);
  });

  it.each([
    ['zzz', '*'],
    ['s3', 'Zzz*'],
    ['s3', ''],
    ['*', '*'],
    ['s?', 'Get*'],
    ['', 'x'],
  ])('keeps %j:%j in its own words', (service, action) => {
    expect(expanded(service, action)).toEqual([`${service}:${action}`]);
  });

  it('keeps a row of NotAction', () => {
    const item = { ...EMPTY, notAction: '["s3:*"]' };
    expect(expandItem(item, catalogue)).toEqual([item]);
  });
});

describe('actionKey and restKey', () => {
  it('are the same for what means the same', () => {
    expect(oneKey({ Action: 'A:B' })).toBe(oneKey({}));
    expect(oneKey({ Action: '*:*' })).toBe(oneKey({ Action: '*' }));
    expect(oneKey({ Condition: { BOOL: { 'AWS:K': 'true' } } })).toBe(
      oneKey({ Condition: { Bool: { 'aws:k': true } } }),
    );
    expect(oneKey({ Condition: { Bool: { 'aws:k': 'true', 'AWS:K': 'true' } } })).toBe(
      oneKey({ Condition: { Bool: { 'aws:k': true } } }),
    );
  });

  it('differ for what means something else', () => {
    const keys = [
      {},
      { Effect: 'Deny' },
      { Action: 'a:c' },
      { Action: 'a:' },
      { Action: 'b:' },
      { Action: ':b' },
      { Action: 'b' },
      { Resource: 'x' },
      { Resource: 'X' },
      { Resource: undefined, NotResource: '*' },
      { Resource: undefined, NotResource: ['*', 'x'] },
      { Action: undefined, NotAction: 'a:b' },
      { Action: undefined, NotAction: 'a:' },
      { Principal: '*' },
      { Principal: { Service: '*' } },
      { NotPrincipal: '*' },
      { Condition: { Bool: { k: 'true' } } },
      { Condition: { Bool: { k: 'True' } } },
      { Condition: { Bool: { k: ['true', 'false'] } } },
      { Condition: { Bool: { k: [] } } },
      { Condition: { BoolIfExists: { k: 'true' } } },
      { Condition: { 'ForAnyValue:Bool': { k: 'true' } } },
      { Condition: { Bool: { 'aws:PrincipalTag/a': 'true' } } },
      { Condition: { Bool: { 'aws:PrincipalTag/A': 'true' } } },
      { Condition: { Bool: { k: 'true' }, Null: { k: 'true' } } },
    ].map(oneKey);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('compareItems', () => {
  it('orders by cells from left to right', () => {
    const rows = [
      { ...EMPTY, effect: 'Deny' },
      { ...EMPTY, service: 's3', action: 'b' },
      { ...EMPTY, service: 's3', action: 'a', resource: 'z' },
      { ...EMPTY, service: 's3', action: 'a', resource: 'y', notPrincipal: 'x' },
      { ...EMPTY, service: 's3', action: 'a', resource: 'y' },
    ];
    expect([...rows].sort(compareItems)).toEqual([rows[4], rows[3], rows[2], rows[1], rows[0]]);
    expect(compareItems(rows[0]!, { ...rows[0]! })).toBe(0);
  });
});
