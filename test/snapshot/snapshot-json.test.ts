import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRecord } from '../../src/model/json.js';
import { compareText } from '../../src/model/text.js';
import { parseSnapshot } from '../../src/snapshot/parse-snapshot.js';
import { snapshotJsonChunks, snapshotToJson } from '../../src/snapshot/snapshot-json.js';
import { sortedSnapshot } from '../../src/snapshot/snapshot-order.js';
import { snapshotOf as gauntletSnapshot } from '../gauntlet/account.js';
import { account as gauntletAccount } from '../gauntlet/base.js';
import { anySnapshot } from './arbitrary-snapshot.js';

const RUNS = { numRuns: 200 };

const schema = JSON.parse(readFileSync('schema/snapshot.schema.json', 'utf8')) as object;
const validate = new Ajv2020({ allErrors: true }).compile(schema);

describe('snapshotToJson', () => {
  it('is read back to the same snapshot, but for the calls', () => {
    fc.assert(
      fc.property(anySnapshot, (snapshot) => {
        const back = parseSnapshot(JSON.parse(snapshotToJson(snapshot)), 'x.json');
        const expected = sortedSnapshot(snapshot);
        expect(back).toStrictEqual({ ...expected, coverage: { ...expected.coverage, calls: [] } });
      }),
      RUNS,
    );
  });

  it('gives the same bytes when what was read back is written again', () => {
    fc.assert(
      fc.property(anySnapshot, (snapshot) => {
        const text = snapshotToJson(snapshot);
        expect(snapshotToJson(parseSnapshot(JSON.parse(text), 'x.json'))).toBe(text);
      }),
      RUNS,
    );
  });

  it('gives the same bytes whatever the order of the input', () => {
    fc.assert(
      fc.property(anySnapshot, fc.infiniteStream(fc.nat()), (snapshot, dice) => {
        expect(snapshotToJson(shuffled(snapshot, dice))).toBe(snapshotToJson(snapshot));
      }),
      RUNS,
    );
  });

  it('comes in pieces of some entities each, which are the same text together', () => {
    const dev = gauntletSnapshot(gauntletAccount('dev'));
    const [role] = dev.roles;
    const roles = Array.from({ length: 250 }, (_, number) => ({ ...role!, name: `role-${1000 + number}` }));
    const snapshot = { ...dev, roles };
    const chunks = [...snapshotJsonChunks(snapshot)];
    const rolesIn = (chunk: string): number => chunk.split('"trustPolicy":').length - 1;
    expect(chunks.map(rolesIn).filter((count) => count > 0)).toEqual([100, 100, 50]);
    expect(chunks.join('')).toBe(snapshotToJson(snapshot));
    const back = parseSnapshot(JSON.parse(chunks.join('')), 'x.json');
    expect(back.roles).toStrictEqual(sortedSnapshot(snapshot).roles);
  });

  it('fits its JSON Schema', () => {
    fc.assert(
      fc.property(anySnapshot, (snapshot) => {
        validate(JSON.parse(snapshotToJson(snapshot)));
        expect(validate.errors).toBeNull();
      }),
      RUNS,
    );
  });

  it('has its keys by code point at every level, and ends in one newline', () => {
    fc.assert(
      fc.property(anySnapshot, (snapshot) => {
        const text = snapshotToJson(snapshot);
        expectSortedKeys(JSON.parse(text));
        expect(text).toMatch(/^\{"iamdrift":"snapshot","schemaVersion":1,"snapshot":\{\n[^]*\}\}\n$/);
        expect(text).not.toContain('\r');
      }),
      RUNS,
    );
  });

  it('changes nothing in what it is given', () => {
    fc.assert(
      fc.property(anySnapshot, (snapshot) => {
        const before = structuredClone(snapshot);
        snapshotToJson(snapshot);
        expect(snapshot).toEqual(before);
      }),
      { numRuns: 50 },
    );
  });

  it('does not depend on how many calls it took', () => {
    const [snapshot] = fc.sample(anySnapshot, { numRuns: 1, seed: 1 });
    const other = {
      ...snapshot!,
      coverage: { ...snapshot!.coverage, calls: [{ api: 'iam:ListRoles', count: 7 }] },
    };
    expect(snapshotToJson(other)).toBe(snapshotToJson(snapshot!));
  });
});

/** The same with every list and every field in another order. Canonical documents have an order of their own. */
function shuffled<T>(value: T, dice: Iterator<number>): T {
  if (Array.isArray(value)) {
    const items: unknown[] = value.map((item: unknown) => shuffled(item, dice));
    return shuffle(items, dice) as T;
  }
  if (!isRecord(value) || value.kind === 'policy') return value;
  const fields = Object.entries(value).map(([key, field]) => [key, shuffled(field, dice)] as const);
  return Object.fromEntries(shuffle(fields, dice)) as T;
}

function shuffle<T>(items: readonly T[], dice: Iterator<number>): T[] {
  const keyed = items.map((item) => ({ item, key: dice.next().value as number }));
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
}

function expectSortedKeys(value: unknown): void {
  if (Array.isArray(value)) value.forEach(expectSortedKeys);
  if (!isRecord(value)) return;
  // Keys that are integers come first in any object of this language, so that they can't be looked at.
  const keys = Object.keys(value).filter((key) => !/^\d+$/.test(key));
  expect(keys).toEqual([...keys].sort(compareText));
  Object.values(value).forEach(expectSortedKeys);
}
