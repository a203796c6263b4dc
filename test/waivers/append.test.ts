import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/model/errors.js';
import { appendEntries, type NewEntry } from '../../src/waivers/append.js';
import { parseWaivers } from '../../src/waivers/parse.js';

const ENTRY: NewEntry = {
  tags: ['dev', 'on'],
  kind: 'role',
  name: 'app1_<accountname>',
  findings: [
    { fingerprint: 'a'.repeat(20), text: 'on can also s3:PutObject: # "quoted"' },
    { fingerprint: '12345678901234567890', text: 'second' },
  ],
  reason: 'CHG-1: load tests # not a comment',
  owner: 'Ann <ann@example.invalid>',
  expires: '2026-12-31',
};
const OLD = 'fingerprint: bbbbbbbbbbbbbbbbbbbb\n    reason: r # why\n    owner: o\n    expires: 2026-12-31';

describe('appendEntries', () => {
  it.each([
    ['no file', ''],
    ['comments alone', '# ours\n\n# keep\n'],
    ['an empty list', '# ours\nwaivers: [] # none\n'],
    ['an empty value', 'waivers:\n'],
    ['entries', `# ours\nwaivers:\n  # one\n  - ${OLD}\n  # the end\n`],
    ['entries without indentation', `waivers:\n- ${OLD.replaceAll('\n    ', '\n  ')}\n`],
    ['no final line end', `waivers:\n  - ${OLD}`],
  ])('adds to %s, and keeps what is there', (_, text) => {
    const before = parseWaivers(text, 'w');
    const added = appendEntries(text, [ENTRY, { ...ENTRY, kind: 'managed-policy' }], 'w');
    const after = parseWaivers(added, 'w');
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after.slice(before.length)).toMatchObject([
      {
        tags: ENTRY.tags,
        names: { kind: 'role', globs: [ENTRY.name] },
        fingerprints: ENTRY.findings.map(({ fingerprint }) => fingerprint),
        reason: ENTRY.reason,
        owner: ENTRY.owner,
        expires: ENTRY.expires,
      },
      { names: { kind: 'managed-policy', globs: [ENTRY.name] } },
    ]);
    for (const comment of text.match(/#.*/g) ?? []) expect(added).toContain(comment);
    expect(added).toContain('# on can also s3:PutObject: # "quoted"\n');
    if (before.length > 0) expect(added.startsWith(text)).toBe(true);
  });

  it('refuses entries in brackets', () => {
    const text = 'waivers: [{ roles: a, reason: r, owner: o, expires: 2026-12-31 }]\n';
    expect(() => appendEntries(text, [ENTRY], 'w')).toThrow(UserError);
  });
});
