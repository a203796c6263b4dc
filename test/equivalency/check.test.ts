import { describe, expect, it } from 'vitest';
import { checkList } from '../../src/equivalency/check.js';
import { plainEntry } from '../../src/equivalency/list/index.js';
import { ALL_AUTOMATIC } from '../../src/equivalency/options.js';
import { accountOf, DEV_ID, PROD_ID, QA_ID, read, type SmallRole } from './suggest/accounts.js';

function sides(...roles: SmallRole[][]) {
  return roles.map((own, at) => ({
    tag: ['dev', 'qa', 'prod'][at]!,
    snapshot: accountOf([DEV_ID, QA_ID, PROD_ID][at]!, own),
  }));
}

const ENV = plainEntry('env', ['dev', 'qa', 'prod']);

describe('checkList', () => {
  it('tells of three accounts how often an entry applied, where, and that one never did', () => {
    const { uses, collisions } = checkList(
      [ENV, plainEntry('zone', ['z-one', 'z-two'])],
      sides(
        [{ name: 'app-dev', grants: [read('app-dev/*')] }],
        [{ name: 'app-qa' }],
        [{ name: 'app-prod', tags: { environment: 'prod' } }],
      ),
      ALL_AUTOMATIC,
    );
    const told = uses.map(({ entry, count, fields, examples }) => ({
      placeholder: entry.placeholder,
      count,
      fields: Object.fromEntries(fields),
      examples,
    }));
    expect(told).toEqual([
      {
        placeholder: 'env',
        count: 5,
        fields: { role: 3, resource: 1, tag: 1 },
        examples: ['dev: role app-dev', 'dev: role app-dev, inline policy access', 'qa: role app-qa'],
      },
      { placeholder: 'zone', count: 0, fields: {}, examples: [] },
      { placeholder: 'accountid', count: 0, fields: {}, examples: [] },
    ]);
    expect(collisions).toEqual([]);
  });

  it('counts what the other account owns with its entry, whatever it is called there', () => {
    const { uses } = checkList(
      [ENV],
      sides([{ name: 'app-dev' }], [{ name: 'app-qa' }], [{ name: 'x-prod', grants: [read('app-dev')] }]),
      ALL_AUTOMATIC,
    );
    expect(uses[0]).toMatchObject({ count: 4 });
  });

  it('names words that have a value inside them', () => {
    const { uses } = checkList([ENV], sides([{ name: 'devices' }, { name: 'app-dev' }]), ALL_AUTOMATIC);
    expect([...uses[0]!.words]).toEqual([['devices', 1]]);
  });

  it('names what collides on the third side', () => {
    const { collisions } = checkList(
      [ENV],
      sides([{ name: 'app-dev' }], [{ name: 'app-qa' }], [{ name: 'app-prod' }, { name: 'app-qa' }]),
      ALL_AUTOMATIC,
    );
    expect(collisions).toEqual([
      expect.objectContaining({ tag: 'prod', what: 'roles', names: ['app-prod', 'app-qa'] }),
    ]);
  });

  it('counts regions of ARNs, which are replaced as a whole only', () => {
    const queue = (region: string): SmallRole => ({
      name: 'app',
      grants: [{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: `arn:aws:sqs:${region}:*:jobs` }],
    });
    const accounts = sides([queue('eu-west-1')], [queue('us-east-1')]);
    const regions = plainEntry('region', ['eu-west-1', 'us-east-1']);
    expect(checkList([regions], accounts, ALL_AUTOMATIC).uses[0]).toMatchObject({ count: 2 });
    const parts = plainEntry('region', ['eu', 'us']);
    expect(checkList([parts], accounts, ALL_AUTOMATIC).uses[0]).toMatchObject({ count: 0 });
  });

  it('counts partitions of ARNs', () => {
    const bucket = (partition: string): SmallRole => ({
      name: 'app',
      grants: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: `arn:${partition}:s3:::jobs/*` }],
    });
    const [dev, qa] = sides([bucket('aws')], [bucket('aws-cn')]);
    const { account } = qa!.snapshot;
    const china = { ...qa!, snapshot: { ...qa!.snapshot, account: { ...account, partition: 'aws-cn' } } };
    const { uses } = checkList([], [dev!, china], { ...ALL_AUTOMATIC, ignorePartition: true });
    expect(uses.at(-1)).toMatchObject({ entry: { placeholder: 'partition' }, count: 2 });
    expect(uses.at(-1)!.fields).toEqual(new Map([['resource', 2]]));
  });
});
