import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareSnapshots } from '../../src/diff/index.js';
import { normaliseSides } from '../../src/equivalency/index.js';
import { parseEquivalencyList } from '../../src/equivalency/list/index.js';
import type { CrossReferenceFinding } from '../../src/model/finding.js';
import type { EntityComparison } from '../../src/model/report.js';
import { ActionCatalogue } from '../../src/policy/catalogue.js';
import { type Account, inline, managed, role, snapshotOf, statement, trust } from './account.js';
import { account, DEV_ID, QA_ID } from './base.js';

const SCOPE = { users: true, groups: true };
const CATALOGUE = new ActionCatalogue({});

interface Seen {
  readonly outcome: string;
  readonly found: readonly CrossReferenceFinding[];
}

function see(dev: Account, qa: Account, list = '{"accountname": ["dev", "qa"]}', tags = ['dev', 'qa']): Seen {
  const compared = [dev, qa].map((one, at) => ({ tag: tags[at]!, snapshot: snapshotOf(one) }));
  const [side1, side2] = normaliseSides(compared, parseEquivalencyList(list, 'list'), SCOPE).sides;
  const { outcome, roles, policies, users, groups } = compareSnapshots(side1!, side2!, CATALOGUE, SCOPE);
  const entities: EntityComparison[] = [...roles, ...policies, ...(users ?? []), ...(groups ?? [])];
  const found = entities.flatMap(({ findings }) => findings.filter((one) => one.kind === 'cross-reference'));
  return { outcome, found };
}

/** The same change to both accounts, each with its own text. */
function both(
  change: (one: Account, own: string, other: string, ownId: string, otherId: string) => void,
): Seen {
  const [dev, qa] = [account('dev'), account('qa')];
  change(dev, 'dev', 'qa', DEV_ID, QA_ID);
  change(qa, 'qa', 'dev', QA_ID, DEV_ID);
  return see(dev, qa);
}

const trusting = (one: Account, principal: string): void => {
  statement(trust(one, 'app1')).Principal = { AWS: principal };
};

describe('a cross-reference is told', () => {
  it('where qa trusts the dev account as dev does', () => {
    const { outcome, found } = both((one) => trusting(one, `arn:aws:iam::${DEV_ID}:role/ci_dev`));
    expect(outcome).toBe('drift');
    expect(found).toMatchObject([
      { side: 2, severity: 'high', place: 'trust-policy', part: 'principal', owner: 'role app1_qa' },
    ]);
    expect(found[0]!.side2.raw).toBe(`arn:aws:iam::${DEV_ID}:role/ci_dev`);
  });

  it('from the other direction, and where dev names qa', () => {
    const { found } = both((one) => trusting(one, `arn:aws:iam::${QA_ID}:role/ci_qa`));
    expect(found).toMatchObject([{ side: 1, severity: 'high', owner: 'role app1_dev' }]);
  });

  it('where a resource of dev stands in a policy of qa', () => {
    const { outcome, found } = both((one) => {
      statement(inline(one, 'app1')).Resource = 'arn:aws:s3:::app1-dev';
    });
    expect(outcome).toBe('drift');
    expect(found).toMatchObject([{ side: 2, severity: 'medium', place: 'inline-policy', part: 'resource' }]);
  });

  it('with high severity where the role may be passed', () => {
    const { found } = both((one) => {
      const allow = statement(inline(one, 'app1'));
      allow.Action = 'iam:PassRole';
      allow.Resource = `arn:aws:iam::${DEV_ID}:role/app1_dev`;
    });
    expect(found).toMatchObject([{ severity: 'high', passes: true }]);
  });

  it('where the account that both share is one of the two', () => {
    const { outcome, found } = both((one) => trusting(one, `arn:aws:iam::${DEV_ID}:root`));
    expect(outcome).toBe('drift');
    expect(found).toMatchObject([{ side: 2, place: 'trust-policy' }]);
  });

  it('in a tag, a path, a condition and a managed policy', () => {
    const places = [
      (one: Account) => void (role(one, 'app1').Tags[0]!.Value = 'dev'),
      (one: Account) => void (role(one, 'app1').Path = '/dev/'),
      (one: Account) => {
        statement(trust(one, 'app1')).Condition = { StringEquals: { 'aws:PrincipalTag/env': 'dev' } };
      },
      (one: Account) => void (statement(managed(one, 'app1')).Resource = 'arn:aws:sqs:eu-west-1:1:q-dev'),
    ].map((change) => both(change).found.map(({ place }) => place));
    expect(places).toEqual([
      ['tag'],
      ['path'],
      ['trust-policy'],
      expect.arrayContaining(['managed-policy', 'attached-policy']),
    ]);
  });

  it('in the name by which two roles were paired', () => {
    const [dev, qa] = [account('dev'), account('qa')];
    const one = role(qa, 'app1');
    one.Arn = one.Arn.replace('app1_qa', 'app1_dev');
    one.RoleName = 'app1_dev';
    qa.roleExtras.app1_dev = qa.roleExtras.app1_qa!;
    const { outcome, found } = see(dev, qa);
    expect(outcome).toBe('drift');
    expect(found).toMatchObject([{ side: 2, place: 'name', owner: 'role app1_dev' }]);
  });

  it("where the value is neither account's, as a plain drift", () => {
    const [dev, qa] = [account('dev'), account('qa')];
    statement(inline(qa, 'app1')).Resource = ['arn:aws:s3:::app1-prod/shared/*', 'arn:aws:s3:::app1-prod'];
    expect(see(dev, qa, '{"accountname": ["dev", "qa", "prod"]}').outcome).toBe('drift');
  });

  it('whatever the sides are called, and by the accounts that the list names', () => {
    const [dev, qa] = [account('dev'), account('qa')];
    for (const one of [dev, qa]) trusting(one, `arn:aws:iam::444455556666:role/ci_dev`);
    expect(see(dev, qa, undefined, ['one', 'two']).found).toHaveLength(1);
    const list = `{"env": {"accounts": {"${DEV_ID}": "dev", "two": "qa"}}}`;
    expect(see(dev, qa, list, ['one', 'two']).found).toHaveLength(1);
  });
});

describe('no cross-reference is told', () => {
  const quiet = { outcome: 'in-sync', found: [] };

  it('where both refer to each other in mirror image', () => {
    expect(
      both((one, _own, other, _ownId, otherId) => trusting(one, `arn:aws:iam::${otherId}:role/ci_${other}`)),
    ).toEqual(quiet);
  });

  it('where both refer to the same third account', () => {
    expect(both((one) => trusting(one, 'arn:aws:iam::444455556666:role/ci'))).toEqual(quiet);
  });

  it('where a value stands inside a word that both have', () => {
    expect(
      both((one) => {
        statement(inline(one, 'app1')).Resource = ['arn:aws:s3:::devices', 'arn:aws:s3:::devops-logs'].slice(
          0,
          1,
        );
      }),
    ).toEqual(quiet);
  });

  it('where the home of a value is not clear', () => {
    const [dev, qa] = [account('dev'), account('qa')];
    for (const [one, bucket] of [
      [dev, 'a1b2c3'],
      [qa, 'd4e5f6'],
    ] as const) {
      statement(inline(one, 'app1')).Resource = `arn:aws:s3:::logs-${bucket}`;
    }
    const list = '{"accountname": ["dev", "qa"], "bucket": ["a1b2c3", "d4e5f6"]}';
    expect(see(dev, qa, list)).toEqual(quiet);
  });

  it('of an account with itself, whatever the list says', () => {
    for (const one of [account('dev'), account('qa')]) {
      expect(see(one, one)).toEqual(quiet);
      expect(see(one, one, '{"x": ["app1", "audit", "dev", "qa", "prod"], "y": ["platform"]}')).toEqual(
        quiet,
      );
    }
  });
});

describe('as properties', () => {
  /** Every text of the account in which `qa` stands by itself: the account as JSON, cut at those places. */
  const parts = JSON.stringify(account('qa')).split(/(?<![0-9A-Za-z])qa(?![0-9A-Za-z])/);
  const mutated = (at: number): Account =>
    JSON.parse(
      parts.reduce(
        (text, part, index) => text + (index === 0 ? '' : index === at + 1 ? 'dev' : 'qa') + part,
        '',
      ),
    ) as Account;

  /** Places that say something by themselves: no copies of names (ARNs of entities), nothing of this test's own. */
  const places = parts.slice(0, -1).flatMap((before, at) => {
    const isCopy = /"Arn":"[^"]*$/.test(before) || /^[^"]*","PolicyArn/.test(parts[at + 1]!);
    const isOwnNote = parts.slice(0, at + 1).some((part) => part.includes('"roleExtras"'));
    return isCopy || isOwnNote ? [] : [at];
  });

  it('a value of the other account in the place of an own one is always reported', () => {
    expect(places.length).toBeGreaterThan(10);
    fc.assert(
      fc.property(fc.constantFrom(...places), (at) => {
        const qa = mutated(at);
        // A renamed policy leaves an attachment behind that can't be read: nothing is concluded then.
        expect(see(account('dev'), qa).outcome).not.toBe('in-sync');
        expect(see(qa, account('dev'), undefined, ['qa', 'dev']).outcome).not.toBe('in-sync');
        expect(see(account('dev'), qa, undefined, ['one', 'two']).outcome).not.toBe('in-sync');
      }),
      { numRuns: 60 },
    );
  });

  it('the order of entries and of values changes nothing', () => {
    const entries: [string, string[]][] = [
      ['a', ['dev', 'qa']],
      ['b', ['app1']],
      ['c', ['platform', 'blue']],
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(entries, { minLength: 3 }), fc.boolean(), (order, flip) => {
        const list = JSON.stringify(
          Object.fromEntries(order.map(([name, values]) => [name, flip ? [...values].reverse() : values])),
        );
        const compared = (['dev', 'qa'] as const).map((tag) => ({ tag, snapshot: snapshotOf(account(tag)) }));
        const names = (text: string): unknown =>
          normaliseSides(compared, parseEquivalencyList(text, 'list'), SCOPE).sides.map(({ roles }) =>
            roles.map(({ value }) => value),
          );
        expect(names(list)).toEqual(names(JSON.stringify(Object.fromEntries(entries))));
      }),
      { numRuns: 10 },
    );
  });
});
