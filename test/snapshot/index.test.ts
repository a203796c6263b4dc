import { copyFileSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listProfiles, takeSnapshot } from '../../src/snapshot/index.js';

const EXPORT = join(process.cwd(), 'examples/dev.json');
const home = process.cwd();
const folder = mkdtempSync(join(tmpdir(), 'iamdrift-sources-'));

// A port where nobody listens: whoever takes the source for a profile fails without leaving the machine.
const PROFILE = 'aws_access_key_id = AKIA\naws_secret_access_key = x\nendpoint_url = http://127.0.0.1:9\n';
const env = {
  HOME: folder,
  AWS_CONFIG_FILE: join(folder, 'config'),
  AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
  AWS_MAX_ATTEMPTS: '1',
};

const take = (source: string) => takeSnapshot({ source, env, now: () => new Date(0) });

describe('takeSnapshot', () => {
  beforeAll(() => {
    writeFileSync(env.AWS_CONFIG_FILE, `[profile plain]\n${PROFILE}[profile team/admin]\n${PROFILE}`);
    writeFileSync(env.AWS_SHARED_CREDENTIALS_FILE, '');
    for (const name of ['plain', 'alone', 'account.json']) copyFileSync(EXPORT, join(folder, name));
    process.chdir(folder);
  });
  afterAll(() => process.chdir(home));

  it.each(['./plain', 'account.json', 'alone', EXPORT])('takes %s for a file', async (source) => {
    expect((await take(source)).info).toMatchObject({ source, kind: 'export' });
  });

  it.each(['plain', 'team/admin'])('takes %s for a profile', async (source) => {
    await expect(take(source)).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringContaining(`profile ${source}`) as string,
    });
  });

  it('says which file is missing', async () => {
    await expect(take('no/such.json')).rejects.toMatchObject({
      name: 'UserError',
      message: 'no/such.json: there is no such file',
    });
  });

  it('says that a profile is unknown', async () => {
    await expect(take('plian')).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringContaining('profile plian') as string,
    });
  });

  it('lists profiles', async () => {
    expect((await listProfiles(env)).map(({ name }) => name)).toEqual(['plain', 'team/admin']);
  });
});
