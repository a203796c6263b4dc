import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../../src/model/snapshot.js';
import type { TakenSnapshot } from '../../src/snapshot/snapshotter.js';
import { packSnapshot, unpackSnapshot } from '../../src/workflow/packed-snapshot.js';
import { account as gauntletAccount } from '../gauntlet/base.js';
import { snapshotOf as gauntletSnapshot } from '../gauntlet/account.js';
import { account } from '../report/support/arbitraries.js';
import { snapshotOf } from '../report/support/snapshots.js';

function taken(snapshot: Snapshot): TakenSnapshot {
  const info = { source: 'dev.json', kind: 'export', callerArn: null, capturedAt: null } as const;
  return { info, snapshot, warnings: ['a “warning”'] };
}

describe('a packed snapshot', () => {
  it('is unpacked as it was, with every field in its order', () => {
    fc.assert(
      fc.property(account('123456789012'), (source) => {
        const one = taken(snapshotOf(source));
        const unpacked = unpackSnapshot(packSnapshot(one).json).taken;
        expect(unpacked).toEqual(one);
        expect(JSON.stringify(unpacked)).toBe(JSON.stringify(one));
      }),
    );
  });

  it('takes users, groups, and documents that can not be read', () => {
    const one = taken(gauntletSnapshot(gauntletAccount('dev')));
    const unreadable = { kind: 'unreadable', raw: '\ud800{', reason: 'no JSON' } as const;
    const [first, ...rest] = one.snapshot.roles;
    const odd = taken({ ...one.snapshot, roles: [{ ...first!, trustPolicy: unreadable }, ...rest] });
    expect(odd.snapshot.users.length).toBeGreaterThan(0);
    expect(odd.snapshot.groups.length).toBeGreaterThan(0);
    expect(unpackSnapshot(packSnapshot(odd).json).taken).toEqual(odd);
  });

  it('has once what is one object, and tells which document is which', () => {
    const one = taken(gauntletSnapshot(gauntletAccount('dev')));
    const [first] = one.snapshot.roles;
    const twins = taken({ ...one.snapshot, roles: [first!, { ...first!, name: 'twin' }] });
    const { json, documents } = packSnapshot(twins);
    const unpacked = unpackSnapshot(json);
    expect(unpacked.documents).toEqual(documents);
    const [a, b] = unpacked.taken.snapshot.roles;
    expect(b!.trustPolicy).toBe(a!.trustPolicy);
    expect(b!.attachedPolicies[0]).toBe(a!.attachedPolicies[0]);
    expect(unpacked.documents).toContain(a!.trustPolicy);
    expect(new Set(documents).size).toBe(documents.length);
  });
});
