import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseSnapshot } from '../../../src/snapshot/parse-snapshot.js';
import { snapshotToJson } from '../../../src/snapshot/snapshot-json.js';
import { takeFile } from './export-draft.js';

const FOLDER = '../shared/data/exports';
const files = existsSync(FOLDER) ? readdirSync(FOLDER).filter((name) => name.endsWith('.json')) : [];

describe.skipIf(files.length === 0)('exports that others wrote', () => {
  it.each(files.filter((name) => name !== 'aws-cli-example.json'))(
    '%s loads and comes back',
    async (name) => {
      const { info, snapshot } = await takeFile(`${FOLDER}/${name}`);
      expect(info.kind).toBe('export');
      expect(snapshot.account.id).toMatch(/^\d{12}$/);
      expect(snapshot.roles.length + snapshot.users.length).toBeGreaterThan(0);
      const text = snapshotToJson(snapshot);
      expect(parseSnapshot(JSON.parse(text), name)).toStrictEqual(snapshot);
    },
  );

  it('the page of the AWS CLI documentation is refused as a page', async () => {
    await expect(takeFile(`${FOLDER}/aws-cli-example.json`)).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringContaining('one page of several (IsTruncated)') as string,
    });
  });
});
