import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { snapshotToJson } from '../../src/snapshot/snapshot-json.js';
import { accountOf, DEV_ID, QA_ID, read, type SmallRole } from '../equivalency/suggest/accounts.js';
import { makeSandbox } from '../support/run-cli.js';

/** Two names of one account that the list makes the same, by the built command. */
const sandbox = makeSandbox();
afterAll(() => sandbox.remove());

const role = (name: string, bucket = 'logs'): SmallRole => ({ name, grants: [read(`${bucket}/*`)] });

function write(dev: readonly SmallRole[], qa: readonly SmallRole[]): void {
  const file = (name: string): string => path.join(sandbox.cwd, name);
  writeFileSync(file('dev.json'), snapshotToJson(accountOf(DEV_ID, dev)));
  writeFileSync(file('qa.json'), snapshotToJson(accountOf(QA_ID, qa)));
  writeFileSync(file('equivalency_list.json'), '{"env": ["dev", "qa"]}');
}

const run = (...more: string[]) =>
  sandbox.run(['diff', 'dev.json', 'dev', 'qa.json', 'qa', '--no-git', '--json', ...more]);

async function keepRaw(): Promise<{ code: number; roles: string[] }> {
  const { code, stdout } = await run('--on-collision', 'keep-raw');
  const { roles } = JSON.parse(stdout) as { roles: { name: string; status: string }[] };
  return { code, roles: roles.map(({ name, status }) => `${name}: ${status}`) };
}

it('is an error that names both, the entry and the mend; no report is written', async () => {
  write([role('app-dev'), role('app-qa')], [role('app-dev'), role('app-qa')]);
  const { code, stdout, stderr } = await run();
  expect(code).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toContain('dev: the roles "app-dev" and "app-qa" both become "app-<env>"');
  expect(stderr).toContain('entry "env"');
  expect(stderr).toContain('--on-collision keep-raw');
});

it('keep-raw compares those by their raw names, and all others by the list', async () => {
  const shared = [role('app-dev'), role('app-qa', 'other')];
  write([...shared, role('job-dev')], [...shared, role('job-qa')]);
  expect(await keepRaw()).toEqual({ code: 0, roles: ['app-dev: same', 'app-qa: same', 'job-<env>: same'] });
});

it('keep-raw still sees what differs in such a role', async () => {
  write([role('app-dev'), role('app-qa')], [role('app-dev'), role('app-qa', 'secrets')]);
  expect(await keepRaw()).toEqual({ code: 2, roles: ['app-dev: same', 'app-qa: drifted'] });
});

it('keep-raw still sees that two such roles swapped what they may do', async () => {
  write([role('app-dev', 'a'), role('app-qa', 'b')], [role('app-dev', 'b'), role('app-qa', 'a')]);
  expect(await keepRaw()).toEqual({ code: 2, roles: ['app-dev: drifted', 'app-qa: drifted'] });
});

it('keep-raw still sees that one of them is missing', async () => {
  write([role('app-dev'), role('app-qa')], [role('app-qa')]);
  expect(await keepRaw()).toEqual({ code: 2, roles: ['app-dev: only-in-1', 'app-qa: same'] });
});
