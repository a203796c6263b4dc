import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/model/errors.js';
import { snapshotOfFiles } from '../../../src/snapshot/baseline/read-files.js';
import { filesOfSnapshot } from '../../../src/snapshot/baseline/write-files.js';
import { sortedSnapshot } from '../../../src/snapshot/snapshot-order.js';
import { anySnapshot } from '../arbitrary-snapshot.js';

const WHERE = 'baselines/accounts/prod at 3f2a1b4c5d6e';

const ACCOUNT = JSON.stringify({
  iamdrift: 'baseline',
  schemaVersion: 1,
  account: { id: '123456789012', partition: 'aws' },
  coverage: { gaps: [], notRecorded: [] },
});

function refusal(files: Readonly<Record<string, string>>): string {
  try {
    snapshotOfFiles(new Map(Object.entries(files)), WHERE);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  throw new Error('expected a refusal');
}

describe('the files of a baseline', () => {
  it('are read back to the same snapshot, but for the calls', () => {
    fc.assert(
      fc.property(anySnapshot, (snapshot) => {
        const expected = sortedSnapshot(snapshot);
        expect(snapshotOfFiles(filesOfSnapshot(snapshot), WHERE)).toStrictEqual({
          ...expected,
          coverage: { ...expected.coverage, calls: [] },
        });
      }),
      { numRuns: 200 },
    );
  });

  it('have the same bytes when what was read back is written again', () => {
    fc.assert(
      fc.property(anySnapshot, (snapshot) => {
        const files = filesOfSnapshot(snapshot);
        expect(filesOfSnapshot(snapshotOfFiles(files, WHERE))).toStrictEqual(files);
      }),
      { numRuns: 200 },
    );
  });

  it('refuse what is missing, broken, newer or twice, and say which file it is', () => {
    expect(refusal({})).toBe(`${WHERE}: there is no account.json`);
    expect(refusal({ 'account.json': '{' })).toContain(`${WHERE}: account.json: not JSON`);
    expect(refusal({ 'account.json': '{"account":{},"account":{}}' })).toContain(
      `${WHERE}: account.json: the field "account" is there twice in one object`,
    );
    expect(refusal({ 'account.json': ACCOUNT.replace(':1,', ':2,') })).toContain('a baseline in form 2');
    expect(refusal({ 'account.json': ACCOUNT, 'roles/app.json': '{"name":1}' })).toBe(
      `${WHERE}: roles/app.json: name: expected a string, found 1`,
    );
    const group = JSON.stringify({
      arn: 'arn:aws:iam::123456789012:group/g',
      attachedPolicies: [],
      createDate: null,
      id: 'AGPA',
      inlinePolicies: [],
      name: 'g',
      path: '/',
    });
    expect(refusal({ 'account.json': ACCOUNT, 'groups/a.json': group, 'groups/b.json': group })).toContain(
      'two groups are named "g"',
    );
  });

  it('pass over files that are none of theirs', () => {
    const files = new Map([
      ['account.json', ACCOUNT],
      ['README.md', 'notes'],
      ['__proto__/x.json', '{}'],
      ['roles/notes.txt', 'notes'],
    ]);
    expect(snapshotOfFiles(files, WHERE).roles).toEqual([]);
  });
});
