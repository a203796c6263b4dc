import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parseSnapshot } from '../../src/snapshot/parse-snapshot.js';

const validate = new Ajv2020().compile(
  JSON.parse(readFileSync('schema/snapshot.schema.json', 'utf8')) as object,
);

function role(name: string): Record<string, unknown> {
  return {
    name,
    path: '/',
    arn: `arn:aws:iam::123456789012:role/${name}`,
    id: 'AROA1',
    createDate: '2026-01-01T00:00:00Z',
    trustPolicy: { Statement: [], Version: '2012-10-17' },
    inlinePolicies: [{ name: 'p', document: { unreadable: { raw: '{', reason: 'not JSON' } } }],
    attachedPolicies: [],
    permissionsBoundary: null,
    tags: [],
    instanceProfiles: [],
  };
}

interface Draft {
  iamdrift: unknown;
  schemaVersion: unknown;
  snapshot: Record<string, unknown> & { roles: Record<string, unknown>[] };
}

function draft(): Draft {
  return {
    iamdrift: 'snapshot',
    schemaVersion: 1,
    snapshot: {
      account: { id: '123456789012', partition: 'aws' },
      roles: [role('a'), role('b')],
      managedPolicies: [],
      users: [],
      groups: [],
      coverage: { gaps: [], notRecorded: [] },
    },
  };
}

const BROKEN: readonly [note: string, change: (file: Draft) => unknown, message: string][] = [
  [
    'a path that is null',
    ({ snapshot }) => (snapshot.roles[1]!.path = null),
    'snapshot.roles[1].path: expected a string, found null',
  ],
  [
    'no trust policy',
    ({ snapshot }) => delete snapshot.roles[0]!.trustPolicy,
    'snapshot.roles[0].trustPolicy: expected an object',
  ],
  [
    'a trust policy as text',
    ({ snapshot }) => (snapshot.roles[0]!.trustPolicy = '{}'),
    'snapshot.roles[0].trustPolicy: expected an object',
  ],
  [
    'no roles',
    ({ snapshot }) => Reflect.deleteProperty(snapshot, 'roles'),
    'snapshot.roles: expected a list, found nothing',
  ],
  [
    'a misspelt field',
    ({ snapshot }) => (snapshot.roles[0]!.descripton = 'x'),
    'snapshot.roles[0]: unknown field "descripton"',
  ],
  [
    'a short account id',
    ({ snapshot }) => (snapshot.account = { id: '1', partition: 'aws' }),
    'snapshot.account.id: expected twelve digits',
  ],
  [
    'half an unreadable document',
    ({ snapshot }) => (snapshot.roles[0]!.trustPolicy = { unreadable: { raw: '' } }),
    'snapshot.roles[0].trustPolicy.unreadable: expected {"raw": …, "reason": …} and no more',
  ],
  [
    'a fraction of a second',
    ({ snapshot }) => (snapshot.roles[0]!.maxSessionDuration = 1.5),
    'snapshot.roles[0].maxSessionDuration: expected a whole number, found 1.5',
  ],
  ['another kind of file', (file) => (file.iamdrift = 'report'), 'iamdrift: expected "snapshot"'],
  ['an older form', (file) => (file.schemaVersion = 0), 'schemaVersion: expected 1'],
  [
    'a newer form',
    (file) => (file.schemaVersion = 2),
    'a snapshot in form 2, and this iamdrift reads form 1',
  ],
];

function userError(message: string): Error {
  return expect.objectContaining({ name: 'UserError', message }) as Error;
}

describe('parseSnapshot', () => {
  it('reads a file, and so does its JSON Schema', () => {
    const snapshot = parseSnapshot(draft(), 'dev.json');
    expect(snapshot.roles.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(snapshot.roles[0]?.inlinePolicies[0]?.document).toEqual({
      kind: 'unreadable',
      raw: '{',
      reason: 'not JSON',
    });
    expect(validate(draft())).toBe(true);
  });

  it.each(BROKEN)('refuses %s, and so does its JSON Schema', (_note, change, message) => {
    const file = draft();
    change(file);
    expect(() => parseSnapshot(file, 'dev.json')).toThrow(userError(`dev.json: ${message}`));
    expect(validate(file)).toBe(false);
  });

  it('says how to mend a newer form', () => {
    const file = { ...draft(), schemaVersion: 2 };
    expect(() => parseSnapshot(file, 'dev.json')).toThrow(
      expect.objectContaining({ mend: expect.stringContaining('update iamdrift') as string }) as Error,
    );
  });

  it('refuses two roles of one name', () => {
    const file = draft();
    file.snapshot.roles.push(role('a'));
    expect(() => parseSnapshot(file, 'dev.json')).toThrow(userError('dev.json: two roles are named "a"'));
  });

  it('keeps a document that the parser does not know as unreadable', () => {
    const file = draft();
    file.snapshot.roles[0]!.trustPolicy = { Statement: [], Version: '2099-01-01' };
    expect(parseSnapshot(file, 'dev.json').roles[0]?.trustPolicy).toMatchObject({ kind: 'unreadable' });
  });

  it('puts sets that were edited by hand into order', () => {
    const file = draft();
    file.snapshot.roles.reverse();
    expect(parseSnapshot(file, 'dev.json').roles.map(({ name }) => name)).toEqual(['a', 'b']);
  });
});
