import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  commitMessage,
  harvestCommitMessage,
  styleOf,
  summaryTable,
  terminalReport,
  verdictLine,
  visible,
} from '../../src/report/index.js';
import { compare, type Compared } from './support/compare.js';
import { everything, walkthrough } from './support/scenarios.js';
import { allow, EC2_TRUST, policy, snapshotOf, trust } from './support/snapshots.js';

const PLAIN = { color: false, full: false, width: 100 };
const DEV = '123456789012';
const QA = '987654321098';

/** Everything but line feeds that a terminal acts upon, or that hides or turns text. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

function lineWith(text: string, part: string): string | undefined {
  return text.split('\n').find((line) => line.includes(part));
}

describe('visible', () => {
  it('writes out what can’t be seen, and leaves the rest', () => {
    expect(visible('a\u001b[31mé 名\n\u202e\u200b\u009b\ud800')).toBe(
      'a\\u{1b}[31mé 名\\u{a}\\u{202e}\\u{200b}\\u{9b}\\u{d800}',
    );
  });

  it('leaves nothing hidden in any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(visible(text)).not.toMatch(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u);
      }),
    );
  });
});

describe('the terminal', () => {
  /** Text of an account that tries to take the terminal over, in every place that a name or value can stand. */
  const hostile = async (evil: string): Promise<Compared> => {
    const role = (more: string): Parameters<typeof snapshotOf>[0]['roles'] => ({
      [`role${evil}`]: {
        path: `/${evil}${more}/`,
        description: evil + more,
        tags: { [evil]: more },
        instanceProfiles: [evil + more],
        trust: trust({ [`AWS${evil}`]: evil + more }),
        inline: {
          [`p${evil}`]: policy({
            Effect: 'Allow',
            Action: `s3:${evil}${more}`,
            Resource: evil,
            Condition: {
              [`StringEquals${evil}`]: { [`${evil}__deleted`]: evil + more, ['__proto__']: more },
            },
          }),
        },
        attached: [`m${evil}`],
        boundary: `b${evil}${more}`,
      },
      [`bad${evil}`]: { inline: { bad: { Version: evil, Statement: [] } } },
      [`only${evil}${more}`]: {},
    });
    const gaps = [{ subject: `role:${evil}`, api: evil, reason: evil }];
    const policies = { [`m${evil}`]: allow('s3:GetObject', evil) };
    return compare(
      snapshotOf({ id: DEV, roles: role('1') ?? {}, policies, users: [`u${evil}`], gaps }),
      snapshotOf({ id: QA, roles: role('2') ?? {}, policies: { [`m${evil}`]: allow('s3:PutObject', evil) } }),
      {
        tags: [`d${evil}`, `q${evil}`],
        equivalencies: { [`e${evil}`]: ['dev', evil] },
        scope: { users: true, groups: true },
        info: { source: evil },
      },
    );
  };

  const EVILS = [
    '\u001b[2J',
    '\r',
    '\n',
    '\u0007',
    '\u009b1m',
    '\u202e',
    '\u200d',
    '\u2028',
    '\u{e0001}',
    '\u007f',
  ];

  it.each(EVILS)('never gets %j raw', async (evil) => {
    const { report, captures } = await hostile(evil);
    const lines = [
      ...terminalReport(report, { ...PLAIN, full: true }).split('\n'),
      ...terminalReport(report, PLAIN).split('\n'),
      ...summaryTable(report, styleOf(PLAIN)).split('\n'),
      ...commitMessage(report, 'diff dev qa').split('\n'),
      ...harvestCommitMessage(captures[0]).split('\n'),
    ];
    for (const line of lines) expect(line).not.toMatch(HIDDEN);
    const escaped = visible(evil);
    expect(terminalReport(report, PLAIN)).toContain(`role${escaped}`);
  });

  it('gets a forged line as a part of its own line', async () => {
    const { report } = await hostile('\nNo drift: 5 roles compared');
    for (const line of terminalReport(report, { ...PLAIN, full: true }).split('\n')) {
      expect(line).not.toMatch(/^No drift/);
    }
  });

  it('gets colours only when asked', async () => {
    const { report } = await everything();
    expect(terminalReport(report, { ...PLAIN, color: true })).toContain('\u001b[');
    expect(terminalReport(report, PLAIN)).not.toContain('\u001b');
  });

  it('gets the same text with and without colours', async () => {
    const { report } = await everything();
    const coloured = terminalReport(report, { ...PLAIN, color: true });
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(terminalReport(report, PLAIN)); // eslint-disable-line no-control-regex
  });

  it('says what changed in one sentence', async () => {
    const text = terminalReport((await walkthrough(['s3:PutObject'])).report, { ...PLAIN, width: 200 });
    expect(text).toMatch(
      /\+ qa can also s3:PutObject on arn:aws:s3:::app1-<accountname>\/shared\/\*\n {4}~ what it may do: broader {2}[0-9a-f]{20}\n/,
    );
    expect(text).not.toContain('qa has s3:PutObject');
    expect(text.trimEnd().split('\n').at(-1)).toBe('Drift: 1 of 2 common roles differs (1 broader)');
  });

  it('keeps to the width where words allow it', async () => {
    for (const width of [40, 60, 100]) {
      const lines = terminalReport((await everything()).report, { ...PLAIN, width }).split('\n');
      const long = lines.filter((line) => line.length > width && /^ {2,4}[-+~?] \S/.test(line));
      // A line that is too long is one word behind its mark.
      for (const line of long) expect(line.trim().split(' ').length).toBeLessThanOrEqual(2);
    }
  });

  it('shortens lists and says where the rest is; not with full', async () => {
    const names = Array.from({ length: 234 }, (_, n) => [`role${String(n).padStart(3, '0')}`, {}] as const);
    const { report } = await compare(
      snapshotOf({ id: DEV, roles: Object.fromEntries(names) }),
      snapshotOf({ id: QA }),
    );
    const text = terminalReport(report, PLAIN);
    expect(lineWith(text, 'more')).toBe('  … and 214 more: see roles_in_dev_but_not_in_qa.csv');
    expect(text).not.toContain('role020');
    expect(terminalReport(report, { ...PLAIN, full: true })).toContain('role233');
  });

  const manyResources = (id: string, action: string, more: object): ReturnType<typeof snapshotOf> => {
    const resources = Array.from({ length: 40 }, (_, n) => `arn:aws:s3:::b${n}`);
    return snapshotOf({ id, roles: { a: { inline: { p: allow(action, resources), ...more } } } });
  };

  it('shortens many resources of one change, and its structural difference', async () => {
    const { report } = await compare(
      manyResources(DEV, 's3:ListBucket', {}),
      manyResources(QA, 's3:PutBucketPolicy', {}),
    );
    const text = terminalReport(report, { ...PLAIN, width: 300 });
    expect(text).toContain('qa can also s3:PutBucketPolicy on arn:aws:s3:::b0, arn:aws:s3:::b1, ');
    expect(text).toContain('and 36 more resources\n');
    const full = terminalReport(report, { ...PLAIN, full: true });
    expect(full).toContain("arn:aws:s3:::b9; qa can't");
    expect(full).toContain('dev has s3:ListBucket on arn:aws:s3:::b39 (inline policy p)');
    expect(full).toContain('+        "s3:PutBucketPolicy"');
  });

  it('shortens many rows of one policy where access could not be judged', async () => {
    const bad = { bad: 'no' };
    const { report } = await compare(
      manyResources(DEV, 's3:GetObject', bad),
      manyResources(QA, 's3:PutObject', bad),
    );
    expect(terminalReport(report, PLAIN)).toContain('… and 34 more like these in dev');
    expect(terminalReport(report, { ...PLAIN, full: true })).toContain(
      'dev has s3:GetObject on arn:aws:s3:::b39 (inline policy p)',
    );
  });

  it('counts the actions that a sentence leaves out', async () => {
    const actions = Array.from({ length: 12 }, (_, n) => `made:Up${n}`);
    const one = snapshotOf({ id: DEV, roles: { a: {} } });
    const two = snapshotOf({ id: QA, roles: { a: { inline: { p: allow(actions, '*') } } } });
    expect(terminalReport((await compare(one, two)).report, { ...PLAIN, width: 300 })).toMatch(
      /made:Up\d+ and 4 more actions on \*/,
    );
  });

  const manyStatements = (id: string, resource: (n: number) => string): ReturnType<typeof snapshotOf> => {
    const statements = Array.from({ length: 400 }, (_, n) => ({
      Effect: 'Allow',
      Action: `made:Up${n}`,
      Resource: resource(n),
    }));
    return snapshotOf({ id, roles: { a: { inline: { p: policy(...statements) } } } });
  };

  it('shows rows alone for documents that differ in too much to be paired statement by statement', async () => {
    const one = manyStatements(DEV, (n) => `arn:aws:s3:::a${n}`);
    const two = manyStatements(QA, (n) => `arn:aws:s3:::b${n}`);
    const text = terminalReport((await compare(one, two)).report, { ...PLAIN, full: true });
    expect(text).toContain('qa has made:Up399 on arn:aws:s3:::b399');
    expect(text).not.toContain('Statement: [');
  });

  it('shows of large documents the statements that differ', async () => {
    const one = manyStatements(DEV, (n) => `arn:aws:s3:::a${n}`);
    const two = manyStatements(QA, (n) => `arn:aws:s3:::${n === 7 ? 'b' : 'a'}${n}`);
    const text = terminalReport((await compare(one, two)).report, PLAIN);
    expect(text).toContain('-        "arn:aws:s3:::a7"');
    expect(text).toContain('… beside 399 equal statements');
  });

  it('says what a gap is and what to do about it', async () => {
    const gaps = [
      { subject: 'role.description', api: 'iam:ListRoles', reason: 'denied: no' },
      { subject: 'policy-document:x', api: 'dev.json', reason: 'not in the export' },
    ];
    const { report } = await compare(snapshotOf({ id: DEV, gaps }), snapshotOf({ id: QA }));
    const text = terminalReport(report, { ...PLAIN, width: 200 });
    expect(text).toContain(
      'dev: role.description (iam:ListRoles: denied: no); allow iam:ListRoles to the caller and run again',
    );
    expect(text).toContain('dev: policy-document:x (dev.json: not in the export); take the export again');
    expect(text.trimEnd().split('\n').at(-1)).toBe(
      'Incomplete: no drift in what could be read, but 2 gaps in what was read',
    );
  });
});

describe('the verdict', () => {
  it('never says no drift where something could not be compared', async () => {
    const one = snapshotOf({ id: DEV, roles: { a: { inline: { p: 'no' } } } });
    const two = snapshotOf({ id: QA, roles: { a: { inline: { p: 'no' } } } });
    expect(verdictLine((await compare(one, two)).report)).toBe(
      'Incomplete: no drift in what could be read, but 2 documents could not be compared',
    );
  });

  it('tells of roles that are written differently', async () => {
    const one = snapshotOf({ id: DEV, roles: { a: { inline: { p: allow('s3:getobject', '*') } } } });
    const two = snapshotOf({ id: QA, roles: { a: { inline: { p: allow('s3:GetObject', '*') } } } });
    expect(verdictLine((await compare(one, two)).report)).toBe(
      'No drift: 1 role compared, 1 of them written differently with the same access',
    );
  });

  it('names drift and what may be missing', async () => {
    const one = snapshotOf({ id: DEV, roles: { a: {} } });
    const two = snapshotOf({
      id: QA,
      roles: { b: { trust: EC2_TRUST } },
      gaps: [{ subject: 'x', api: 'y', reason: 'z' }],
    });
    const { report } = await compare(one, two);
    expect(verdictLine(report)).toBe(
      'Drift: 1 role only in dev, 1 role only in qa; this may not be all: 1 gap in what was read',
    );
    expect(commitMessage(report, 'diff dev qa').split('\n')[0]).toBe(
      'diff dev qa: 1 role only in dev, 1 role only in qa',
    );
  });
});
