import { beforeAll, describe, expect, it } from 'vitest';
import { compareSnapshots, type Comparison, judgeAccess } from '../../src/diff/index.js';
import { normaliseSides } from '../../src/equivalency/index.js';
import { parseEquivalencyList } from '../../src/equivalency/list/index.js';
import type { EntityComparison } from '../../src/model/report.js';
import { type ActionCatalogue, loadCatalogue } from '../../src/policy/catalogue.js';
import { type Account, found, snapshotOf, statement, inline } from './account.js';
import { account, DEV_ID } from './base.js';
import { CASES, type Case } from './cases.js';

const LIST = parseEquivalencyList('{"accountname": ["dev", "qa"]}', 'equivalency_list.json');
const SCOPE = { users: true, groups: true };

let catalogue: ActionCatalogue;
beforeAll(async () => {
  catalogue = await loadCatalogue();
});

/** The whole way from two accounts to what is told about them. */
async function compare(one: Account, two: Account): Promise<Comparison> {
  const compared = [one, two].map((account) => ({
    tag: account.id === DEV_ID ? 'dev' : 'qa',
    snapshot: snapshotOf(account),
  }));
  const [side1, side2] = normaliseSides(compared, LIST, SCOPE).sides;
  return judgeAccess(compareSnapshots(side1!, side2!, catalogue, SCOPE), side1!, side2!);
}

function entities({ roles, policies, users, groups }: Comparison): EntityComparison[] {
  return [...roles, ...policies, ...(users ?? []), ...(groups ?? [])];
}

/** Both directions: what is drift from here is drift from there. */
function outcomes({ change }: Case): Promise<Comparison[]> {
  const changed = account('qa');
  change(changed);
  return Promise.all([compare(account('dev'), changed), compare(changed, account('dev'))]);
}

function isSeen({ entity }: Case, comparison: Comparison): boolean {
  const named = entities(comparison).filter(({ name }) => name === entity);
  return (
    comparison.outcome === 'drift' &&
    named.some(
      ({ status, findings }) =>
        status === 'only-in-1' || status === 'only-in-2' || (status === 'drifted' && findings.length > 0),
    )
  );
}

const drifts = CASES.filter(({ expected }) => expected === 'drift');
const none = CASES.filter(({ expected }) => expected === 'none');
const reorganised = CASES.filter(({ expected }) => expected === 'reorganised');
const unreadable = CASES.filter(({ expected }) => expected === 'incomplete');

describe('the gauntlet', () => {
  it.each(drifts.map((one) => [one.name, one] as const))('drift is seen: %s', async (_, one) => {
    for (const comparison of await outcomes(one)) {
      expect(comparison.outcome).toBe('drift');
      expect(isSeen(one, comparison)).toBe(true);
    }
  });

  it.each(none.map((one) => [one.name, one] as const))('no false alarm: %s', async (_, one) => {
    for (const comparison of await outcomes(one)) {
      expect(entities(comparison).flatMap(({ findings }) => findings)).toEqual([]);
      expect(comparison.outcome).toBe('in-sync');
    }
  });

  it.each(reorganised.map((one) => [one.name, one] as const))('told, and no drift: %s', async (_, one) => {
    for (const comparison of await outcomes(one)) {
      const entity = entities(comparison).find(({ name }) => name === one.entity);
      expect(entity?.status).toBe('reorganised');
      expect(entity?.findings).not.toEqual([]);
      expect(comparison.outcome).toBe('in-sync');
    }
  });

  it.each(unreadable.map((one) => [one.name, one] as const))(
    'nothing is concluded from %s',
    async (_, one) => {
      for (const comparison of await outcomes(one)) {
        expect(comparison.outcome).toBe('incomplete');
        expect(
          found(
            entities(comparison).find(({ name }) => name === one.entity),
            one.name,
          ).status,
        ).toBe('unreadable');
      }
    },
  );

  it("sees today's full list for a wildcard as narrower, with the pattern as the row that is gone", async () => {
    const changed = account('qa');
    const names = catalogue.expand('s3', 'Get*').map((name) => `s3:${name}`);
    expect(names.length).toBeGreaterThan(50);
    statement(inline(changed, 'app1')).Action = [...names, 's3:ListBucket'];
    const comparison = await compare(account('dev'), changed);
    expect(comparison.outcome).toBe('drift');
    const finding = comparison.roles.flatMap(({ findings }) => findings)[0];
    expect(finding).toMatchObject({ kind: 'document', onlyIn2: [] });
    expect(finding?.kind === 'document' && finding.onlyIn1.map(({ item }) => item.action)).toEqual([
      'Get*',
      'Get*',
    ]);
  });

  it('has names of its own for its cases, and enough of them', () => {
    expect(new Set(CASES.map(({ name }) => name)).size).toBe(CASES.length);
    expect(drifts.length).toBeGreaterThanOrEqual(100);
    expect(none.length).toBeGreaterThanOrEqual(30);
  });

  it('in all', async () => {
    const results = await Promise.all(CASES.map(async (one) => ({ one, comparisons: await outcomes(one) })));
    const seen = results.filter(
      ({ one, comparisons }) =>
        one.expected === 'drift' && comparisons.every((comparison) => isSeen(one, comparison)),
    );
    const alarms = results.filter(
      ({ one, comparisons }) =>
        one.expected === 'none' && comparisons.some(({ outcome }) => outcome !== 'in-sync'),
    );
    console.log(
      `gauntlet: ${seen.length} of ${drifts.length} drifts seen, ${alarms.length} of ${none.length} false alarms`,
    );
    expect(seen).toHaveLength(drifts.length);
    expect(alarms).toEqual([]);
  });
});
