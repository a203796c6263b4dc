import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDocument } from '../../src/snapshot/aws-document.js';

const context = { partition: 'aws' };
const withResource = (Resource: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource }],
});

describe('a document', () => {
  test('is decoded exactly once, whatever its text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
        const policy = withResource(`arn:aws:s3:::bucket/${text}`);
        const asObject = readDocument(policy, context);
        expect(readDocument(JSON.stringify(policy), context)).toEqual(asObject);
        expect(readDocument(encodeURIComponent(JSON.stringify(policy)), context)).toEqual(asObject);
      }),
      { numRuns: 200 },
    );
  });

  test.each(['a+b', 'a%20b', '%7B', '100%', '${aws:username}'])('keeps %s in it', (text) => {
    const policy = withResource(`arn:aws:s3:::bucket/${text}`);
    for (const form of [policy, JSON.stringify(policy), encodeURIComponent(JSON.stringify(policy))]) {
      expect(JSON.stringify(readDocument(form, context))).toContain(`bucket/${text}`);
    }
  });

  test('in plain text may have space before it', () => {
    expect(readDocument(`\n  ${JSON.stringify(withResource('*'), null, 2)}`, context).kind).toBe('policy');
  });
});

describe('a document that is not what it seems', () => {
  const text = JSON.stringify(withResource('*'));

  test('encoded twice is unreadable, and says so', () => {
    const raw = encodeURIComponent(encodeURIComponent(text));
    expect(readDocument(raw, context)).toEqual({ kind: 'unreadable', raw, reason: 'URL-encoded twice' });
  });

  test.each([encodeURIComponent, String])('with a key twice is unreadable: %o', (written) => {
    const raw = text.replace('"Effect"', '"Effect":"Deny","Effect"');
    expect(readDocument(written(raw), context)).toEqual({
      kind: 'unreadable',
      raw,
      reason: '"Effect" is there twice in one object',
    });
  });
});

describe('what cannot be read keeps its text', () => {
  test.each<[string, unknown, string]>([
    ['broken encoding', '%7B%22Version%E0', '%7B%22Version%E0'],
    ['no JSON', 'not a policy', 'not a policy'],
    ['encoded text that is no JSON', '%7Bnot', '{not'],
    ['JSON that is no object', '%5B%5D', '[]'],
    ['JSON that is no policy', '{ "Version": "2012-10-17" }', '{ "Version": "2012-10-17" }'],
    ['nothing', undefined, ''],
  ])('%s', (_name, input, raw) => {
    expect(readDocument(input, context)).toMatchObject({ kind: 'unreadable', raw });
  });
});
