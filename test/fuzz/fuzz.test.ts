import { writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseEquivalencyList } from '../../src/equivalency/list/index.js';
import { compareAccessWithCatalogue } from '../../src/policy/access/index.js';
import { parsePolicy } from '../../src/policy/parse.js';
import { snapshotToJson } from '../../src/snapshot/snapshot-json.js';
import { parseWaivers } from '../../src/waivers/parse.js';
import { fileWith, takeFile } from '../snapshot/file/export-draft.js';
import { budget, TIMEOUT } from './budget.js';
import { drift, DRIFTS, estate, noise, QUIET } from './estates.js';
import { changed, changes, hostileDocument, hostileJson, hostileText, ownFields } from './hostile.js';
import { playDiff, withstands } from './play.js';

describe('two accounts that are alike', () => {
  it.each(Object.keys(DRIFTS))('and quiet, but for %s, drift', async (drifted) => {
    const { exitCode } = await playDiff(
      JSON.stringify(estate(QUIET)),
      JSON.stringify(estate(QUIET, drifted)),
    );
    expect(exitCode).not.toBe(0);
  });

  it(
    'are never found to drift, whatever stands in both',
    async () => {
      await fc.assert(
        fc.asyncProperty(noise, async (both) => {
          const text = JSON.stringify(estate(both));
          const { exitCode, said } = await playDiff(text, text);
          expect([0, 1, 3], said).toContain(exitCode);
        }),
        budget(40),
      );
    },
    TIMEOUT,
  );

  it(
    'are never found in sync where one drifts, whatever stands in both',
    async () => {
      await fc.assert(
        fc.asyncProperty(noise, drift, fc.boolean(), async (both, drifted, turned) => {
          const texts = [JSON.stringify(estate(both)), JSON.stringify(estate(both, drifted))] as const;
          const { exitCode } = await playDiff(texts[turned ? 1 : 0], texts[turned ? 0 : 1]);
          expect(exitCode).not.toBe(0);
        }),
        budget(60),
      );
    },
    TIMEOUT,
  );

  it(
    'are never found in sync where one drifts, whatever is broken in both',
    async () => {
      await fc.assert(
        fc.asyncProperty(noise, drift, changes, async (both, drifted, list) => {
          // The changes stay away from the victim: they meet all else.
          const broken = (account: ReturnType<typeof estate>): string => {
            const { RoleDetailList: roles, ...rest } = account as { RoleDetailList: unknown[] };
            const other = changed({ ...rest, RoleDetailList: roles.slice(0, -1) }, list) as Record<
              string,
              unknown
            >;
            if (!Array.isArray(other.RoleDetailList)) return JSON.stringify(other);
            return JSON.stringify({
              ...other,
              RoleDetailList: [...(other.RoleDetailList as unknown[]), roles.at(-1)],
            });
          };
          const [one, two] = [broken(estate(both)), broken(estate(both, drifted))];
          const { exitCode } = await playDiff(one, two);
          // Where the list of roles itself is gone, nothing may be concluded either: that is a gap.
          expect(exitCode).not.toBe(0);
        }),
        budget(40),
      );
    },
    TIMEOUT,
  );
});

describe('a file', () => {
  it(
    'that is an export with anything changed is compared, or refused in one line',
    async () => {
      await fc.assert(
        fc.asyncProperty(noise, changes, changes, async (both, first, second) => {
          const texts = [first, second].map((list) => JSON.stringify(changed(estate(both), list))) as [
            string,
            string,
          ];
          await playDiff(...texts);
        }),
        budget(40),
      );
    },
    TIMEOUT,
  );

  it(
    'that is a snapshot with anything changed is refused in one line, or reads back as it was written',
    async () => {
      const { snapshot } = await takeFile(fileWith(JSON.stringify(estate(QUIET))));
      const file = fileWith('');
      const sound = JSON.parse(snapshotToJson(snapshot)) as unknown;
      await fc.assert(
        fc.asyncProperty(changes, async (list) => {
          const text = JSON.stringify(changed(sound, list));
          writeFileSync(file, text);
          const taken = await withstands(text.length, () => takeFile(file, '123456789012'));
          if (taken instanceof Error) return;
          const written = snapshotToJson(taken.snapshot);
          writeFileSync(file, written);
          const again = await takeFile(file);
          expect(snapshotToJson(again.snapshot)).toBe(written);
        }),
        budget(80),
      );
    },
    TIMEOUT,
  );

  it(
    'of any bytes is refused in one line',
    async () => {
      const file = fileWith('');
      const text = JSON.stringify(estate(QUIET), null, 1);
      await fc.assert(
        fc.asyncProperty(
          fc.nat(text.length - 2),
          fc.oneof(
            fc.uint8Array({ maxLength: 8 }),
            hostileText.map((one) => Buffer.from(one)),
          ),
          async (cut, bytes) => {
            const broken = Buffer.concat([Buffer.from(text.slice(0, cut)), bytes]);
            writeFileSync(file, broken);
            const taken = await withstands(broken.length, () => takeFile(file));
            expect(taken).toBeInstanceOf(Error);
          },
        ),
        budget(100),
      );
    },
    TIMEOUT,
  );
});

describe('a policy', () => {
  it(
    'of any kind is read or unreadable, and is equivalent to itself',
    async () => {
      await fc.assert(
        fc.asyncProperty(hostileDocument, hostileDocument, async (one, two) => {
          const size = JSON.stringify([one, two]).length;
          await withstands(size, async () => {
            const [before, after] = [one, two].map((value) => parsePolicy(value, { partition: 'aws' }));
            if (before?.kind !== 'policy' || after?.kind !== 'policy') return;
            const of = (a: typeof before, b: typeof before) =>
              compareAccessWithCatalogue({
                type: 'identity',
                before: { policies: [a] },
                after: { policies: [b] },
              });
            expect(['equivalent', 'unknown']).toContain((await of(before, before)).verdict);
            await of(before, after);
          });
        }),
        budget(60),
      );
    },
    TIMEOUT,
  );
});

describe('a waivers file', () => {
  const field = fc.constantFrom(
    'reason',
    'owner',
    'expires',
    'tags',
    'roles',
    'policies',
    'types',
    'verdict',
    'fingerprint',
  );
  const waiver = fc
    .array(fc.tuple(fc.oneof(field, hostileText), hostileJson), { maxLength: 6 })
    .map(ownFields);

  it(
    'of any kind is read, or refused in one line',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(waiver, { maxLength: 3 }),
          hostileText,
          fc.boolean(),
          async (waivers, junk, isJunk) => {
            const text = isJunk
              ? `waivers:\n- reason: ${junk}\n  ${junk}: &a [*a]\n`
              : JSON.stringify({ waivers });
            await withstands(text.length, () => parseWaivers(text, 'waivers.yaml'));
          },
        ),
        budget(150),
      );
    },
    TIMEOUT,
  );

  it('that names one thing over and over is read in time: aliases', async () => {
    const levels = Array.from({ length: 12 }, (_, level) => {
      const inner = level === 0 ? '"x"' : `*l${level - 1}`;
      return `l${level}: &l${level} [${Array.from({ length: 10 }, () => inner).join(', ')}]`;
    });
    const text = `waivers:\n- reason: a\n  ${levels.join('\n  ')}\n`;
    expect(await withstands(text.length, () => parseWaivers(text, 'waivers.yaml'))).toBeInstanceOf(Error);
  });
});

describe('an equivalency list', () => {
  const entry = fc.oneof(
    fc.array(hostileText, { maxLength: 4 }),
    fc
      .array(
        fc.tuple(
          fc.constantFrom('values', 'match', 'ignoreCase', 'in', 'accounts', 'why'),
          fc.oneof(
            hostileJson,
            fc.array(hostileText, { maxLength: 3 }),
            fc.constantFrom('anywhere', 'whole', 'prefix', 'suffix', 'regex', 'pattern', true),
          ),
        ),
        { maxLength: 5 },
      )
      .map(ownFields),
    hostileJson,
  );

  it(
    'of any kind is applied, or refused in one line',
    async () => {
      const [one, two] = [JSON.stringify(estate(QUIET)), JSON.stringify(estate(QUIET))];
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(hostileText, entry), { maxLength: 4 }).map(ownFields),
          async (value) => {
            const text = JSON.stringify(value);
            const read = await withstands(text.length, () => parseEquivalencyList(text, 'list.json'));
            const { exitCode } = await playDiff(one, two, text);
            // What is made equal in two equal accounts is equal.
            expect(read instanceof Error ? [1] : [0, 1]).toContain(exitCode);
          },
        ),
        budget(60),
      );
    },
    TIMEOUT,
  );
});
