import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareSnapshots, type Comparison, type DiffScope } from '../../src/diff/index.js';
import { normaliseSnapshot, plainRules } from '../../src/equivalency/normalise.js';
import type { Replacement } from '../../src/equivalency/substitution.js';
import type { Finding } from '../../src/model/finding.js';
import type { Gap, ManagedPolicy, Role, Snapshot } from '../../src/model/snapshot.js';
import { ActionCatalogue } from '../../src/policy/catalogue.js';
import { parsePolicy } from '../../src/policy/parse.js';
import { role, snapshotOf } from '../gauntlet/account.js';
import { account } from '../gauntlet/base.js';
import { MUTATIONS, policyArn, randomSnapshot } from './random-accounts.js';

const CATALOGUE = new ActionCatalogue({ s3: ['GetObject', 'PutObject', 'GetBucketAcl'] });
const ALL = { users: true, groups: true };
const dev = (): Snapshot => snapshotOf(account('dev'));

function compare(
  one: Snapshot,
  two: Snapshot,
  { replacements = [], scope = ALL }: { replacements?: Replacement[]; scope?: DiffScope } = {},
): Comparison {
  return compareSnapshots(
    normaliseSnapshot(one, plainRules(replacements)),
    normaliseSnapshot(two, plainRules(replacements)),
    CATALOGUE,
    scope,
  );
}

function findings({ roles, policies, users, groups }: Comparison): Finding[] {
  return [...roles, ...policies, ...(users ?? []), ...(groups ?? [])].flatMap((one) => one.findings);
}

/** The snapshot with its first role changed. */
function withRole(snapshot: Snapshot, change: (role: Role) => Role): Snapshot {
  const [first, ...rest] = snapshot.roles;
  return { ...snapshot, roles: [change(first!), ...rest] };
}

const withGap = (snapshot: Snapshot, subject: string): Snapshot => {
  const gap: Gap = { subject, api: 'iam:X', reason: 'denied' };
  return { ...snapshot, coverage: { ...snapshot.coverage, gaps: [gap] } };
};

describe('compareSnapshots', () => {
  it('finds a random account in sync with itself, and each role the same', () => {
    fc.assert(
      fc.property(randomSnapshot, (snapshot) => {
        const comparison = compare(snapshot, structuredClone(snapshot));
        expect(comparison.outcome).toBe('in-sync');
        expect(findings(comparison)).toEqual([]);
        expect(new Set(comparison.roles.map(({ status }) => status))).toEqual(new Set(['same']));
      }),
    );
  });

  it('sees every single change to a random account, from both sides', () => {
    const mutation = fc.constantFrom(...Object.values(MUTATIONS));
    fc.assert(
      fc.property(randomSnapshot, mutation, (snapshot, mutate) => {
        const changed = withRole(snapshot, mutate);
        expect(compare(snapshot, changed).outcome).toBe('drift');
        expect(compare(changed, snapshot).outcome).toBe('drift');
      }),
      { numRuns: 500 },
    );
  });

  it.each(Object.entries(MUTATIONS))('sees a change of one role: %s', (_, mutate) => {
    const comparison = compare(dev(), withRole(dev(), mutate));
    const touched = comparison.roles.filter(({ status }) => status !== 'same');
    expect(touched.length).toBeGreaterThan(0);
    expect(touched.length).toBeLessThanOrEqual(2);
    expect(comparison.outcome).toBe('drift');
  });

  it('sees a changed document of a managed policy at the policy and at all that it is attached to', () => {
    const document = parsePolicy({ Statement: [] }, { partition: 'aws' });
    fc.assert(
      fc.property(randomSnapshot, (snapshot) => {
        const [first, ...rest] = snapshot.managedPolicies;
        const changed = { ...snapshot, managedPolicies: [{ ...first!, document }, ...rest] };
        const { outcome, roles, policies } = compare(snapshot, changed);
        expect(outcome).toBe('drift');
        expect(policies.map(({ status }) => status)).toEqual(['drifted', 'same']);
        const users = snapshot.roles.filter(
          (one) =>
            one.attachedPolicies.some(({ arn }) => arn === first!.arn) ||
            one.permissionsBoundary === first!.arn,
        );
        expect(roles.filter(({ status }) => status === 'drifted').map(({ name }) => name)).toEqual(
          users.map(({ name }) => name),
        );
      }),
    );
  });

  it('compares what is attached to many with what each has on the other side', () => {
    const snapshot = dev();
    const [template] = snapshot.roles;
    const [one, two] = ['one', 'two'].map((name) => ({ name, arn: policyArn(name) }));
    // The same objects throughout, as they are after reading.
    const having = (...attached: readonly (typeof one)[]): Snapshot => ({
      ...snapshot,
      roles: attached.map((policy, at) => ({
        ...template!,
        name: `r${at}`,
        arn: `${template!.arn}-${at}`,
        attachedPolicies: [policy!],
      })),
      managedPolicies: ['one', 'two'].map((name) => ({
        ...snapshot.managedPolicies[0]!,
        name,
        arn: policyArn(name),
      })),
    });
    const { roles } = compare(having(one, one, one, two, one), having(one, two, one, two, two));
    expect(roles.map(({ status }) => status)).toEqual(['same', 'drifted', 'same', 'same', 'drifted']);
  });

  it('mirrors itself when the sides are swapped', () => {
    const mirrored: Record<string, string> = { 'only-in-1': 'only-in-2', 'only-in-2': 'only-in-1' };
    fc.assert(
      fc.property(randomSnapshot, randomSnapshot, (one, two) => {
        const [there, back] = [compare(one, two), compare(two, one)];
        expect(there.outcome).toBe(back.outcome);
        expect(there.roles.map(({ name, status }) => [name, mirrored[status] ?? status])).toEqual(
          back.roles.map(({ name, status }) => [name, status]),
        );
        const documents = (comparison: Comparison, only: 'onlyIn1' | 'onlyIn2'): unknown[] =>
          findings(comparison).flatMap((finding) => (finding.kind === 'document' ? [finding[only]] : []));
        expect(documents(there, 'onlyIn1')).toEqual(documents(back, 'onlyIn2'));
      }),
    );
  });

  it('tells a role rewritten from one that is the same', () => {
    const rewritten = account('dev');
    const trust = role(rewritten, 'app1').AssumeRolePolicyDocument;
    if (typeof trust === 'string') throw new Error('not an object');
    trust.Statement[0]!.Action = 'STS:assumerole';
    const comparison = compare(dev(), snapshotOf(rewritten));
    expect(comparison.outcome).toBe('in-sync');
    expect(comparison.roles.filter(({ status }) => status === 'reorganised').map(({ name }) => name)).toEqual(
      ['app1_dev'],
    );
  });

  it('tells a role that was created anew under the same name, in one account', () => {
    const again = withRole(dev(), (one) => ({ ...one, id: 'AROANEW' }));
    expect(findings(compare(dev(), again))).toEqual([
      { kind: 'recreated', type: 'entity-recreated', id1: dev().roles[0]!.id, id2: 'AROANEW' },
    ]);
    const elsewhere = { ...again, account: { ...again.account, id: '987654321098' } };
    expect(compare(dev(), elsewhere).outcome).toBe('in-sync');
  });

  it('leaves out users and groups that were not asked for, and the gaps in them', () => {
    const changed = { ...dev(), users: [], groups: [] };
    const none = { users: false, groups: false };
    expect(compare(dev(), changed, { scope: none })).toMatchObject({
      outcome: 'in-sync',
      users: null,
      groups: null,
    });
    for (const subject of ['users', 'user:x', 'groups', 'group:x']) {
      expect(compare(dev(), withGap(dev(), subject), { scope: none }).outcome).toBe('in-sync');
      expect(compare(withGap(dev(), subject), dev()).outcome).toBe('incomplete');
    }
  });

  it.each([
    'roles',
    'role.description',
    'role:app1',
    'policy-document:arn:aws:iam::aws:policy/x',
    'account.alias',
  ])('never says in sync with a gap: %s', (subject) => {
    expect(compare(dev(), withGap(dev(), subject)).outcome).toBe('incomplete');
    expect(compare(withGap(dev(), subject), dev()).outcome).toBe('incomplete');
  });

  it('lets drift outweigh gaps', () => {
    const changed = withGap(
      withRole(dev(), (one) => ({ ...one, description: 'new' })),
      'roles',
    );
    expect(compare(dev(), changed).outcome).toBe('drift');
  });

  it('does not compare what one side never records, and says so', () => {
    const silent = withRole(dev(), (one) => {
      const { description, ...rest } = one;
      expect(description).toBe('as agreed');
      return rest;
    });
    const coverage = { ...silent.coverage, notRecorded: ['role.description' as const] };
    expect(compare(dev(), { ...silent, coverage })).toMatchObject({
      outcome: 'in-sync',
      notCompared: ['role.description'],
    });
  });

  it.each(['attached', 'boundary'])(
    'concludes nothing from a policy whose document was not read: %s',
    (how) => {
      const unread = (): Snapshot => {
        const arn = 'arn:aws:iam::aws:policy/Unread';
        return withRole(dev(), (one) =>
          how === 'attached'
            ? { ...one, attachedPolicies: [...one.attachedPolicies, { name: 'Unread', arn }] }
            : { ...one, permissionsBoundary: arn },
        );
      };
      expect(compare(unread(), unread()).outcome).toBe('incomplete');
    },
  );

  it('concludes nothing from two unreadable documents, however alike', () => {
    const broken = (): Snapshot =>
      withRole(dev(), (one) => ({ ...one, trustPolicy: parsePolicy('x', { partition: 'aws' }) }));
    const comparison = compare(broken(), broken());
    expect(comparison.outcome).toBe('incomplete');
    expect(findings(comparison)).toMatchObject([{ kind: 'unreadable', policyType: 'trust' }]);
  });

  describe('with replacements that reach far', () => {
    const policyAt = (path: string, name: string, action: string): ManagedPolicy => ({
      name,
      path,
      arn: policyArn(`${path.slice(1)}${name}`),
      id: '',
      createDate: null,
      document: parsePolicy(
        { Statement: { Effect: 'Allow', Action: action, Resource: '*' } },
        { partition: 'aws' },
      ),
    });
    const withPolicies = (...managedPolicies: ManagedPolicy[]): Snapshot => ({
      ...dev(),
      roles: [],
      managedPolicies,
    });

    it('tells policies apart where a value reaches over the slash before the name', () => {
      const replacements = ['team/dev', 'team/qa'].map((value) => ({
        value,
        placeholder: 'x',
        whole: false,
      }));
      const one = withPolicies(policyAt('/team/', 'dev-p', 'a:b'), policyAt('/team/', 'qa-p', 'a:b'));
      const two = withPolicies(policyAt('/team/', 'dev-p', 'a:b'), policyAt('/team/', 'qa-p', 'c:d'));
      expect(compare(one, two, { replacements }).outcome).toBe('drift');
      expect(compare(two, one, { replacements }).outcome).toBe('drift');
    });

    it('tells policies apart where a placeholder has a slash in it', () => {
      const replacements = [{ value: 'dev', placeholder: 'a/b', whole: false }];
      const one = withPolicies(policyAt('/', 'x-dev', 'a:b'), policyAt('/', 'y-dev', 'a:b'));
      const two = withPolicies(policyAt('/', 'x-dev', 'a:b'), policyAt('/', 'y-dev', 'c:d'));
      expect(compare(one, two, { replacements }).outcome).toBe('drift');
    });

    it('sees a second instance profile and a second group that become the same', () => {
      const replacements = ['dev', 'qa'].map((value) => ({ value, placeholder: 'x', whole: false }));
      const profiles = (...instanceProfiles: string[]): Snapshot =>
        withRole(dev(), (one) => ({ ...one, instanceProfiles }));
      expect(compare(profiles('p-dev'), profiles('p-qa'), { replacements }).outcome).toBe('in-sync');
      expect(compare(profiles('p-dev'), profiles('p-dev', 'p-qa'), { replacements }).outcome).toBe('drift');
      const groups = (...names: string[]): Snapshot => ({
        ...dev(),
        users: dev().users.map((user) => ({ ...user, groups: names })),
      });
      expect(
        compare(groups('g-dev', 'g-qa'), groups('g-qa'), {
          replacements,
          scope: { users: true, groups: false },
        }).outcome,
      ).toBe('drift');
    });
  });
});

describe('hostile accounts', () => {
  const parse = (statements: unknown[]): Role['trustPolicy'] =>
    parsePolicy({ Version: '2012-10-17', Statement: statements }, { partition: 'aws' });
  const inline = (statements: unknown[]): Snapshot =>
    withRole(dev(), (one) => ({ ...one, inlinePolicies: [{ name: 'big', document: parse(statements) }] }));

  it('compares documents of 10,000 statements, in another order and all changed', () => {
    const statements = (action: string): unknown[] =>
      Array.from({ length: 10_000 }, (_, n) => ({
        Effect: 'Allow',
        Action: `${action}:A${n}`,
        Resource: '*',
      }));
    expect(compare(inline(statements('zzz')), inline(statements('zzz').reverse())).outcome).toBe('in-sync');
    const [finding] = findings(compare(inline(statements('zzz')), inline(statements('yyy'))));
    expect(finding?.kind === 'document' && finding.onlyIn1.length + finding.onlyIn2.length).toBe(20_000);
  });

  it('ends soon on patterns made to backtrack', () => {
    const stars = (letter: string): unknown[] =>
      Array.from({ length: 50 }, (_, n) => ({
        Effect: 'Allow',
        Action: `zzz:${'*a'.repeat(100 + n)}${letter}`,
        Resource: `${'*a'.repeat(500)}${letter}`,
      }));
    expect(compare(inline(stars('b')), inline(stars('c'))).outcome).toBe('drift');
    expect(compare(inline(stars('b')), inline(stars('b'))).outcome).toBe('in-sync');
  });

  it('keeps names like members of objects apart', () => {
    const condition = (operator: string, key: string): Snapshot => {
      const text = `{"Statement":[{"Effect":"Allow","Action":"zzz:A","Resource":"*","Condition":{"${operator}":{"${key}":"x"}}}]}`;
      return withRole(dev(), (one) => ({
        ...one,
        inlinePolicies: [{ name: '__proto__', document: parsePolicy(text, { partition: 'aws' }) }],
      }));
    };
    expect(compare(condition('__proto__', '__proto__'), condition('__proto__', 'constructor')).outcome).toBe(
      'drift',
    );
    expect(compare(condition('__proto__', 'a'), condition('constructor', 'a')).outcome).toBe('drift');
    expect(compare(condition('__proto__', '__proto__'), condition('__proto__', '__proto__')).outcome).toBe(
      'in-sync',
    );
    const tagged = (key: string): Snapshot =>
      withRole(dev(), (one) => ({ ...one, tags: [{ key, value: 'x' }] }));
    expect(compare(tagged('__proto__'), tagged('constructor')).outcome).toBe('drift');
  });
});
