import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { snapshotToJson } from '../../src/snapshot/snapshot-json.js';
import { accountOf, DEV_ID, PROD_ID, QA_ID, read, type SmallRole } from '../equivalency/suggest/accounts.js';
import { type CliResult, makeSandbox } from '../support/run-cli.js';

/** `equivalency check` by the built command; everything that it prints is in golden/. */
const sandbox = makeSandbox();
afterAll(() => sandbox.remove());

function write(file: string, text: string): void {
  writeFileSync(path.join(sandbox.cwd, file), text);
}

const account = (id: string, ...roles: SmallRole[]): string => snapshotToJson(accountOf(id, roles));

write(
  'dev.json',
  account(
    DEV_ID,
    { name: 'app-dev', grants: [read('app-dev/*', `logs-${DEV_ID}/*`)], tags: { environment: 'dev' } },
    { name: 'devices-dev' },
  ),
);
write(
  'qa.json',
  account(
    QA_ID,
    { name: 'app-qa', grants: [read('app-qa/*', `logs-${QA_ID}/*`)], tags: { environment: 'qa' } },
    { name: 'devices-qa' },
  ),
);
write('prod.json', account(PROD_ID, { name: 'app-prod' }));
write('colliding.json', account(QA_ID, { name: 'app-qa' }, { name: 'app-dev' }));

write(
  'equivalency_list.json',
  `// what differs on purpose
{
  "env": { "values": ["dev", "qa", "prod"], "why": "one account per environment" },
  "zone": ["z-one", "z-two"]
}
`,
);

const check = (...args: string[]): Promise<CliResult> => sandbox.run(['equivalency', 'check', ...args]);
const whole = ({ code, stdout, stderr }: CliResult): string =>
  `stdout:\n${stdout}\nstderr:\n${stderr}\nexit code ${code}\n`;

it.each<[name: string, code: number, args: string[]]>([
  ['valid', 0, []],
  ['valid-json', 0, ['--json']],
  ['sources', 0, ['dev.json', 'qa.json']],
  ['sources-json', 0, ['dev.json', 'qa.json', '--json']],
  ['three-sources', 0, ['dev.json', 'qa.json', 'prod.json', '--no-auto', 'all']],
  ['collisions', 2, ['dev.json', 'colliding.json']],
  ['collisions-json', 2, ['dev.json', 'colliding.json', '--json']],
])('%s', async (name, code, args) => {
  const result = await check(...args);
  await expect(whole(result)).toMatchFileSnapshot(`golden/equivalency-check/${name}.txt`);
  expect(result.code).toBe(code);
  if (args.includes('--json')) expect(JSON.parse(result.stdout)).toMatchObject({ valid: true });
});

it.each([
  ['no JSON', '{ "env": ["dev", }', 'not JSON'],
  ['an empty value', '{ "env": ["dev", ""] }', 'env'],
  ['a value of two entries', '{ "env": ["dev"], "stage": ["dev"] }', 'stage'],
])('a list with %s is an error: one line, exit code 1, nothing on stdout', async (_, text, told) => {
  write('bad.json', text);
  for (const json of [[], ['--json']]) {
    const { code, stdout, stderr } = await check('dev.json', 'qa.json', '-e', 'bad.json', ...json);
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain('bad.json');
    expect(stderr).toContain(told);
  }
});
