import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { itemDifferences, type ItemDifferences } from '../../src/diff/item-differences.js';
import type { PolicyDocument } from '../../src/model/policy.js';
import { documentKey } from '../../src/policy/canonical.js';
import { type ActionCatalogue, loadCatalogue } from '../../src/policy/catalogue.js';
import { parsePolicy } from '../../src/policy/parse.js';
import {
  generator,
  identityPolicy,
  rewritten,
  trustPolicy,
  writtenPolicy,
  type WrittenPolicy,
} from '../policy/written-policies.js';
import { naiveMissingRows } from './naive-item-differences.js';
import { naiveEffects, type NaiveRequest } from './naive-policy.js';

let catalogue: ActionCatalogue;
beforeAll(async () => {
  catalogue = await loadCatalogue();
});

function parse(input: unknown): PolicyDocument {
  const document = parsePolicy(input, { partition: 'aws' });
  if (document.kind !== 'policy') throw new Error(document.reason);
  return document;
}

function differences(one: unknown, two: unknown): ItemDifferences {
  const source = (input: unknown): { document: PolicyDocument; rawTexts: undefined } => ({
    document: parse(input),
    rawTexts: undefined,
  });
  return itemDifferences(one === null ? null : source(one), two === null ? null : source(two), catalogue);
}

const rows = ({ onlyIn1, onlyIn2 }: ItemDifferences): string[] =>
  [onlyIn1, onlyIn2].flatMap((list, side) =>
    list.map(({ item }) => `${side + 1} ${item.service}:${item.action}${item.notAction} ${item.resource}`),
  );

const allow = (...actions: string[]): unknown => ({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: actions, Resource: '*' },
});

const isEmpty = ({ onlyIn1, onlyIn2 }: ItemDifferences): boolean => onlyIn1.length + onlyIn2.length === 0;

const COINS = [1, 2, 3, 4, 5].map((seed) => Math.imul(seed, 0x9e3779b1));

function requests(subjects: readonly Pick<NaiveRequest, 'resource' | 'principal'>[]): NaiveRequest[] {
  return [
    's3:GetObject',
    's3:PutObject',
    's3:GetZzz',
    'S3:setobject',
    'zzz:Do',
    'zzz:Dot',
    'zzz:d',
    'a:b',
  ].flatMap((action) => subjects.flatMap((subject) => COINS.map((coin) => ({ action, coin, ...subject }))));
}

const onResources = requests(
  ['a/b', 'a/c', 'alice/x', '${aws:username}/x', ''].map((path) => ({
    resource: `arn:aws:s3:::${path}`,
    principal: '',
  })),
);

const byPrincipals = requests(
  [
    'AWS:*',
    'AWS:arn:aws:iam::111122223333:root',
    'AWS:arn:aws:iam::444455556666:role/x',
    'Service:ec2.amazonaws.com',
  ].map((principal) => ({ resource: '', principal })),
);

/** A policy and one that is near it: one element of one statement replaced, or a statement gone. */
function nearTwin(policies: fc.Arbitrary<WrittenPolicy>): fc.Arbitrary<[WrittenPolicy, WrittenPolicy]> {
  return fc
    .tuple(
      policies,
      policies,
      fc.nat(),
      fc.nat(3),
      fc.constantFrom('Action', 'Resource', 'Principal', 'Effect', 'Condition'),
    )
    .map(([policy, donor, at, how, element]) => {
      const index = at % policy.Statement.length;
      const statement = policy.Statement[index]!;
      const given = donor.Statement[0]![element];
      const changed =
        how === 0 || statement[element] === undefined || given === undefined
          ? []
          : how === 1
            ? [statement, { ...statement, [element]: given }]
            : [{ ...statement, [element]: given }];
      return [
        policy,
        { ...policy, Statement: policy.Statement.flatMap((one, i) => (i === index ? changed : [one])) },
      ];
    });
}

describe('itemDifferences', () => {
  it('expands only what differs, in the spelling of the catalogue', () => {
    expect(rows(differences(allow('s3:*', 'sqs:sendMESSAGE'), allow('s3:*')))).toEqual([
      '1 sqs:SendMessage *',
    ]);
    const wide = rows(differences(allow('sqs:S*'), allow('sqs:SendMessage')));
    expect(wide).toEqual(
      catalogue
        .expand('sqs', 'S*')
        .filter((name) => name !== 'SendMessage')
        .map((name) => `1 sqs:${name} *`),
    );
  });

  it('keeps a pattern in its own words where all that it matches today is there', () => {
    const today = catalogue.expand('sqs', 'Get*').map((name) => `sqs:${name}`);
    expect(rows(differences(allow('sqs:Get*'), allow(...today)))).toEqual(['1 sqs:Get* *']);
  });

  it.each([
    [['zzz:Do'], [], ['1 zzz:Do *']],
    [['zzz:*'], ['zzz:Do'], ['1 zzz:* *']],
    [['zzz:D*'], ['zzz:D?'], ['1 zzz:D* *']],
    [['zzz:D?'], ['zzz:D*'], ['2 zzz:D* *']],
    [['s3:Zzz*'], [], ['1 s3:Zzz* *']],
    [['s3:'], ['sqs:'], ['1 s3: *', '2 sqs: *']],
    [['*'], ['s3:*'], ['1 *:* *']],
    [['s3:GetObject', 's3:Get*'], ['s3:Get*'], []],
    [['s*:GetObject'], ['*:GetObject'], ['2 *:GetObject *']],
  ])('%j against %j', (one, two, expected) => {
    expect(rows(differences(allow(...one), allow(...two)))).toEqual(expected);
  });

  it('gives all rows of a policy that the other side lacks', () => {
    expect(rows(differences(allow('zzz:A', 'zzz:B'), null))).toEqual(['1 zzz:A *', '1 zzz:B *']);
    expect(rows(differences(null, allow('zzz:A')))).toEqual(['2 zzz:A *']);
  });

  it('tells a variable from plain text', () => {
    const home = (Version: string): unknown => ({
      Version,
      Statement: { Effect: 'Allow', Action: 'zzz:A', Resource: ['${aws:username}', 'x'] },
    });
    expect(rows(differences(home('2008-10-17'), home('2012-10-17')))).toEqual([
      '1 zzz:A ${aws:username}',
      '2 zzz:A ${aws:username}',
    ]);
  });

  it('gives the raw text of substituted cells', () => {
    const document = parse({
      Statement: [
        { Effect: 'Allow', Action: 'zzz:A', Resource: '<e>', Condition: { StringLike: { k: ['<e>', 'x'] } } },
        { Effect: 'Deny', Action: 'zzz:A', NotResource: ['<e>', 'x'] },
        { Effect: 'Deny', Action: 'zzz:A', NotPrincipal: { AWS: ['<e>', 'x'] } },
        { Effect: 'Deny', Action: 'zzz:A', Principal: { AWS: '<e>' } },
      ],
    });
    const rawTexts = new Map([['<e>', 'dev']]);
    const { onlyIn1 } = itemDifferences({ document, rawTexts }, null, catalogue);
    expect(
      onlyIn1
        .map(({ raw }) => raw.resource + raw.condition + raw.notResource + raw.notPrincipal + raw.principal)
        .sort(),
    ).toEqual(['["AWS:dev","AWS:x"]', '["dev","x"]', 'dev', 'dev{"StringLike":{"k":["dev","x"]}}'].sort());
    expect(JSON.stringify(onlyIn1.map(({ item }) => item))).not.toContain('dev');
  });

  it.each([
    ['identity', identityPolicy, onResources],
    ['trust', trustPolicy, byPrincipals],
  ] as const)('never misses what a naive reading of two %s policies tells apart', (_, policies, asked) => {
    let alike = 0;
    fc.assert(
      fc.property(nearTwin(policies), ([one, two]) => {
        const [document1, document2] = [parse(one), parse(two)];
        if (documentKey(document1) !== documentKey(document2) && !isEmpty(differences(one, two))) return;
        alike++;
        for (const request of asked) {
          const effects = naiveEffects(document1, request);
          if (effects !== naiveEffects(document2, request)) expect({ request, effects }).toBe('seen');
        }
      }),
      { numRuns: 1500 },
    );
    expect(alike).toBeGreaterThan(20);
  });

  it('takes nothing said otherwise for a difference', () => {
    fc.assert(
      fc.property(writtenPolicy, fc.integer(), (policy, seed) => {
        const other = rewritten(policy, generator(seed));
        expect(rows(differences(policy, other))).toEqual([]);
        expect(rows(differences(other, policy))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('are the rows that a look at every row by itself finds', () => {
    const written = fc.oneof(nearTwin(writtenPolicy), fc.tuple(writtenPolicy, writtenPolicy));
    fc.assert(
      fc.property(written, ([one, two]) => {
        const { onlyIn1, onlyIn2 } = differences(one, two);
        const [document1, document2] = [parse(one), parse(two)];
        expect(onlyIn1.map(({ item }) => item)).toEqual(naiveMissingRows(document1, document2, catalogue));
        expect(onlyIn2.map(({ item }) => item)).toEqual(naiveMissingRows(document2, document1, catalogue));
      }),
      { numRuns: 500 },
    );
  });

  it('mirrors itself when the sides are swapped', () => {
    fc.assert(
      fc.property(nearTwin(writtenPolicy), ([one, two]) => {
        const [there, back] = [differences(one, two), differences(two, one)];
        expect(there.onlyIn1).toEqual(back.onlyIn2);
        expect(there.onlyIn2).toEqual(back.onlyIn1);
      }),
    );
  });

  it('sees any single word that is new', () => {
    fc.assert(
      fc.property(
        identityPolicy,
        fc.nat(),
        fc.constantFrom('Resource', 'NotResource', 'Condition', 'NotAction'),
        (policy, at, element) => {
          const index = at % policy.Statement.length;
          const { Action, NotAction, Resource, NotResource, ...rest } = policy.Statement[index]!;
          const said: Record<string, unknown> = { Action, NotAction, Resource, NotResource };
          if (element === 'Condition') said.Condition = { StringEquals: { 'aws:new': 'new' } };
          else if (element === 'NotAction') Object.assign(said, { NotAction: ['new:*'], Action: undefined });
          else Object.assign(said, { Resource: undefined, NotResource: undefined, [element]: ['new'] });
          const changed = Object.fromEntries(
            Object.entries({ ...rest, ...said }).filter(([, value]) => value !== undefined),
          );
          const two = {
            ...policy,
            Statement: policy.Statement.map((one, i) => (i === index ? changed : one)),
          };
          expect(isEmpty(differences(policy, two))).toBe(false);
        },
      ),
      { numRuns: 500 },
    );
  });
});
