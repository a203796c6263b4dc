import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Difference } from '../../../src/model/difference.js';
import type { EntityComparison } from '../../../src/model/report.js';
import type { Snapshot } from '../../../src/model/snapshot.js';
import { compare, type CompareOptions } from '../../report/support/compare.js';
import {
  type AccountSource,
  allow,
  policy,
  type RoleSource,
  snapshotOf,
  type Source,
  trust,
} from '../../report/support/snapshots.js';
import { identityPolicy, trustPolicy, type WrittenPolicy } from '../../policy/written-policies.js';
import { MUTATIONS, randomSnapshot } from '../random-accounts.js';

const ID = '123456789012';
const QA = '987654321098';

async function entitiesOf(
  one: Snapshot,
  two: Snapshot,
  options: CompareOptions = {},
): Promise<EntityComparison[]> {
  const { report } = await compare(one, two, options);
  return [...report.roles, ...report.policies, ...(report.users ?? []), ...(report.groups ?? [])];
}

async function differencesOf(one: Snapshot, two: Snapshot, options?: CompareOptions): Promise<Difference[]> {
  return (await entitiesOf(one, two, options)).flatMap(({ differences }) => differences);
}

/** Fingerprints by type, of one role `a` in one account. */
async function fingerprintsOf(
  one: RoleSource,
  two: RoleSource,
  more: Omit<AccountSource, 'id'> = {},
): Promise<Record<string, string>> {
  const side = (role: RoleSource): Snapshot => snapshotOf({ id: ID, ...more, roles: { a: role } });
  const differences = await differencesOf(side(one), side(two));
  return Object.fromEntries(differences.map(({ type, fingerprint }) => [type, fingerprint]));
}

const READ = allow('s3:GetObject', 'arn:aws:s3:::b/*');
const inline = (source: Source): RoleSource => ({ inline: { p: source } });

describe('fingerprints', () => {
  it('are 20 hex digits for every finding, for each half of access and for what one side has alone', async () => {
    const found = await differencesOf(
      snapshotOf({
        id: ID,
        roles: { a: { ...inline(READ), trust: trust({ AWS: ID }), tags: { t: '1' } }, gone: {} },
      }),
      snapshotOf({ id: ID, roles: { a: { trust: trust({ AWS: QA }), tags: { t: '2' } }, new: {} } }),
    );
    expect(found.map(({ type }) => type).sort()).toEqual([
      'identity-access',
      'inline-policy-removed',
      'only-in-1',
      'only-in-2',
      'tag-changed',
      'trust-access',
      'trust-policy-changed',
    ]);
    for (const { fingerprint } of found) expect(fingerprint).toMatch(/^[0-9a-f]{20}$/);
    expect(new Set(found.map(({ fingerprint }) => fingerprint)).size).toBe(found.length);
  });

  it('are the same in every version of iamdrift, as long as the scheme is', async () => {
    // Changing these breaks every waiver that people have: raise the scheme and say so in the changelog.
    expect(await fingerprintsOf({}, { ...inline(READ), tags: { t: '2' } })).toMatchInlineSnapshot(`
      {
        "identity-access": "d9d026e6d7ed22932618",
        "inline-policy-added": "27e307ddb267477baa8c",
        "tag-added": "823b1d0b22c3f1535288",
      }
    `);
  });

  it('keep to what is accepted: something more is another difference', async () => {
    const one = await fingerprintsOf(
      inline(READ),
      inline(allow(['s3:GetObject', 's3:PutObject'], 'arn:aws:s3:::b/*')),
    );
    const more = await fingerprintsOf(
      inline(READ),
      inline(
        policy(
          { Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: 'arn:aws:s3:::b/*' },
          { Effect: 'Allow', Action: 'iam:*', Resource: '*' },
        ),
      ),
    );
    expect(Object.keys(one)).toEqual(Object.keys(more));
    for (const type of Object.keys(one)) expect(more[type]).not.toBe(one[type]);
  });

  it('of access change when a Deny that both sides have goes from both', async () => {
    const deny = allow('*', '*', { Effect: 'Deny', Action: 'iam:Delete*' });
    const wide = allow('iam:*', '*');
    const before = await fingerprintsOf({ inline: { d: deny } }, { inline: { d: deny, p: wide } });
    const after = await fingerprintsOf({}, { inline: { p: wide } });
    expect(before['inline-policy-added']).toBe(after['inline-policy-added']);
    expect(before['identity-access']).not.toBe(after['identity-access']);
  });

  it('of access change with the text of a managed policy and of a boundary', async () => {
    const policies = { wide: allow('s3:*', '*'), bound: allow('s3:*', '*') };
    const roles = [{ boundary: 'bound' }, { boundary: 'bound', attached: ['wide'] }] as const;
    const first = await fingerprintsOf(...roles, { policies });
    const wider = await fingerprintsOf(...roles, {
      policies: { ...policies, wide: allow(['s3:*', 'ec2:*'], '*') },
    });
    const unbound = await fingerprintsOf(...roles, { policies: { ...policies, bound: allow('*', '*') } });
    expect(new Set([first, wider, unbound].map((one) => one['identity-access'])).size).toBe(3);
  });

  it.each<[string, RoleSource]>([
    ['its trust', { trust: trust({ AWS: QA }) }],
    ['a policy', inline(READ)],
    ['the text of an attached policy', { attached: ['wide'] }],
    ['a tag', { tags: { team: 'x' } }],
    ['its boundary', { boundary: 'bound' }],
    ['an instance profile', { instanceProfiles: ['p'] }],
    ['its path', { path: '/x/' }],
    ['its session duration', { maxSessionDuration: 43200 }],
  ])('of a role that one side has alone cover %s', async (_, role) => {
    const policies = { wide: allow('s3:*', '*'), bound: allow('s3:*', '*') };
    const alone = async (source: RoleSource): Promise<string> => {
      const sides = [{ policies }, { policies, roles: { new: source } }].map((more) =>
        snapshotOf({ id: ID, ...more }),
      );
      const [difference] = await differencesOf(sides[0]!, sides[1]!);
      return difference!.fingerprint;
    };
    expect(await alone(role)).not.toBe(await alone({}));
  });

  it('cover what stands behind a placeholder', async () => {
    const equivalencies = { env: ['dev', 'qa', 'prod'] };
    const reads = async (bucket: string): Promise<string[]> => {
      const found = await differencesOf(
        snapshotOf({ id: ID, roles: { a: {} } }),
        snapshotOf({ id: QA, roles: { a: inline(allow('s3:GetObject', `arn:aws:s3:::${bucket}/*`)) } }),
        { equivalencies },
      );
      return found.map(({ fingerprint }) => fingerprint);
    };
    const [qa, prod] = [await reads('data-qa'), await reads('data-prod')];
    expect(qa).toHaveLength(2);
    expect(qa.filter((one) => prod.includes(one))).toEqual([]);
  });

  it("tell an account's own policy from AWS's of the same name", async () => {
    const differs = (name: string): Promise<Difference[]> =>
      differencesOf(
        snapshotOf({ id: ID, policies: { [name]: allow('s3:GetObject', '*') } }),
        snapshotOf({ id: ID, policies: { [name]: allow('s3:*', '*') } }),
      );
    const [own, aws] = [await differs('X'), await differs('aws:X')];
    const prints = [...own, ...aws].map(({ fingerprint }) => fingerprint);
    expect(new Set(prints).size).toBe(prints.length);
  });
});

/** The same policy, its statements and their lists the other way round and under other Sids. */
function rewritten({ Statement, ...rest }: WrittenPolicy): Source {
  const turned = (value: unknown): unknown =>
    Array.isArray(value) ? [...(value as unknown[])].reverse() : value;
  return {
    ...rest,
    Statement: [...Statement].reverse().map((statement, index) => ({
      ...Object.fromEntries(Object.entries(statement).map(([key, value]) => [key, turned(value)])),
      Sid: `Other${index}`,
    })),
  };
}

const accounts = fc.record({
  trusts: fc.tuple(trustPolicy, trustPolicy),
  first: fc.tuple(identityPolicy, identityPolicy),
  second: fc.tuple(identityPolicy, identityPolicy),
});

describe('fingerprints of any two accounts', () => {
  it('are the same whatever the order and the Sids', async () => {
    await fc.assert(
      fc.asyncProperty(accounts, async ({ trusts, first, second }) => {
        const side = (index: 0 | 1, write: (policy: WrittenPolicy) => Source, turn: boolean): Snapshot => {
          const pairs: [string, Source][] = [
            ['p', write(first[index])],
            ['q', write(second[index])],
          ];
          return snapshotOf({
            id: ID,
            roles: {
              a: {
                trust: write(trusts[index]),
                inline: Object.fromEntries(turn ? pairs.reverse() : pairs),
                tags: turn ? { y: '2', x: String(index) } : { x: String(index), y: '2' },
              },
              [`only${index}`]: inline(write(first[index])),
            },
          });
        };
        const plain = (written: WrittenPolicy): Source => ({ ...written });
        const one = await differencesOf(side(0, plain, false), side(1, plain, false));
        const two = await differencesOf(side(0, rewritten, true), side(1, rewritten, true));
        const prints = (list: Difference[]): string[] => list.map(({ fingerprint }) => fingerprint).sort();
        expect(prints(two)).toEqual(prints(one));
      }),
      { numRuns: 60 },
    );
  });

  it('are not all known when something more has changed since', async () => {
    const names = Object.keys(MUTATIONS);
    await fc.assert(
      fc.asyncProperty(
        randomSnapshot,
        fc.constantFrom(...names),
        fc.constantFrom(...names),
        async (base, first, second) => {
          fc.pre(first !== second);
          const change = (snapshot: Snapshot, mutation: string): Snapshot => ({
            ...snapshot,
            roles: snapshot.roles.map((role, index) => (index === 0 ? MUTATIONS[mutation]!(role) : role)),
          });
          const accepted = change(base, first);
          const later = change(accepted, second);
          // Two mutations can add the same thing; no account has a tag or a policy twice.
          const named = later.roles[0]!.tags.map(({ key }) => `tag ${key}`);
          named.push(...later.roles[0]!.inlinePolicies.map(({ name }) => `policy ${name}`));
          fc.pre(new Set(named).size === named.length);
          const known = new Set((await differencesOf(base, accepted)).map(({ fingerprint }) => fingerprint));
          const now = await differencesOf(base, later);
          const since = await differencesOf(accepted, later);
          // What takes an accepted change back leaves less to accept.
          fc.pre(since.length > 0 && now.length >= known.size);
          expect(now.some(({ fingerprint }) => !known.has(fingerprint))).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });
});
