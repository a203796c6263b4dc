import { beforeAll, describe, expect, it } from 'vitest';
import { compareSnapshots, type Comparison } from '../../src/diff/index.js';
import { rejectCollisions } from '../../src/equivalency/collisions.js';
import { normaliseSnapshot } from '../../src/equivalency/normalise.js';
import { parseEquivalencyList } from '../../src/equivalency/list.js';
import { replacementsFor } from '../../src/equivalency/replacements.js';
import type { EntityComparison } from '../../src/model/report.js';
import { type ActionCatalogue, loadCatalogue, servicesIn } from '../../src/policy/catalogue.js';
import { type Account, found, snapshotOf, statement, inline } from './account.js';
import { account } from './base.js';
import { CASES, type Case } from './cases.js';

const LIST = parseEquivalencyList('{"accountname": ["dev", "qa"]}', 'equivalency_list.json');
const SCOPE = { users: true, groups: true };

let catalogue: ActionCatalogue;
beforeAll(async () => {
  catalogue = await loadCatalogue(servicesIn([snapshotOf(account('dev'))]));
});

/** The whole way from two accounts to what is told about them. */
function compare(one: Account, two: Account): Comparison {
  const snapshots = [snapshotOf(one), snapshotOf(two)] as const;
  const { sides } = replacementsFor(
    LIST,
    snapshots.map((snapshot) => snapshot.account),
  );
  const [side1, side2] = snapshots.map((snapshot, index) => normaliseSnapshot(snapshot, sides[index]!));
  rejectCollisions(side1!, 'one', SCOPE);
  rejectCollisions(side2!, 'two', SCOPE);
  return compareSnapshots(side1!, side2!, catalogue, SCOPE);
}

function entities({ roles, policies, users, groups }: Comparison): EntityComparison[] {
  return [...roles, ...policies, ...(users ?? []), ...(groups ?? [])];
}

/** Both directions: what is drift from here is drift from there. */
function outcomes({ change }: Case): Comparison[] {
  const changed = account('qa');
  change(changed);
  return [compare(account('dev'), changed), compare(changed, account('dev'))];
}

function isSeen({ entity }: Case, comparison: Comparison): boolean {
  const one = entities(comparison).find(({ name }) => name === entity);
  if (comparison.outcome !== 'drift' || !one) return false;
  return (
    one.status === 'only-in-1' ||
    one.status === 'only-in-2' ||
    (one.status === 'drifted' && one.findings.length > 0)
  );
}

const drifts = CASES.filter(({ expected }) => expected === 'drift');
const none = CASES.filter(({ expected }) => expected === 'none');
const unreadable = CASES.filter(({ expected }) => expected === 'incomplete');

describe('the gauntlet', () => {
  it.each(drifts.map((one) => [one.name, one] as const))('drift is seen: %s', (_, one) => {
    for (const comparison of outcomes(one)) {
      expect(comparison.outcome).toBe('drift');
      expect(isSeen(one, comparison)).toBe(true);
    }
  });

  it.each(none.map((one) => [one.name, one] as const))('no false alarm: %s', (_, one) => {
    for (const comparison of outcomes(one)) {
      expect(entities(comparison).flatMap(({ findings }) => findings)).toEqual([]);
      expect(comparison.outcome).toBe('in-sync');
    }
  });

  it.each(unreadable.map((one) => [one.name, one] as const))('nothing is concluded from %s', (_, one) => {
    for (const comparison of outcomes(one)) {
      expect(comparison.outcome).toBe('incomplete');
      expect(
        found(
          entities(comparison).find(({ name }) => name === one.entity),
          one.name,
        ).status,
      ).toBe('unreadable');
    }
  });

  it("sees today's full list for a wildcard as narrower, with the pattern as the row that is gone", () => {
    const changed = account('qa');
    const names = catalogue.expand('s3', 'Get*').map((name) => `s3:${name}`);
    expect(names.length).toBeGreaterThan(50);
    statement(inline(changed, 'app1')).Action = [...names, 's3:ListBucket'];
    const comparison = compare(account('dev'), changed);
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

  it('in all', () => {
    const seen = drifts.filter((one) => outcomes(one).every((comparison) => isSeen(one, comparison)));
    const alarms = none.filter((one) => outcomes(one).some(({ outcome }) => outcome !== 'in-sync'));
    console.log(
      `gauntlet: ${seen.length} of ${drifts.length} drifts seen, ${alarms.length} of ${none.length} false alarms`,
    );
    expect(seen).toHaveLength(drifts.length);
    expect(alarms).toEqual([]);
  });
});
