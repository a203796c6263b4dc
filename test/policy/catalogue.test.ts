import { describe, expect, it } from 'vitest';
import { compareText } from '../../src/model/text.js';
import { ACTION_NAMES } from '../../src/policy/action-names.js';
import { ActionCatalogue, catalogueVersion, loadCatalogue } from '../../src/policy/catalogue.js';

describe('ActionCatalogue', () => {
  const catalogue = new ActionCatalogue({ s3: ['PutObject', 'GetObject', 'GetBucketAcl'] });

  it("expands patterns without case, sorted, in AWS's spelling", () => {
    expect(catalogue.expand('S3', 'gEt*')).toEqual(['GetBucketAcl', 'GetObject']);
    expect(catalogue.expand('s3', 'getobject')).toEqual(['GetObject']);
    expect(catalogue.expand('s3', '?etObject')).toEqual(['GetObject']);
    expect(catalogue.expand('s3', '*')).toEqual(['GetBucketAcl', 'GetObject', 'PutObject']);
  });

  it('has nothing for what it does not know', () => {
    expect(catalogue.expand('s3', 'Zzz*')).toEqual([]);
    expect(catalogue.expand('s3', '')).toEqual([]);
    expect(catalogue.expand('zzz', '*')).toEqual([]);
    expect(catalogue.expand('__proto__', '*')).toEqual([]);
    expect(catalogue.expand('constructor', '*')).toEqual([]);
  });

  it('says the same when asked again', () => {
    expect(catalogue.expand('s3', 'get*')).toEqual(catalogue.expand('s3', 'Get*'));
  });
});

describe('loadCatalogue', () => {
  it('has what AWS documents, and nothing for services that nobody knows', async () => {
    const catalogue = await loadCatalogue();
    expect(catalogue.expand('sts', 'AssumeRole')).toEqual(['AssumeRole']);
    expect(catalogue.expand('sts', 'AssumeRole*').length).toBeGreaterThan(1);
    expect(catalogue.expand('zzz', '*')).toEqual([]);
    expect(catalogue.expand('', '*')).toEqual([]);
    expect(catalogue.expand('constructor', '*')).toEqual([]);
  });

  it('has the names of every service in order, and none in two cases, as it relies on', () => {
    for (const names of Object.values(ACTION_NAMES)) {
      expect(names.split(' ')).toEqual(names.split(' ').sort(compareText));
      const folded = names.toLowerCase().split(' ');
      expect(new Set(folded).size).toBe(folded.length);
    }
  });

  it('knows its version', async () => {
    expect(await catalogueVersion()).toMatch(/^\d+\.\d+\.\d+/);
  });
});
