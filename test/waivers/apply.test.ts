import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exitCodeOf, type Gate, GATES } from '../../src/cli/exit-codes.js';
import type { Difference } from '../../src/model/difference.js';
import type { EntityComparison, Report } from '../../src/model/report.js';
import type { Snapshot } from '../../src/model/snapshot.js';
import { MUTATIONS, randomSnapshot } from '../diff/random-accounts.js';
import { compare } from '../report/support/compare.js';
import { allow, type RoleSource, snapshotOf, trust } from '../report/support/snapshots.js';

const ID = '123456789012';
const QA = '987654321098';
const NOW = new Date('2026-11-22T08:00:00Z');
const END = 'reason: agreed, owner: alice, expires: 2026-12-31';

interface Options {
  readonly gate?: Gate;
  readonly today?: boolean;
  readonly now?: Date;
}

/** Two accounts compared under these waivers, with the exit code. */
async function judged(
  one: Snapshot,
  two: Snapshot,
  waivers: string,
  { gate = 'drift', today = false, now = NOW }: Options = {},
): Promise<{ report: Report; exitCode: number }> {
  const { report } = await compare(one, two, { waivers, now });
  return { report, exitCode: exitCodeOf(report, { gate, today }) };
}

function file(...entries: readonly string[]): string {
  return `waivers:\n${entries.map((fields) => `  - { ${fields} }\n`).join('')}`;
}

function entitiesOf({ roles, policies, users, groups }: Report): EntityComparison[] {
  return [...roles, ...policies, ...(users ?? []), ...(groups ?? [])];
}

function differencesOf(report: Report): Difference[] {
  return entitiesOf(report).flatMap(({ differences }) => differences);
}

function openTypes(report: Report): string[] {
  return differencesOf(report).flatMap(({ type, waived }) => (waived ? [] : [type]));
}

function account(role: RoleSource, more: Record<string, RoleSource> = {}): Snapshot {
  return snapshotOf({ id: ID, roles: { app: role, ...more } });
}

const READ = allow('s3:GetObject', '*');
const WRITE = allow(['s3:GetObject', 's3:PutObject'], '*');
const inline = (source: typeof READ): RoleSource => ({ inline: { p: source } });

describe('waivers', () => {
  it('take a role out of the exit code once all of it is waived, and leave it in the report', async () => {
    const sides = [
      account({ ...inline(READ), tags: { t: '1' } }),
      account({ ...inline(WRITE), tags: { t: '2' } }),
    ] as const;
    const some = await judged(
      ...sides,
      file(`roles: app, types: [identity-access, inline-policy-changed], ${END}`),
    );
    expect(openTypes(some.report)).toEqual(['tag-changed']);
    expect(some.exitCode).toBe(2);
    const all = await judged(...sides, file(`roles: app, ${END}`));
    expect(all.exitCode).toBe(0);
    expect(all.report.outcome).toBe('drift');
    expect(all.report.roles[0]!.status).toBe('drifted');
    expect(differencesOf(all.report).map(({ waived }) => waived)).toEqual(
      Array(3).fill({ entry: 1, reason: 'agreed', owner: 'alice', expires: '2026-12-31' }),
    );
  });

  it('leave a role in as long as only the access, or only the document, is waived', async () => {
    const sides = [account(inline(READ)), account(inline(WRITE))] as const;
    for (const type of ['identity-access', 'inline-policy-changed']) {
      for (const gate of GATES) {
        expect((await judged(...sides, file(`types: ${type}, ${END}`), { gate })).exitCode).toBe(2);
      }
    }
  });

  it('by fingerprint hold for what was seen, not for more', async () => {
    const before = account(inline(READ));
    const { report } = await judged(before, account(inline(WRITE)), '');
    const prints = differencesOf(report).map(({ fingerprint }) => `"${fingerprint}"`);
    const waivers = file(`fingerprint: [${prints.join(', ')}], ${END}`);
    expect((await judged(before, account(inline(WRITE)), waivers)).exitCode).toBe(0);
    const worse = account({ inline: { p: WRITE, q: allow('iam:*', '*') } });
    const later = await judged(before, worse, waivers);
    expect(later.exitCode).toBe(2);
    expect(openTypes(later.report)).toEqual(['identity-access', 'inline-policy-added']);
  });

  it('waive what one side has alone', async () => {
    const sides = [account({}, { gone: {} }), account({}, { new: inline(WRITE) })] as const;
    expect((await judged(...sides, file(`types: only-in-1, ${END}`))).exitCode).toBe(2);
    expect((await judged(...sides, file(`types: [only-in-1, only-in-2], ${END}`))).exitCode).toBe(0);
    expect((await judged(...sides, file(`types: only-in-2, ${END}`), { gate: 'broader' })).exitCode).toBe(0);
  });

  it.each<[string, string, boolean]>([
    ['tags', 'tags: [dev, qa]', true],
    ['one tag', 'tags: qa', true],
    ['other tags', 'tags: [dev, prod]', false],
    ['a glob', 'roles: "a*"', true],
    ['another glob', 'roles: "a?"', false],
    ['another kind', 'users: "*"', false],
    ['a verdict', 'verdict: broader', true],
    ['another verdict', 'verdict: narrower', false],
    [
      'all together',
      'tags: qa, roles: app, verdict: broader, types: [identity-access, inline-policy-changed]',
      true,
    ],
    [
      'all together but one',
      'tags: qa, roles: app, verdict: narrower, types: [identity-access, inline-policy-changed]',
      false,
    ],
  ])('match by %s', async (_, fields, isWaived) => {
    const { exitCode } = await judged(
      account(inline(READ)),
      account(inline(WRITE)),
      file(`${fields}, ${END}`),
    );
    expect(exitCode).toBe(isWaived ? 0 : 2);
  });

  it('by verdict say nothing about a boundary, nor about attributes', async () => {
    const policies = { bound: allow('s3:*', '*') };
    const side = (role: RoleSource): Snapshot => snapshotOf({ id: ID, policies, roles: { app: role } });
    const { report, exitCode } = await judged(
      side({ ...inline(WRITE), boundary: 'bound', tags: { t: '1' } }),
      side({ ...inline(READ) }),
      file(`verdict: [narrower, equivalent, broader, incomparable], ${END}`),
    );
    expect(openTypes(report)).toEqual(['tag-removed', 'permissions-boundary-removed']);
    expect(exitCode).toBe(2);
  });

  it('by a half of access let the gate see the other half', async () => {
    const root = trust({ AWS: QA });
    const sides = [
      account({ ...inline(READ), trust: root }),
      account({ ...inline(WRITE), trust: trust({ AWS: [QA, '111122223333'] }) }),
    ] as const;
    const identity = `types: [identity-access, inline-policy-changed], ${END}`;
    const both = `types: [trust-access, trust-policy-changed], ${END}`;
    expect((await judged(...sides, file(identity), { gate: 'broader' })).exitCode).toBe(2);
    expect((await judged(...sides, file(identity, both), { gate: 'broader' })).exitCode).toBe(0);
    const mixed = [sides[1], account({ ...inline(WRITE), trust: root })] as const;
    expect((await judged(...mixed, file(identity), { gate: 'broader' })).exitCode).toBe(0);
  });

  it('never turn what could not be read into an end in sync', async () => {
    const everything = file(`roles: "*", ${END}`, `policies: "*", ${END}`);
    const gap = { subject: 'role.description', api: 'iam:ListRoles', reason: 'denied' };
    const gaps = await judged(
      snapshotOf({ id: ID, gaps: [gap], roles: { app: inline(READ) } }),
      account(inline(WRITE)),
      everything,
    );
    expect(gaps.exitCode).toBe(3);
    const bad = { Version: '2099-01-01', Statement: [] };
    const unread = await judged(
      account({ inline: { bad, p: READ } }),
      account({ inline: { bad: READ, p: WRITE } }),
      everything,
    );
    expect(openTypes(unread.report)).toEqual(['document-unreadable']);
    expect(unread.exitCode).toBe(3);
    const added = await judged(account({}), account({ inline: { bad } }), everything);
    expect(added.exitCode).toBe(3);
  });

  it('tell which entries were used, unused, expired or about something else', async () => {
    const old = END.replace('2026-12-31', '2026-11-21');
    const { report, exitCode } = await judged(
      account(inline(READ)),
      account(inline(WRITE)),
      file(
        `roles: app, ${old}`,
        `roles: nobody, ${END}`,
        `tags: prod, ${END}`,
        `users: bob, ${END}`,
        `types: identity-access, ${END}`,
      ),
    );
    expect(report.waivers!.uses.map(({ status, findings }) => [status, findings])).toEqual([
      ['expired', 2],
      ['unused', 0],
      ['other', 0],
      ['other', 0],
      ['used', 1],
    ]);
    expect(exitCode).toBe(2);
  });

  it('hold to the end of the day, in UTC', async () => {
    const sides = [account(inline(READ)), account(inline(WRITE))] as const;
    const on = async (now: string): Promise<number> =>
      (await judged(...sides, file(`roles: app, ${END}`), { now: new Date(now) })).exitCode;
    expect(await on('2026-12-31T23:59:59.999Z')).toBe(0);
    expect(await on('2027-01-01T00:00:00.000Z')).toBe(2);
  });
});

/** An account, and the same with some roles changed and some gone. */
const pair = fc
  .record({
    base: randomSnapshot,
    changes: fc.array(fc.constantFrom(...Object.keys(MUTATIONS), 'nothing', 'gone'), {
      minLength: 4,
      maxLength: 4,
    }),
  })
  .map(({ base, changes }): [Snapshot, Snapshot] => {
    const roles = base.roles.flatMap((role, index) => {
      const change = changes[index]!;
      return change === 'gone' ? [] : [MUTATIONS[change]?.(role) ?? role];
    });
    return [base, { ...base, roles }];
  });

const matcher = fc.constantFrom(
  'roles: a',
  'roles: "*"',
  'types: tag-added',
  'types: identity-access',
  'types: [trust-access, trust-policy-changed]',
  'verdict: [broader, incomparable]',
  'verdict: narrower',
  'tags: qa',
  'tags: prod',
  'types: [only-in-1, only-in-2]',
);
const gates = fc.record({ gate: fc.constantFrom(...GATES), today: fc.boolean() });

describe('waivers of any two accounts', () => {
  it('that have expired never change an exit code', async () => {
    await fc.assert(
      fc.asyncProperty(
        pair,
        fc.array(matcher, { minLength: 1, maxLength: 3 }),
        gates,
        async (sides, matchers, options) => {
          const old = matchers.map((fields) => `${fields}, reason: r, owner: o, expires: 2026-11-21`);
          const plain = await judged(...sides, '', options);
          const expired = await judged(...sides, file(...old), options);
          expect(expired.exitCode).toBe(plain.exitCode);
          expect(openTypes(expired.report)).toEqual(openTypes(plain.report));
        },
      ),
      { numRuns: 40 },
    );
  });

  it('never raise what counts when one is added, nor hide what none matches', async () => {
    await fc.assert(
      fc.asyncProperty(
        pair,
        fc.array(matcher, { maxLength: 2 }),
        matcher,
        gates,
        async (sides, matchers, more, options) => {
          const entries = matchers.map((fields) => `${fields}, ${END}`);
          const few = await judged(...sides, file(...entries), options);
          const many = await judged(...sides, file(...entries, `${more}, ${END}`), options);
          expect(openTypes(many.report).length).toBeLessThanOrEqual(openTypes(few.report).length);
          expect([few.exitCode, 0]).toContain(many.exitCode);
          const all = (report: Report): string[] =>
            differencesOf(report).map(({ fingerprint }) => fingerprint);
          expect(all(many.report)).toEqual(all(few.report));
          const alone = await judged(...sides, '', options);
          const counts = alone.report.roles.some(
            (role, index) =>
              role.differences.length > 0 &&
              many.report.roles[index]!.differences.every(({ waived }) => !waived) &&
              exitCodeOf({ ...alone.report, roles: [role], policies: [] }, options) === 2,
          );
          if (counts) expect(many.exitCode).toBe(2);
        },
      ),
      { numRuns: 40 },
    );
  });
});
