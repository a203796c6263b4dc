import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { snapshotOfFiles } from '../../src/snapshot/baseline/read-files.js';
import { filesOfSnapshot } from '../../src/snapshot/baseline/write-files.js';
import { fileWith, takeFile } from '../snapshot/file/export-draft.js';
import { budget, TIMEOUT } from './budget.js';
import { drift, DRIFTS, estate, noise, type Noise, QUIET } from './estates.js';
import { type Change, changed, changes, hostileText } from './hostile.js';
import { playDrift, withstands } from './play.js';

type Files = Readonly<Record<string, string>>;

async function baselineOf(account: ReturnType<typeof estate>): Promise<Files> {
  const { snapshot } = await takeFile(fileWith(JSON.stringify(account)));
  return Object.fromEntries(filesOfSnapshot(snapshot));
}

/** What is done to one file of a baseline, by somebody who may commit; `at` picks it. */
type Tampering = { readonly at: number } & (
  | { readonly kind: 'change'; readonly list: readonly Change[] }
  | { readonly kind: 'cut' | 'remove' | 'twin' }
  | { readonly kind: 'move' | 'add'; readonly name: string }
);

const ACCOUNT_FOLDERS = ['', 'roles/', 'policies/', 'policies/aws/', 'users/', 'groups/', 'odd/'];

/** A file name that a file system takes. */
const fileName = fc
  .tuple(fc.constantFrom(...ACCOUNT_FOLDERS), hostileText, fc.constantFrom('.json', ''))
  .map(([folder, name, end]) => {
    const plain = name
      .replaceAll(/[/\0]/g, '_')
      .slice(0, 40)
      .replaceAll(/\p{Cs}/gu, '_');
    return `${folder}${/^\.*$/.test(plain) || plain === '.git' ? 'x' : plain}${end}`;
  });

const tampering: fc.Arbitrary<Tampering> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ at: fc.nat(), kind: fc.constant('change' as const), list: changes }) },
  fc.record({ at: fc.nat(), kind: fc.constantFrom('cut' as const, 'remove' as const, 'twin' as const) }),
  fc.record({ at: fc.nat(), kind: fc.constantFrom('move' as const, 'add' as const), name: fileName }),
);

function tampered(files: Files, list: readonly Tampering[]): Files {
  const left = new Map(Object.entries(files));
  for (const one of list) {
    const names = [...left.keys()];
    const name = names[one.at % names.length];
    if (name === undefined) return {};
    const text = left.get(name)!;
    switch (one.kind) {
      case 'change':
        left.set(name, JSON.stringify(changed(jsonIn(text), one.list)));
        break;
      case 'cut':
        left.set(name, text.slice(0, one.at % text.length));
        break;
      case 'remove':
        left.delete(name);
        break;
      case 'twin':
        left.set(name.replace(/\.json$/, '~twin.json'), text);
        break;
      case 'move':
        left.delete(name);
        left.set(one.name, text);
        break;
      case 'add':
        left.set(one.name, text);
    }
  }
  return Object.fromEntries(left);
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const VICTIM_FILE = 'roles/victim.json';

/** Everything but the account itself and the role that drifts. */
function tamperedAround(files: Files, list: readonly Tampering[]): Files {
  const { [VICTIM_FILE]: victim, 'account.json': account, ...rest } = files;
  return { ...tampered(rest, list), 'account.json': account!, [VICTIM_FILE]: victim! };
}

describe('a baseline', () => {
  it(
    'whose files are tampered with is refused in one line, or reads back as it was written',
    async () => {
      const sound = await baselineOf(estate(QUIET));
      await fc.assert(
        fc.asyncProperty(fc.array(tampering, { minLength: 1, maxLength: 4 }), async (list) => {
          const files = new Map(Object.entries(tampered(sound, list)));
          const size = [...files.values()].join('').length;
          const read = await withstands(size, () => snapshotOfFiles(files, 'baselines/accounts/prod'));
          if (read instanceof Error) return;
          const written = filesOfSnapshot(read);
          expect(filesOfSnapshot(snapshotOfFiles(written, 'again'))).toEqual(written);
        }),
        budget(120),
      );
    },
    TIMEOUT,
  );

  it(
    'of an account that has not changed is never found to drift, whatever stands in both',
    async () => {
      await fc.assert(
        fc.asyncProperty(noise, async (both: Noise) => {
          const account = estate(both);
          const files = await withstands(JSON.stringify(account).length, () => baselineOf(account));
          if (files instanceof Error) return;
          const { exitCode, said } = await playDrift(JSON.stringify(account), files);
          expect([0, 3], said).toContain(exitCode);
        }),
        budget(10),
      );
    },
    TIMEOUT,
  );

  it(
    'is never found in sync with an account that drifted, whatever was done to its other files',
    async () => {
      const sound = await baselineOf(estate(QUIET));
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...Object.keys(DRIFTS)),
          fc.array(tampering, { maxLength: 3 }),
          async (drifted, list) => {
            const now = JSON.stringify(estate(QUIET, drifted));
            const { exitCode } = await playDrift(now, tamperedAround(sound, list));
            expect(exitCode).not.toBe(0);
          },
        ),
        budget(15),
      );
    },
    TIMEOUT,
  );

  it(
    'is never found in sync with an account that drifted amid noise',
    async () => {
      await fc.assert(
        fc.asyncProperty(noise, drift, async (both, drifted) => {
          const before = estate(both);
          const files = await withstands(JSON.stringify(before).length, () => baselineOf(before));
          if (files instanceof Error) return;
          const { exitCode } = await playDrift(JSON.stringify(estate(both, drifted)), files);
          expect(exitCode).not.toBe(0);
        }),
        budget(10),
      );
    },
    TIMEOUT,
  );
});
