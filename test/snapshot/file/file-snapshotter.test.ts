import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { snapshotToJson } from '../../../src/snapshot/snapshot-json.js';
import { ACCOUNT, fileWith, takeFile } from './export-draft.js';

const DEV = readFileSync('examples/dev.json', 'utf8');

const refused = (message: string) => ({
  name: 'UserError',
  message: expect.stringContaining(message) as string,
});

describe('the file snapshotter', () => {
  it('reads its own snapshot back', async () => {
    const { snapshot } = await takeFile('examples/dev.json');
    const text = snapshotToJson(snapshot);
    const again = await takeFile(fileWith(text));
    expect(again.info).toMatchObject({ kind: 'snapshot', callerArn: null, capturedAt: null });
    expect(again.snapshot).toStrictEqual(snapshot);
    expect(snapshotToJson(again.snapshot)).toBe(text);
    await expect(takeFile(fileWith(text), '000000000000')).rejects.toMatchObject(
      refused(`is of account ${ACCOUNT}, not of 000000000000`),
    );
  });

  it('keeps gaps and fields that were not recorded', async () => {
    const partial = JSON.parse(DEV) as Record<string, unknown>;
    delete partial.UserDetailList;
    const { snapshot } = await takeFile(fileWith(JSON.stringify(partial)));
    const again = await takeFile(fileWith(snapshotToJson(snapshot)));
    expect(again.snapshot.coverage).toEqual(snapshot.coverage);
    expect(again.snapshot.coverage.gaps).toHaveLength(1);
  });

  it.each([
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${DEV}`, 'utf8')],
    ['UTF-16, little end first', Buffer.from(`\ufeff${DEV}`, 'utf16le')],
    ['UTF-16, big end first', Buffer.from(`\ufeff${DEV}`, 'utf16le').swap16()],
    ['CR and LF', Buffer.from(DEV.replaceAll('\n', '\r\n'))],
  ])('reads %s', async (_name, bytes) => {
    const plain = await takeFile('examples/dev.json');
    expect((await takeFile(fileWith(bytes))).snapshot).toStrictEqual(plain.snapshot);
  });

  it('refuses what is no text', async () => {
    await expect(takeFile(fileWith(Buffer.from([0x7b, 0xc3, 0x28, 0x7d])))).rejects.toMatchObject(
      refused('not UTF-8 text'),
    );
    await expect(takeFile(fileWith(Buffer.from([0xff, 0xfe, 0x00, 0xd8])))).rejects.toMatchObject(
      refused('broken UTF-16 text'),
    );
  });

  it('refuses what is no file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'iamdrift-folder-'));
    await expect(takeFile(folder)).rejects.toMatchObject(refused('it is a folder, not a file'));
    await expect(takeFile(join(folder, 'no.json'))).rejects.toMatchObject(refused('there is no such file'));
    await expect(takeFile(fileWith(''))).rejects.toMatchObject(refused('the file is empty'));
    await expect(takeFile(fileWith('\ufeff \n'))).rejects.toMatchObject(refused('the file is empty'));
  });

  it.each([
    ['{\n  "RoleDetailList": [],\n}', '.json:3:1: not JSON: expected a field name in double quotes'],
    [DEV.slice(0, 2000), 'the JSON ends early: is the file cut off?'],
    [`${DEV}\n${DEV}`, '.json:397:1: a second JSON value begins here'],
    ['{"Role": 1}\n{"Role": 2}\n', '.json:2:1: a second JSON value begins here'],
  ])('says where the JSON is wrong', async (text, message) => {
    await expect(takeFile(fileWith(text))).rejects.toMatchObject(refused(message));
  });

  it.each([
    ['[{"RoleDetailList": []}]', 'a JSON list'],
    ['"text"', 'a JSON value that is no object'],
    ['{}', 'an empty JSON object'],
    ['{"Roles": [], "a": 1, "b": 2, "c": 3}', 'JSON with "Roles", "a", "b", …'],
  ])('says what it wants instead of %s', async (text, noun) => {
    await expect(takeFile(fileWith(text))).rejects.toMatchObject(
      refused(
        `${noun}, and neither an account export (RoleDetailList, Policies, …) nor a snapshot of iamdrift`,
      ),
    );
  });
});
