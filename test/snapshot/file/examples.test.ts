import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../../../src/model/snapshot.js';
import { snapshotToJson } from '../../../src/snapshot/snapshot-json.js';
import { takeFile } from './export-draft.js';

const DEV = '123456789012';
const QA = '987654321098';

/** Without what two accounts can't share: when things were made, and their unique ids. */
async function comparable(file: string): Promise<string> {
  const { snapshot } = await takeFile(`examples/${file}`);
  const plain = <T extends object>(list: readonly T[]): T[] =>
    list.map((one) => ({ ...one, id: '', createDate: null }));
  const cut: Snapshot = {
    ...snapshot,
    roles: plain(snapshot.roles),
    managedPolicies: plain(snapshot.managedPolicies),
    users: plain(snapshot.users),
    groups: plain(snapshot.groups),
  };
  return snapshotToJson(cut);
}

describe('the examples', () => {
  it.each([
    ['dev.json', DEV],
    ['qa.json', QA],
    ['qa-drifted.json', QA],
  ])('%s is whole', async (file, id) => {
    const { snapshot } = await takeFile(`examples/${file}`);
    expect(snapshot.account).toEqual({ id, partition: 'aws' });
    expect(snapshot.coverage.gaps).toEqual([]);
    expect(snapshot.roles).toHaveLength(5);
    expect(snapshot.users).toHaveLength(1);
    expect(snapshot.groups).toHaveLength(1);
    expect(snapshotToJson(snapshot)).not.toContain('"unreadable"');
  });

  it('dev and qa are the same but for the names of the accounts', async () => {
    const dev = (await comparable('dev.json'))
      .replaceAll(DEV, QA)
      .replace(/(?<=app1[-_/])dev|(?<=":")dev(?=")/g, 'qa');
    expect(dev).toBe(await comparable('qa.json'));
  });

  it('qa-drifted has one action more', () => {
    const lines = (file: string): string[] =>
      readFileSync(`examples/${file}`, 'utf8')
        .split('\n')
        .map((line) => line.replace(/,$/, ''));
    const before = lines('qa.json');
    const added = [...lines('qa-drifted.json')];
    for (const line of before) added.splice(added.indexOf(line), 1);
    expect(added.map((line) => line.trim())).toEqual(['"s3:PutObject"']);
  });
});
