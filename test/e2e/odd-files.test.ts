import { closeSync, ftruncateSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EXAMPLES, makeSandbox, type Sandbox } from '../support/run-cli.js';

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = makeSandbox();
});
afterEach(() => sandbox.remove());

const DEV = path.join(EXAMPLES, 'dev.json');
const QA = path.join(EXAMPLES, 'qa.json');
const put = (name: string, content: string | Uint8Array): void =>
  writeFileSync(path.join(sandbox.cwd, name), content);

/** A policy on a bucket whose name is not UTF-8, but for one byte the same. */
const latin = (byte: number): Buffer =>
  Buffer.concat([
    Buffer.from(
      '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:Get*","Resource":"arn:aws:s3:::',
    ),
    Buffer.from([byte]),
    Buffer.from('"}}'),
  ]);

async function refuses(args: readonly string[], message: RegExp): Promise<void> {
  const before = readdirSync(sandbox.cwd);
  const { code, stdout, stderr } = await sandbox.run(args);
  expect(stderr).toMatch(message);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(readdirSync(sandbox.cwd)).toEqual(before);
}

describe('bytes that are not UTF-8', () => {
  it('are refused in policies: two that differ would look alike', async () => {
    put('a.json', latin(0xe9));
    put('b.json', latin(0xe8));
    await refuses(['policy', 'compare', 'a.json', 'b.json'], /[ab]\.json: not UTF-8 text/);
    await refuses(['policy', 'evaluate', 'a.json', '--action', 's3:GetObject'], /a\.json: not UTF-8 text/);
  });

  it('are refused in an equivalency list', async () => {
    put('equivalency_list.json', Buffer.from('{"name": ["caf\xe9", "caf\xe8"]}', 'latin1'));
    await refuses(['diff', DEV, 'dev', QA, 'qa'], /equivalency_list\.json: not UTF-8 text/);
  });
});

it.each(['utf8', 'utf16le'] as const)(
  'reads what Windows writes: %s with a byte order mark',
  async (encoding) => {
    put('equivalency_list.json', Buffer.from('\ufeff{"accountname": ["dev", "qa"]}', encoding));
    expect((await sandbox.run(['diff', DEV, 'dev', QA, 'qa'])).code).toBe(0);
    put('p.json', Buffer.from('\ufeff{"Version":"2012-10-17","Statement":[]}', encoding));
    expect((await sandbox.run(['policy', 'compare', 'p.json', 'p.json'])).stdout).toBe('equivalent\n');
  },
);

describe('a field that is there twice', () => {
  it('is refused in an export: the first list of roles would be lost', async () => {
    const text = readFileSync(DEV, 'utf8').trimEnd().replace(/\}$/, ', "RoleDetailList": []}');
    put('twice.json', text);
    await refuses(
      ['diff', DEV, 'a', 'twice.json', 'b'],
      /twice\.json:\d+:\d+: the field "RoleDetailList" is there twice/,
    );
  });

  it('is refused in a policy', async () => {
    put(
      'p.json',
      '{"Version":"2012-10-17","Statement":{"Effect":"Deny","Effect":"Allow","Action":"*","Resource":"*"}}',
    );
    await refuses(['policy', 'compare', 'p.json', 'p.json'], /"Effect" is there twice in one object/);
  });

  it('makes a document of an account unreadable: nothing is concluded', async () => {
    const value = JSON.parse(readFileSync(DEV, 'utf8')) as { RoleDetailList: Record<string, unknown>[] };
    value.RoleDetailList[0]!.AssumeRolePolicyDocument =
      '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Effect":"Allow","Action":"sts:AssumeRole","Principal":"*"}]}';
    put('one.json', JSON.stringify(value));
    expect((await sandbox.run(['diff', 'one.json', 'a', 'one.json', 'b'])).code).toBe(3);
  });
});

describe('a file that is too large', () => {
  it.each([
    [600e6, /more than can be read/],
    [5e9, /more than can be read/],
  ])('of %d bytes is refused in one line', async (size, message) => {
    const file = openSync(path.join(sandbox.cwd, 'large.json'), 'w');
    ftruncateSync(file, size);
    closeSync(file);
    await refuses(['harvest', 'large.json', 'a'], message);
    await refuses(['diff', DEV, 'dev', 'large.json', 'b'], message);
  });

  it('is measured by the memory that Node has, and the way out is told', async () => {
    const file = openSync(path.join(sandbox.cwd, 'large.json'), 'w');
    ftruncateSync(file, 20e6);
    closeSync(file);
    const { code, stderr } = await sandbox.run(['harvest', 'large.json', 'a'], {
      env: { NODE_OPTIONS: '--max-old-space-size=256' },
    });
    expect(stderr).toMatch(/large\.json: 20 MB are more .*NODE_OPTIONS=--max-old-space-size=1851$/m);
    expect(code).toBe(1);
  });
});
