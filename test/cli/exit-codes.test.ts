import { describe, expect, it } from 'vitest';
import { exitCodeOf, type Gate } from '../../src/cli/exit-codes.js';
import type { AccessComparison, Verdict } from '../../src/model/access.js';
import type { EntityComparison, EntityStatus, Report } from '../../src/model/report.js';

function verdict(word: Verdict, today: Verdict = word): AccessComparison {
  return { verdict: word, today, gained: [], lost: [], witnesses: [], reasons: [] };
}

interface Told {
  readonly status: EntityStatus;
  readonly identity?: AccessComparison;
  readonly trust?: AccessComparison;
  readonly attributesDiffer?: boolean;
  readonly kind?: EntityComparison['kind'];
}

function exitCode(told: Told, gate: Gate, options: { today?: boolean; complete?: boolean } = {}): number {
  const entity: EntityComparison = {
    kind: told.kind ?? 'role',
    name: 'app',
    side1: null,
    side2: null,
    status: told.status,
    findings: [],
    access:
      told.identity || told.trust ? { identity: told.identity ?? null, trust: told.trust ?? null } : null,
    attributesDiffer: told.attributesDiffer ?? false,
    differences: [],
  };
  const report = {
    roles: [entity],
    policies: [],
    users: null,
    groups: null,
    complete: options.complete ?? true,
  };
  return exitCodeOf(report as unknown as Report, { gate, today: options.today ?? false });
}

describe('exitCodeOf', () => {
  it.each<[Told, number, number, number]>([
    [{ status: 'same' }, 0, 0, 0],
    [{ status: 'reorganised' }, 2, 0, 0],
    [{ status: 'only-in-1' }, 2, 2, 0],
    [{ status: 'only-in-2' }, 2, 2, 2],
    [{ status: 'only-in-2', kind: 'managed-policy' }, 2, 2, 0],
    [{ status: 'drifted', identity: verdict('broader') }, 2, 2, 2],
    [{ status: 'drifted', identity: verdict('narrower') }, 2, 2, 0],
    [{ status: 'drifted', identity: verdict('narrower'), trust: verdict('broader') }, 2, 2, 2],
    [{ status: 'drifted', identity: verdict('incomparable') }, 2, 2, 2],
    [{ status: 'drifted', identity: verdict('unknown') }, 2, 2, 2],
    [{ status: 'drifted' }, 2, 2, 2],
    [{ status: 'drifted', identity: verdict('equivalent'), attributesDiffer: true }, 2, 2, 0],
  ])('%j: any %i, drift %i, broader %i', (told, any, drift, broader) => {
    expect([exitCode(told, 'any'), exitCode(told, 'drift'), exitCode(told, 'broader')]).toEqual([
      any,
      drift,
      broader,
    ]);
  });

  it('follows the access of today where asked', () => {
    const told: Told = { status: 'drifted', identity: verdict('narrower', 'equivalent') };
    expect(exitCode(told, 'drift')).toBe(2);
    expect(exitCode(told, 'drift', { today: true })).toBe(0);
    expect(exitCode({ ...told, attributesDiffer: true }, 'drift', { today: true })).toBe(2);
    expect(
      exitCode({ status: 'drifted', identity: verdict('broader', 'equivalent') }, 'broader', { today: true }),
    ).toBe(0);
  });

  it('is 3 where something could not be read and the gate is not tripped', () => {
    expect(exitCode({ status: 'unreadable' }, 'drift', { complete: false })).toBe(3);
    expect(
      exitCode({ status: 'drifted', identity: verdict('narrower') }, 'broader', { complete: false }),
    ).toBe(3);
    expect(exitCode({ status: 'drifted', identity: verdict('narrower') }, 'drift', { complete: false })).toBe(
      2,
    );
  });
});
