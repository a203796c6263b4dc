import { describe, expect, it } from 'vitest';
import { ActionCatalogue, catalogueVersion, loadCatalogue, servicesIn } from '../../src/policy/catalogue.js';
import { parsePolicy } from '../../src/policy/parse.js';
import { snapshotOf } from '../gauntlet/account.js';
import { account } from '../gauntlet/base.js';

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
  it('loads what AWS documents, and passes over services that nobody knows', async () => {
    const catalogue = await loadCatalogue(['sts', 'zzz', 'sts', '']);
    expect(catalogue.expand('sts', 'AssumeRole')).toEqual(['AssumeRole']);
    expect(catalogue.expand('sts', 'AssumeRole*').length).toBeGreaterThan(1);
    expect(catalogue.expand('zzz', '*')).toEqual([]);
    expect(catalogue.expand('s3', '*')).toEqual([]);
  });

  it('knows its version', async () => {
    expect(await catalogueVersion()).toMatch(/^\d+\.\d+\.\d+/);
  });
});

describe('servicesIn', () => {
  it('finds the services of every kind of document', () => {
    expect([...servicesIn([snapshotOf(account('dev'))])].sort()).toEqual(
      ['devicefarm', 'dynamodb', 'ec2', 'iam', 'kms', 'logs', 's3', 'sqs', 'sts'].sort(),
    );
  });

  it('passes over patterns without a service', () => {
    const snapshot = snapshotOf(account('dev'));
    const document = parsePolicy(
      { Statement: { Effect: 'Allow', Action: ['*', ':x', 'x'], Resource: '*' } },
      { partition: 'aws' },
    );
    const [role] = snapshot.roles;
    expect([
      ...servicesIn([
        {
          ...snapshot,
          managedPolicies: [],
          users: [],
          groups: [],
          roles: [{ ...role!, trustPolicy: document, inlinePolicies: [] }],
        },
      ]),
    ]).toEqual([]);
  });
});
