import { describe, expect, it } from 'vitest';
import type { ComparedSide } from '../../src/equivalency/compared-side.js';
import { type Home, Homes } from '../../src/equivalency/homes.js';
import { type EquivalencyEntry, plainEntry } from '../../src/equivalency/list/index.js';
import { DEV_ID, PROD_ID, QA_ID, read, sideOf as side, type SmallRole } from './suggest/accounts.js';

const APPS = ['invoice', 'basket', 'pricing', 'rating'];

/** Homes of each value, one letter for each side: `own`, `other`, `third`, `unclear`. */
function homes(
  sides: readonly ComparedSide[],
  values: readonly string[],
  more: Partial<EquivalencyEntry> = {},
): Record<string, string> {
  const all = new Homes(sides).of({ ...plainEntry('entry', values), ...more });
  return Object.fromEntries(
    values.map((value) => [value, all.map((one) => LETTERS[one.get(value)!]).join('')]),
  );
}

const LETTERS: Readonly<Record<Home, string>> = { own: 'O', other: 'x', third: '3', unclear: '?' };

/** One role per app, named after the environment. */
const named = (env: string): string[] => APPS.map((app) => `${app}-${env}`);

/** One role per app, whose name tells nothing, with a bucket. */
const buckets = (word: string, extra: readonly string[] = []): SmallRole[] =>
  APPS.map((app, at) => ({ name: app, grants: [read(`${app}-${word}`, ...(at === 0 ? extra : []))] }));

describe('Homes of three accounts', () => {
  it('are learned from their own names', () => {
    const sides = [
      side('a', DEV_ID, named('dev')),
      side('b', QA_ID, [...named('qa'), 'ci-dev']),
      side('c', PROD_ID, named('prod')),
    ];
    expect(homes(sides, ['dev', 'qa', 'prod'])).toEqual({ dev: 'Oxx', qa: 'xOx', prod: 'xxO' });
  });

  it('are what the entry says, by tag or by id, whatever the names say', () => {
    const sides = [
      side('a', DEV_ID, named('dev')),
      side('b', QA_ID, named('qa')),
      side('c', PROD_ID, named('prod')),
    ];
    const accounts = new Map([
      ['b', ['dev', 'qa']],
      [PROD_ID, ['prod']],
    ]);
    expect(homes(sides, ['dev', 'qa', 'prod'], { accounts })).toEqual({ dev: 'xOx', qa: 'xOx', prod: 'xxO' });
  });

  it('are a third account where the entry names one that is not compared', () => {
    const sides = [side('a', DEV_ID, []), side('b', QA_ID, []), side('c', PROD_ID, [])];
    expect(homes(sides, ['tools'], { accounts: new Map([['tooling', ['tools']]]) })).toEqual({
      tools: '333',
    });
  });

  it('are the account whose id or alias stands in the value', () => {
    const sides = [
      side('a', DEV_ID, []),
      side('b', QA_ID, [], { alias: 'acme-quality' }),
      side('c', PROD_ID, []),
    ];
    expect(homes(sides, [`logs-${DEV_ID}`, 'acme-quality-logs', `logs-${PROD_ID}`])).toEqual({
      [`logs-${DEV_ID}`]: 'Oxx',
      'acme-quality-logs': 'xOx',
      [`logs-${PROD_ID}`]: 'xxO',
    });
  });

  it('are told by a tag, unless the own names of that account deny it', () => {
    const plain = [side('dev', DEV_ID, []), side('qa', QA_ID, []), side('prod', PROD_ID, [])];
    expect(homes(plain, ['dev', 'qa', 'prod'])).toEqual({ dev: 'Oxx', qa: 'xOx', prod: 'xxO' });
    const swapped = [
      side('dev', DEV_ID, named('qa')),
      side('qa', QA_ID, named('dev')),
      side('prod', PROD_ID, named('prod')),
    ];
    expect(homes(swapped, ['dev', 'qa', 'prod'])).toEqual({ dev: 'xOx', qa: 'Oxx', prod: 'xxO' });
  });

  it('are learned from other texts where names tell of none', () => {
    const sides = [
      side('a', DEV_ID, buckets('3f9a')),
      side('b', QA_ID, buckets('c07d')),
      side('c', PROD_ID, buckets('e11b')),
    ];
    expect(homes(sides, ['3f9a', 'c07d', 'e11b'])).toEqual({ '3f9a': 'Oxx', c07d: 'xOx', e11b: 'xxO' });
  });

  it('are nowhere for a value that no account is named by, where each has one of its own', () => {
    const sides = [
      side('a', DEV_ID, named('dev')),
      side('b', QA_ID, named('qa')),
      side('c', PROD_ID, named('prod')),
    ];
    expect(homes(sides, ['dev', 'qa', 'prod', 'demo']).demo).toBe('333');
    expect(homes([side('a', DEV_ID, named('dev')), side('b', QA_ID, [])], ['dev', 'demo']).demo).toBe('??');
  });

  it('are two where two sides are one account', () => {
    const sides = [
      side('then', DEV_ID, named('dev')),
      side('now', DEV_ID, named('dev')),
      side('qa', QA_ID, named('qa')),
    ];
    expect(homes(sides, ['dev', 'qa'])).toEqual({ dev: 'OOx', qa: 'xxO' });
  });

  it('of two spellings are one', () => {
    const sides = [
      side('a', DEV_ID, named('dev')),
      side('b', QA_ID, named('stg')),
      side('c', PROD_ID, named('prod')),
    ];
    expect(homes(sides, ['dev', 'stg', 'prod', 'development', 'staging'])).toMatchObject({
      development: 'Oxx',
      staging: 'xOx',
    });
  });

  it('are not clear where a value is as frequent elsewhere, and never for patterns', () => {
    const sides = [side('a', DEV_ID, named('dev')), side('b', QA_ID, named('dev')), side('c', PROD_ID, [])];
    expect(homes(sides, ['dev'])).toEqual({ dev: '???' });
    const apart = [side('dev', DEV_ID, named('dev')), side('qa', QA_ID, named('qa'))];
    expect(homes(apart, ['dev', 'qa'], { match: 'regex' })).toEqual({ dev: '??', qa: '??' });
  });
});

describe('Homes of one account at two times', () => {
  const then = side('then', DEV_ID, ['ci-dev', 'build-qa', ...buckets('3f9a')]);
  const now = side('now', DEV_ID, ['ci-dev', 'build-qa', ...buckets('c07d')]);

  it('are nowhere for a value that both have: where one stands in the place of another, something has changed', () => {
    expect(homes([then, now], ['dev', 'qa'])).toEqual({ dev: '33', qa: '33' });
    expect(homes([then, now], ['build', 'c07d']).build).toBe('33');
  });

  it('are the account for what has come and gone, for its own id, and where the entry says so', () => {
    expect(homes([then, now], ['3f9a', 'c07d'])).toEqual({ '3f9a': 'OO', c07d: 'OO' });
    expect(homes([then, now], [DEV_ID, QA_ID])).toEqual({ [DEV_ID]: 'OO', [QA_ID]: '33' });
    const accounts = new Map([[DEV_ID, ['dev']]]);
    expect(homes([then, now], ['dev', 'qa'], { accounts })).toEqual({ dev: 'OO', qa: '33' });
  });
});

describe('Homes of regions', () => {
  const queues = (region: string, moved: Readonly<Record<string, string>> = {}): SmallRole[] =>
    APPS.map((app) => ({
      name: app,
      grants: [
        {
          Effect: 'Allow',
          Action: 'sqs:SendMessage',
          Resource: `arn:aws:sqs:${moved[app] ?? region}:*:${app}`,
        },
      ],
    }));
  const REGIONS = ['eu-west-1', 'us-east-1'];

  it('are the accounts that live there', () => {
    const sides = [side('a', DEV_ID, queues('eu-west-1')), side('b', QA_ID, queues('us-east-1'))];
    expect(homes(sides, REGIONS)).toEqual({ 'eu-west-1': 'Ox', 'us-east-1': 'xO' });
    const moved = [sides[0]!, side('b', QA_ID, queues('us-east-1', { basket: 'eu-west-1' }))];
    expect(homes(moved, REGIONS)).toEqual({ 'eu-west-1': 'Ox', 'us-east-1': 'xO' });
  });

  it('are both where both live in one, and then another is nobody’s', () => {
    const sides = [
      side('a', DEV_ID, queues('eu-west-1')),
      side('b', QA_ID, queues('eu-west-1', { basket: 'us-east-1' })),
    ];
    expect(homes(sides, REGIONS)).toEqual({ 'eu-west-1': 'OO', 'us-east-1': '33' });
  });

  it('are told for each of three accounts', () => {
    const sides = [
      side('a', DEV_ID, queues('eu-west-1')),
      side('b', QA_ID, queues('eu-west-1')),
      side('c', PROD_ID, queues('us-east-1', { basket: 'eu-west-1' })),
    ];
    expect(homes(sides, [...REGIONS, 'ap-south-1'])).toEqual({
      'eu-west-1': 'OOx',
      'us-east-1': 'xxO',
      'ap-south-1': '333',
    });
  });

  it('are not clear where an account lives in several', () => {
    const sides = [
      side('a', DEV_ID, queues('eu-west-1')),
      side('b', QA_ID, queues('us-east-1', { basket: 'eu-west-1', invoice: 'eu-west-1' })),
    ];
    expect(homes(sides, REGIONS)).toEqual({ 'eu-west-1': '??', 'us-east-1': '??' });
  });
});
