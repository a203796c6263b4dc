import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normaliseSides, type NormaliseOptions } from '../../src/equivalency/index.js';
import type { NormalisedSnapshot } from '../../src/model/normalised.js';
import type { ParsedDocument } from '../../src/model/policy.js';
import type { Role, Snapshot } from '../../src/model/snapshot.js';
import { compareText } from '../../src/model/text.js';
import { expandItem, itemsOf } from '../../src/policy/items.js';
import { ITEM_HEADER, itemCells } from '../../src/report/csv/item-cells.js';
import { countItems } from '../../src/report/index.js';
import { DocumentRows } from '../../src/report/tuples/document-rows.js';
import { rowCounts } from '../../src/report/tuples/row-counts.js';
import { tuplesCsv } from '../../src/report/tuples/tuples-csv.js';
import { account } from './support/arbitraries.js';
import { CATALOGUE, compare } from './support/compare.js';
import { allow, policy, snapshotOf, trust } from './support/snapshots.js';

const IGNORE_PARTITION: NormaliseOptions = {
  automatic: { off: new Set(), ignorePartition: true },
  onCollision: 'error',
};

/** The rows, made one by one as the definition says. */
function naiveRows(snapshot: Snapshot): string[][] {
  const rows = new Map<string, string[]>();
  for (const role of snapshot.roles) {
    for (const { name, type, document } of policiesOf(role, snapshot)) {
      const start = [role.name, role.path, name, type];
      const cells =
        document?.kind === 'policy'
          ? itemsOf(document)
              .flatMap((item) => expandItem(item, CATALOGUE))
              .map(itemCells)
          : [['Unreadable', '', '', '', '', '', '', '', '', '']];
      for (const row of cells) rows.set(JSON.stringify([...start, ...row]), [...start, ...row]);
    }
  }
  return [...rows.values()].sort((a, b) =>
    a.reduce((order, cell, i) => order || compareText(cell, b[i]!), 0),
  );
}

function policiesOf(
  role: Role,
  snapshot: Snapshot,
): { name: string; type: string; document: ParsedDocument | undefined }[] {
  const managed = (arn: string): ParsedDocument | undefined =>
    snapshot.managedPolicies.find((one) => one.arn === arn)?.document;
  const boundary = role.permissionsBoundary;
  return [
    { name: 'trust', type: 'trust', document: role.trustPolicy },
    ...role.inlinePolicies.map((one) => ({ ...one, type: 'inline' })),
    ...role.attachedPolicies.map(({ name, arn }) => ({ name, type: 'managed', document: managed(arn) })),
    ...(boundary === null
      ? []
      : [{ name: boundary.split('/').at(-1)!, type: 'boundary', document: managed(boundary) }]),
  ];
}

function readRows(snapshot: Snapshot): string[][] {
  const rows = parse([...tuplesCsv(snapshot, CATALOGUE)].join(''));
  expect(rows.shift()).toEqual([...ITEM_HEADER]);
  return rows;
}

/** As a spreadsheet is kept from taking it for a formula. */
function neutralised(rows: readonly string[][]): string[][] {
  return rows.map((row) => row.map((cell) => cell.replace(/(^|[;\t\r\n])(?=[=+@-])/g, "$1'")));
}

describe('the file of all items', () => {
  it('has every row once, in order, and as many as are counted', async () => {
    await fc.assert(
      fc.asyncProperty(account('123456789012'), async (source) => {
        const snapshot = snapshotOf(source);
        const rows = naiveRows(snapshot);
        expect(readRows(snapshot)).toEqual(neutralised(rows));
        const { report } = await compare(snapshot, snapshotOf({ id: '987654321098' }));
        expect(report.sides[0].items.harvested).toBe(rows.length);
      }),
      { numRuns: 80 },
    );
  });

  it('counts after substitution what stays distinct', async () => {
    await fc.assert(
      fc.asyncProperty(account('123456789012'), async (source) => {
        const other = snapshotOf({ id: '987654321098' });
        const { report, sides } = await compare(snapshotOf(source), other, {
          equivalencies: { env: ['dev', 'qa'] },
        });
        const normalised: Snapshot = {
          ...sides[0].raw,
          roles: sides[0].roles.map(({ value }) => value),
          managedPolicies: sides[0].managedPolicies.map(({ value }) => value),
        };
        expect(report.sides[0].items.sanitised).toBe(naiveRows(normalised).length);
      }),
      { numRuns: 80 },
    );
  });

  it('counts on both sides as on each alone, and takes counts that are known', async () => {
    const pair = fc.tuple(account('123456789012'), account('987654321098'));
    await fc.assert(
      fc.asyncProperty(pair, async ([source1, source2]) => {
        const [one, two] = [snapshotOf(source1), snapshotOf(source2)];
        const { report, sides } = await compare(one, two, { equivalencies: { env: ['dev', 'qa'] } });
        const rows = [naiveRows(one).length, naiveRows(two).length];
        expect(report.sides.map(({ items }) => items.harvested)).toEqual(rows);
        const documents = two.roles.flatMap(({ trustPolicy, inlinePolicies }) => [
          trustPolicy,
          ...inlinePolicies.map(({ document }) => document),
        ]);
        const counts = rowCounts(documents, CATALOGUE);
        const known = new Map(documents.map((document, at) => [document, counts[at]!]));
        expect(countItems(sides, CATALOGUE, known)).toEqual(report.sides.map(({ items }) => items));
      }),
      { numRuns: 60 },
    );
  });

  it('counts what is in the account where two principals become one', () => {
    const services = trust({ Service: ['ec2.amazonaws.com', 'ec2.amazonaws.com.cn'] });
    const compared = (['aws', 'aws-cn'] as const).map((partition, at) => {
      const snapshot = snapshotOf({ id: `12345678901${at}`, roles: { a: { trust: services } } });
      return { tag: partition, snapshot: { ...snapshot, account: { ...snapshot.account, partition } } };
    });
    const { sides } = normaliseSides(compared, [], { users: false, groups: false }, IGNORE_PARTITION);
    const [side1, side2] = sides as [NormalisedSnapshot, NormalisedSnapshot];
    const [{ harvested }] = countItems([side1, side2], CATALOGUE);
    expect(side1.roles[0]!.value.trustPolicy).not.toEqual(side1.raw.roles[0]!.trustPolicy);
    expect(harvested).toBe(readRows(side1.raw).length);
  });

  it('merges managed policies of two owners that share a name', () => {
    const snapshot = snapshotOf({
      id: '123456789012',
      roles: { a: { attached: ['twin', 'aws:twin'] } },
      policies: { twin: allow(['s3:GetObject', 's3:PutObject'], '*'), 'aws:twin': allow('s3:Get*', '*') },
    });
    const actions = readRows(snapshot)
      .filter((row) => row[2] === 'twin')
      .map((row) => row[6]);
    expect(actions).toEqual(['GetBucketPolicy', 'GetObject', 'GetObjectAcl', 'PutObject']);
  });

  it('says of a document that it could not be read', () => {
    const snapshot = snapshotOf({
      id: '123456789012',
      roles: { a: { inline: { bad: 'no' }, attached: ['unread', 'lost'] } },
      policies: { unread: null },
    });
    const rows = readRows(snapshot).map((row) => row.slice(2, 7).join('|'));
    expect(rows).toEqual([
      'bad|inline|Unreadable||',
      'lost|managed|Unreadable||',
      'trust|trust|Allow|sts|AssumeRole',
      'unread|managed|Unreadable||',
    ]);
  });

  it('comes in pieces, and again', () => {
    const resources = Array.from({ length: 300 }, (_, n) => `arn:aws:s3:::bucket-${n}/${'x'.repeat(50)}`);
    const roles = Object.fromEntries(
      Array.from({ length: 10 }, (_, n) => [`r${n}`, { inline: { p: allow(['s3:*'], resources) } }]),
    );
    const content = tuplesCsv(snapshotOf({ id: '123456789012', roles }), CATALOGUE);
    const pieces = [...content];
    expect(pieces.length).toBeGreaterThan(20);
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(150_000);
    expect([...content].join('')).toBe(pieces.join(''));
    expect(parse(pieces.join(''))).toHaveLength(1 + 10 * (1 + 300 * 6));
  });

  it('forgets managed documents when they are many, and stays right', () => {
    const names = Array.from({ length: 40 }, (_, n) => `m${n}`);
    const resources = Array.from({ length: 1500 }, (_, n) => `arn:aws:s3:::b${n}`);
    const snapshot = snapshotOf({
      id: '123456789012',
      roles: { a: { attached: names }, b: { attached: names } },
      policies: Object.fromEntries(
        names.map((name) => [
          name,
          allow(
            's3:Get*',
            resources.map((one) => one + name),
          ),
        ]),
      ),
    });
    let rows = 0;
    for (const piece of tuplesCsv(snapshot, CATALOGUE)) rows += piece.split('\r\n').length - 1;
    expect(rows).toBe(1 + 2 * (1 + 40 * 1500 * 3));
  });

  it('does not take a list without actions for one of all but some', () => {
    const rows = new DocumentRows(CATALOGUE);
    const statement = {
      effect: 'Allow',
      resource: { negated: false, patterns: ['x'] },
      principal: null,
      conditions: [],
    } as const;
    const document = (negated: boolean, patterns: readonly string[]): ParsedDocument => ({
      kind: 'policy',
      version: '2012-10-17',
      statements: [{ ...statement, action: { negated, patterns } }],
    });
    expect(rows.csv([document(false, [])])).toEqual([]);
    expect(rows.count([document(false, [])])).toBe(0);
    expect(rows.csv([document(true, ['s3:Get*'])])).toEqual(['Allow,,,x,,,,"[""s3:Get*""]",,\r\n']);
    expect(rows.csv([document(false, [''])])).toEqual(['Allow,,,x,,,,,,\r\n']);
  });

  it('keeps statements apart that differ in what is negated', () => {
    const statement = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'x' };
    const snapshot = snapshotOf({
      id: '123456789012',
      roles: {
        a: {
          inline: {
            p: policy(
              statement,
              { ...statement, Effect: 'Deny' },
              { Effect: 'Allow', NotAction: 's3:GetObject', Resource: 'x' },
              { Effect: 'Allow', Action: 's3:GetObject', NotResource: 'x' },
            ),
          },
        },
      },
    });
    expect(
      readRows(snapshot)
        .filter((row) => row[3] === 'inline')
        .map((row) => row.slice(4)),
    ).toEqual([
      ['Allow', '', '', 'x', '', '', '', '["s3:GetObject"]', '', ''],
      ['Allow', 's3', 'GetObject', '', '', '', '', '', '["x"]', ''],
      ['Allow', 's3', 'GetObject', 'x', '', '', '', '', '', ''],
      ['Deny', 's3', 'GetObject', 'x', '', '', '', '', '', ''],
    ]);
  });
});
