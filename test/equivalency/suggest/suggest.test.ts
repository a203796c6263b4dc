import { describe, expect, it } from 'vitest';
import {
  doubtAbout,
  DEV_ID,
  PROD_ID,
  QA_ID,
  read,
  SERVICE,
  type SmallRole,
  suggestFor,
  told,
} from './accounts.js';

const APPS = ['invoice', 'basket', 'pricing', 'session', 'rating'];

/** One role per app, with a bucket of its own. */
const roles = (
  env: string,
  of = (app: string): SmallRole => ({ name: `${app}-${env}`, grants: [read(`${app}-${env}`)] }),
) => APPS.map(of);

describe('suggestEntries proposes', () => {
  it('what tells names apart, with its evidence', () => {
    const result = suggestFor([roles('dev'), roles('qa')]);
    expect(told(result)).toEqual(['accountname: dev qa']);
    const [proposal] = result.proposals;
    expect(proposal!.effect).toEqual({
      matched: { role: 5, policy: 0, user: 0, group: 0 },
      items: 5,
      together: [],
    });
    expect(proposal!.judgements[0]!.candidate.examples[0]).toEqual({
      entity: 'basket-dev',
      field: 'name',
      text1: 'basket-dev',
      text2: 'basket-qa',
    });
    expect(result.unmatched.before.role).toBe(5);
    expect(result.unmatched.after.role).toBe(0);
  });

  it.each([
    ['a prefix', (env: string, app: string) => `${env}-${app}`, ['accountname: dev qa']],
    ['an infix', (env: string, app: string) => `x_${env}_${app}`, ['accountname: dev qa']],
    ['a number after it', (env: string, app: string) => `${app}-${env}01`, ['accountname: dev01 qa01']],
    ['no separator', (env: string, app: string) => `${env}${app}`, ['accountname: dev qa']],
  ])('%s', (_what, name, expected) => {
    const of = (env: string): SmallRole[] => APPS.map((app) => ({ name: name(env, app) }));
    expect(told(suggestFor([of('dev'), of('qa')]))).toEqual(expected);
  });

  it('camelCase and capitals as entries of their own, so that letter case stays a difference', () => {
    const of = (env: string): SmallRole[] =>
      APPS.flatMap((app) => [
        { name: `${app}${env.charAt(0).toUpperCase()}${env.slice(1)}Api`, grants: [read(`${app}-${env}`)] },
        { name: `${app}_${env}`.toUpperCase() },
      ]);
    expect(told(suggestFor([of('dev'), of('qa')])).sort()).toEqual([
      'ACCOUNTNAME: DEV QA',
      'Accountname: Dev Qa',
      'accountname: dev qa',
    ]);
  });

  it('entries that match nothing by themselves, together', () => {
    const of = (env: string, region: string): SmallRole[] =>
      APPS.map((app) => ({ name: `${app}-${env}-${region}` }));
    const result = suggestFor([of('dev', 'euw1'), of('qa', 'use1')]);
    expect(told(result).sort()).toEqual(['accountname: dev qa', 'region: euw1 use1']);
    for (const { effect } of result.proposals) {
      expect(effect.matched.role).toBe(5);
      expect(effect.together).toHaveLength(1);
    }
  });

  it('hashes of buckets, words of tags under their keys, endpoints in conditions', () => {
    const of = (hash: string, team: string, endpoint: string): SmallRole[] =>
      APPS.map((app) => ({
        name: app,
        grants: [{ ...read(`${app}-${hash}`), Condition: { StringEquals: { 'aws:SourceVpce': endpoint } } }],
        tags: { 'Owner Team': team },
      }));
    const result = suggestFor([
      of('3f9a2b7c', 'ledger', 'vpce-0a1b2c3d4e5f60718'),
      of('c07d1e45', 'books', 'vpce-99887766554433221'),
    ]);
    expect(told(result).sort()).toEqual([
      'hash-2: 0a1b2c3d4e5f60718 99887766554433221',
      'hash: 3f9a2b7c c07d1e45',
      'owner-team: ledger books',
    ]);
  });

  it('one entry for several accounts', () => {
    const result = suggestFor([roles('dev'), roles('qa'), roles('prod')]);
    expect(told(result)).toEqual(['accountname: dev qa prod']);
    expect(result.proposals[0]!.effect.matched.role).toBe(10);
  });

  it('a further value for an entry that the list has', () => {
    const result = suggestFor([roles('dev'), roles('prod')], { list: { environment: ['dev', 'qa'] } });
    expect(told(result)).toEqual(['environment: dev qa prod']);
    expect(result.proposals[0]).toMatchObject({ extends: true, added: ['prod'] });
  });

  it('nothing that the list has, and nothing where nothing differs', () => {
    expect(told(suggestFor([roles('dev'), roles('qa')], { list: { environment: ['dev', 'qa'] } }))).toEqual(
      [],
    );
    expect(told(suggestFor([roles('dev'), roles('dev')]))).toEqual([]);
    expect(told(suggestFor([[], []]))).toEqual([]);
  });

  it('a whole word only, where longer words have it in them', () => {
    const of = (env: string): SmallRole[] => [...roles(env), { name: 'devices', grants: [read('sqaure')] }];
    expect(told(suggestFor([of('dev'), of('qa')]))).toEqual(['accountname: dev qa (word)']);
  });

  it('a UUID as one word', () => {
    const of = (key: string): SmallRole[] =>
      APPS.map((name) => ({
        name,
        grants: [{ Effect: 'Allow', Action: 'kms:*', Resource: `arn:aws:kms:eu-west-1:*:key/${key}` }],
      }));
    const [one, two] = ['e77989ed-2175-8e78-331b-20e477fc5582', '8264ee52-f589-f4c0-191a-a94f87aa1aeb'];
    expect(told(suggestFor([of(one), of(two)]))).toEqual([`id: ${one} ${two}`]);
  });

  it('words that are in words of AWS, as whole words: us in user', () => {
    expect(told(suggestFor([roles('eu'), roles('us')]))).toEqual(['region: eu us (word)']);
    expect(told(suggestFor([roles('eu'), roles('ap'), roles('us')]))).toEqual(['region: eu ap us (word)']);
    expect(told(suggestFor([roles('eu'), roles('us')], { list: { area: ['eu', 'ap'] } }))).toEqual([]);
    const of = (area: string): SmallRole[] => APPS.map((app) => ({ name: `${app}${area}` }));
    expect(told(suggestFor([of('eu'), of('us')]))).toEqual([]);
  });

  it('the names of the accounts, though every role of the one may do something else', () => {
    const of = (env: string, Action: string): SmallRole[] =>
      roles(env, (app) => ({ name: `${app}-${env}`, grants: [{ ...read(app), Action }] }));
    const [dev, qa] = [of('dev', 's3:GetObject'), of('qa', 's3:*')];
    expect(told(suggestFor([dev, qa], { names: ['dev', 'qa'] }))).toEqual(['accountname: dev qa']);
    expect(doubtAbout(suggestFor([dev, qa]), 'dev', 'qa')).toBe('different permissions');
  });

  it('the names of the accounts, though qa uses what is of dev: the comparison tells of that', () => {
    const of = (env: string): SmallRole[] =>
      roles(env, (app) => ({ name: `${app}-${env}`, grants: [read(`${app}-dev`, 'artifacts-dev')] }));
    expect(told(suggestFor([of('dev'), of('qa')], { names: ['dev', 'qa'] }))).toEqual([
      'accountname: dev qa',
    ]);
    expect(doubtAbout(suggestFor([of('dev'), of('qa')]), 'dev', 'qa')).toBe('contradicted');
  });

  it('one role is enough where the words are the names of the accounts', () => {
    const of = (env: string): SmallRole[] => [{ name: `app1_${env}`, grants: [read(`app1-${env}/*`)] }];
    expect(told(suggestFor([of('dev'), of('qa')], { names: ['dev', 'qa'] }))).toEqual([
      'accountname: dev qa',
    ]);
    expect(told(suggestFor([of('dev'), of('qa')]))).toEqual([]);
  });
});

describe('suggestEntries is not sure enough for --yes', () => {
  const SURE_ENOUGH = 0.85;
  const MANY = [...APPS, ...APPS.map((app) => `${app}-two`)];
  const confidenceOf = (result: ReturnType<typeof suggestFor>): number => {
    expect(result.proposals).toHaveLength(1);
    return result.proposals[0]!.confidence;
  };

  it('of words that only documents of a few roles have', () => {
    const of = (bucket: string, count: number): SmallRole[] =>
      MANY.map((name, at) => ({ name, grants: [read(`central-${at < count ? bucket : 'logs'}`)] }));
    expect(confidenceOf(suggestFor([of('vault', 3), of('public', 3)]))).toBeLessThan(SURE_ENOUGH);
    expect(confidenceOf(suggestFor([of('vault', 8), of('public', 8)]))).toBeGreaterThan(SURE_ENOUGH);
  });

  it('of what only trust policies say, however many', () => {
    const of = (principal: string): SmallRole[] =>
      MANY.map((name) => ({ name, trust: { ...SERVICE, Principal: { AWS: principal } } }));
    const [one, two] = ['arn:aws:iam::111122223333:role/deployer', 'arn:aws:iam::111122223333:role/attacker'];
    expect(confidenceOf(suggestFor([of(one), of(two)]))).toBeLessThan(SURE_ENOUGH);
  });

  it('of what two tags say, and conditions of all trust policies', () => {
    const of = (org: string, tagged: number): SmallRole[] =>
      MANY.map((name, at) => ({
        name,
        tags: { org: at < tagged ? org : 'none' },
        trust: {
          ...SERVICE,
          Condition: { StringLike: { 'token.actions.githubusercontent.com:sub': `repo:${org}/${name}:*` } },
        },
      }));
    expect(confidenceOf(suggestFor([of('acme', 2), of('evilcorp', 2)]))).toBeLessThan(SURE_ENOUGH);
    const one = suggestFor([of('acme', 1), of('evilcorp', 1)]);
    expect(told(one)).toEqual([]);
    expect(doubtAbout(one, 'acme', 'evilcorp')).toBe('trust conditions only');
  });
});

/** Roles of the same names, each with a queue of its own; `moved` has the region of some queues. */
const queues = (region: string, id: string, moved: Readonly<Record<string, string>> = {}): SmallRole[] =>
  APPS.map((app) => ({
    name: app,
    grants: [
      { Effect: 'Allow', Action: 'sqs:*', Resource: `arn:aws:sqs:${moved[app] ?? region}:${id}:${app}` },
    ],
  }));

describe('suggestEntries proposes regions', () => {
  it('of ARNs, with evidence', () => {
    const result = suggestFor([queues('eu-west-1', DEV_ID), queues('us-east-1', QA_ID)]);
    expect(told(result)).toEqual(['region: eu-west-1 us-east-1']);
    expect(result.proposals[0]!.effect.items).toBe(5);
    expect(result.proposals[0]!.judgements[0]!.candidate.examples[0]).toEqual({
      entity: 'basket',
      field: 'resource',
      text1: 'eu-west-1:<accountid>:basket',
      text2: 'us-east-1:<accountid>:basket',
    });
  });

  it('beside the environment, and beside their short codes in names', () => {
    const of = (env: string, code: string, region: string, id: string): SmallRole[] =>
      queues(region, id).map(({ name, grants }) => ({ name: `${name}-${env}-${code}`, grants: grants! }));
    const result = suggestFor([of('dev', 'euw1', 'eu-west-1', DEV_ID), of('qa', 'use1', 'us-east-1', QA_ID)]);
    expect(told(result).sort()).toEqual([
      'accountname: dev qa',
      'region-2: eu-west-1 us-east-1',
      'region: euw1 use1',
    ]);
  });

  it('of conditions, and of ARNs in them', () => {
    const of = (region: string, id: string): SmallRole[] =>
      APPS.map((name) => ({
        name,
        grants: [
          {
            ...read(name),
            Condition: {
              StringEquals: { 'aws:RequestedRegion': region },
              ArnLike: { 'aws:SourceArn': `arn:aws:sns:${region}:${id}:${name}` },
            },
          },
        ],
      }));
    const result = suggestFor([of('eu-west-1', DEV_ID), of('us-east-1', QA_ID)]);
    expect(told(result)).toEqual(['region: eu-west-1 us-east-1']);
    expect(result.proposals[0]!.judgements[0]!.candidate.places).toBe(10);
  });

  it('of availability zones', () => {
    const of = (region: string): SmallRole[] =>
      APPS.map((name) => ({
        name,
        grants: [
          {
            ...read(name),
            Condition: { StringEquals: { 'ec2:AvailabilityZone': [`${region}a`, `${region}b`] } },
          },
        ],
      }));
    expect(told(suggestFor([of('eu-west-1'), of('us-east-1')]))).toEqual(['region: eu-west-1 us-east-1']);
  });

  it.each([
    ['eu-west-1', 'us-east-1'],
    ['eu_west_1', 'us_east_1'],
    ['EU-WEST-1', 'US-EAST-1'],
    ['EuWest1', 'UsEast1'],
    ['eusc-de-east-1', 'us-gov-west-1'],
  ])('as one word of names: %s and %s', (one, two) => {
    const of = (region: string): SmallRole[] =>
      APPS.map((app) => ({
        name: region === 'EuWest1' || region === 'UsEast1' ? `${app}${region}Role` : `${app}-${region}-x`,
      }));
    expect(told(suggestFor([of(one), of(two)])).map((line) => line.toLowerCase())).toEqual([
      `region: ${one} ${two}`.toLowerCase(),
    ]);
  });

  it('of three accounts', () => {
    const result = suggestFor([
      queues('eu-west-1', DEV_ID),
      queues('us-east-1', QA_ID),
      queues('ap-southeast-2', PROD_ID),
    ]);
    expect(told(result)).toEqual(['region: eu-west-1 us-east-1 ap-southeast-2']);
  });

  it('of accounts that live in two each, one for one', () => {
    const of = (id: string, ...regions: readonly string[]): SmallRole[] => [
      ...queues(regions[0]!, id),
      ...queues(regions[0]!, id).map(({ name }) => ({
        name: `${name}-copy`,
        grants: [
          {
            Effect: 'Allow',
            Action: 'sqs:*',
            Resource: regions.map((region) => `arn:aws:sqs:${region}:${id}:${name}`),
          },
        ],
      })),
    ];
    const result = suggestFor([of(DEV_ID, 'eu-west-1', 'eu-central-1'), of(QA_ID, 'us-east-1', 'us-west-2')]);
    expect(told(result).sort()).toEqual(['region-2: eu-central-1 us-west-2', 'region: eu-west-1 us-east-1']);
  });
});

describe('suggestEntries never proposes a region', () => {
  it('to which one policy has moved', () => {
    const result = suggestFor([
      queues('eu-west-1', DEV_ID),
      queues('eu-west-1', QA_ID, { basket: 'us-east-1' }),
    ]);
    expect(told(result)).toEqual([]);
    expect(doubtAbout(result, 'eu-west-1', 'us-east-1')).toBe('contradicted');
  });

  it('to which two of five have moved', () => {
    const moved = { basket: 'us-east-1', pricing: 'us-east-1' };
    expect(told(suggestFor([queues('eu-west-1', DEV_ID), queues('eu-west-1', QA_ID, moved)]))).toEqual([]);
  });

  it('to which most have moved: whose it is must be clear, or what moves next is hidden', () => {
    const moved = { basket: 'us-east-1', pricing: 'us-east-1', rating: 'us-east-1' };
    const result = suggestFor([queues('eu-west-1', DEV_ID), queues('eu-west-1', QA_ID, moved)]);
    expect(told(result)).toEqual([]);
    expect(doubtAbout(result, 'eu-west-1', 'us-east-1')).toBe('unclear home');
  });

  it('that only conditions of trust policies name', () => {
    const of = (region: string): SmallRole[] =>
      APPS.map((name) => ({
        name,
        trust: { ...SERVICE, Condition: { StringEquals: { 'aws:RequestedRegion': region } } },
      }));
    const result = suggestFor([of('eu-west-1'), of('us-east-1')]);
    expect(told(result)).toEqual([]);
    expect(doubtAbout(result, 'eu-west-1', 'us-east-1')).toBe('trust conditions only');
  });

  it('for a pattern of regions, which an entry cannot touch', () => {
    expect(told(suggestFor([queues('eu-*', DEV_ID), queues('us-*', QA_ID)]))).toEqual([]);
    expect(told(suggestFor([queues('eu-west-1', DEV_ID), queues('*', QA_ID)]))).toEqual([]);
  });
});

describe('suggestEntries never proposes', () => {
  it('a pair of words that stands in one role only: it may be the drift', () => {
    const of = (bucket: string): SmallRole[] => [
      ...roles('dev'),
      { name: 'export', grants: [read(`${bucket}-a`, `${bucket}-b`, `${bucket}-c`)] },
    ];
    const result = suggestFor([of('internal'), of('public')]);
    expect(told(result)).toEqual([]);
    expect(doubtAbout(result, 'internal', 'public')).toBe('seen once');
  });

  it('a stranger for a role that is missing, though both can do the same', () => {
    const of = (env: string, app: string): SmallRole[] => [
      ...roles(env),
      { name: `${app}-${env}`, grants: [read(`${app}-${env}`)], tags: { app } },
    ];
    const result = suggestFor([of('dev', 'payout'), of('qa', 'shadow')]);
    expect(told(result)).toEqual(['accountname: dev qa']);
    expect(result.unmatched.after.role).toBe(1);
    expect(result.unmatched.others.role).toBe(1);
  });

  it('an exception from what a word does elsewhere', () => {
    const of = (...drifted: readonly string[]): SmallRole[] =>
      [...APPS, 'search', 'coupon', 'parcel'].map((app) => ({
        name: app,
        grants: [read(`${app}-${drifted.includes(app) ? 'open' : 'closed'}`)],
      }));
    const result = suggestFor([of(), of('invoice', 'basket', 'pricing')]);
    expect(told(result)).toEqual([]);
    expect(doubtAbout(result, 'closed', 'open')).toBe('contradicted');
  });

  it('what only conditions of trust policies say', () => {
    const of = (externalId: string): SmallRole[] =>
      APPS.map((app) => ({
        name: app,
        trust: {
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::111122223333:root' },
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'sts:ExternalId': externalId } },
        },
      }));
    const result = suggestFor([of('acme-one'), of('acme-two')]);
    expect(told(result)).toEqual([]);
    expect(doubtAbout(result, 'one', 'two')).toBe('trust conditions only');
  });

  it('an account that a few roles trust instead of another', () => {
    const of = (id: string): SmallRole[] =>
      APPS.map((app, at) => ({
        name: app,
        trust: { ...SERVICE, Principal: { AWS: `arn:aws:iam::${at < 2 ? id : '111122223333'}:root` } },
      }));
    const result = suggestFor([of('333344445555'), of('666677778888')]);
    expect(told(result)).toEqual([]);
    expect(doubtAbout(result, '333344445555', '666677778888')).toBe('trust principals only');
  });

  it('ids of the compared accounts', () => {
    const of = (id: string): SmallRole[] =>
      APPS.map((app) => ({
        name: app,
        trust: { ...SERVICE, Principal: { AWS: `arn:aws:iam::${id}:root` } },
      }));
    expect(told(suggestFor([of(DEV_ID), of(DEV_ID)]))).toEqual([]);
    expect(told(suggestFor([of('444455556666'), of(DEV_ID)]))).toEqual([]);
    expect(told(suggestFor([of(DEV_ID), of(QA_ID)]))).toEqual([]);
  });

  it('what would make two names of one account one', () => {
    const of = (env: string): SmallRole[] => roles(env);
    const dev = [...of('dev'), { name: 'invoice-qa' }];
    const result = suggestFor([dev, of('qa')], { names: ['dev', 'qa'] });
    expect(told(result)).toEqual([]);
    expect(doubtAbout(result, 'dev', 'qa')).toBe('collision');
    expect(result.leftAlone[0]!.colliding).toEqual(['invoice-dev', 'invoice-qa']);
  });

  it('names of roles that may do different things', () => {
    const of = (kind: string, Action: string): SmallRole[] =>
      APPS.map((app) => ({ name: `${app}-${kind}`, grants: [{ Effect: 'Allow', Action, Resource: '*' }] }));
    const result = suggestFor([of('reader', 's3:GetObject'), of('writer', 's3:PutObject')]);
    expect(told(result)).toEqual([]);
    expect(doubtAbout(result, 'reader', 'writer')).toBe('different permissions');
  });

  it('names of roles whose managed policies allow different things', () => {
    const of = (kind: string, Action: string): SmallRole[] =>
      APPS.map((app) => ({ name: `${app}-${kind}`, managed: { Effect: 'Allow', Action, Resource: '*' } }));
    const result = suggestFor([of('viewer', 's3:Get*'), of('admin', 's3:*')]);
    expect(told(result)).toEqual([]);
    expect(doubtAbout(result, 'viewer', 'admin')).toBe('different permissions');
    expect(told(suggestFor([of('viewer', 's3:Get*'), of('reader', 's3:Get*')]))).toEqual([
      'name: viewer reader',
    ]);
  });

  it('names of inline policies that allow different things', () => {
    const of = (inline: string, Action: string): SmallRole[] =>
      APPS.map((name) => ({ name, inline: `${name}-${inline}`, grants: [{ ...read(name), Action }] }));
    const result = suggestFor([of('read', 's3:GetObject'), of('write', 's3:PutObject')]);
    expect(told(result)).toEqual([]);
    expect(doubtAbout(result, 'read', 'write')).toBe('different permissions');
    expect(told(suggestFor([of('read', 's3:GetObject'), of('view', 's3:GetObject')]))).toEqual([
      'name: read view',
    ]);
  });

  it.each([
    ['s3', 'sqs'],
    ['iam', 'sts'],
    ['role', 'user'],
    ['a', 'b'],
    ['01', '02'],
  ])('words of AWS, numbers, single letters: %s and %s', (one, two) => {
    const of = (word: string): SmallRole[] => APPS.map((app) => ({ name: `${app}-${word}` }));
    expect(told(suggestFor([of(one), of(two)]))).toEqual([]);
  });

  it('two words of one account for the same word of the other', () => {
    const of = (one: string, two: string): SmallRole[] =>
      APPS.flatMap((app) => [{ name: `${app}-${one}` }, { name: `${app}-x-${two}` }]);
    expect(told(suggestFor([of('alpha', 'beta'), of('gamma', 'gamma')]))).not.toContain(
      'name: alpha gamma beta',
    );
  });
});
