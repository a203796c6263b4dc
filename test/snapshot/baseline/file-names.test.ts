import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entityFileNames } from '../../../src/snapshot/baseline/file-names.js';
import { anyText } from '../arbitrary-snapshot.js';

function nameOf(name: string): string {
  return entityFileNames([{ name, id: name }])[0]!;
}

const long = 'x'.repeat(200);

describe('entityFileNames', () => {
  it.each([
    ['app1_dev', 'app1_dev.json'],
    ['AWSServiceRoleForSupport', 'AWSServiceRoleForSupport.json'],
    ['a+b=c,d.e@f-g', 'a+b=c,d.e@f-g.json'],
    ['../../x', '%2E.%2F..%2Fx.json'],
    ['/etc/passwd', '%2Fetc%2Fpasswd.json'],
    ['C:\\x', 'C%3A%5Cx.json'],
    ['a\0b', 'a%00b.json'],
    ['.git', '%2Egit.json'],
    ['..', '%2E..json'],
    ['', '%.json'],
    ['%', '%25.json'],
    ['con', '%63on.json'],
    ['NUL.txt', '%4EUL.txt.json'],
    ['com1', '%63om1.json'],
    ['console', 'console.json'],
    ['ends.', 'ends..json'],
    ['ends ', 'ends%20.json'],
    ['git~1', 'git%7E1.json'],
    ['héros', 'h%C3%A9ros.json'],
  ])('%j is kept as %s', (name, file) => {
    expect(nameOf(name)).toBe(file);
  });

  it('cuts a long name and adds a hash', () => {
    expect(nameOf(long)).toMatch(/^x{123}~[0-9a-f]{16}\.json$/);
  });

  it('tells names apart that differ in case only, and leaves others as they are', () => {
    const names = entityFileNames(['Admin', 'admin', 'reader'].map((name) => ({ name, id: name })));
    expect(names[0]).toMatch(/^Admin~[0-9a-f]{16}\.json$/);
    expect(names[1]).toMatch(/^admin~[0-9a-f]{16}\.json$/);
    expect(names[2]).toBe('reader.json');
  });

  it('tells long names apart that begin alike', () => {
    const [one, two] = entityFileNames([
      { name: `${long}1`, id: '1' },
      { name: `${long}2`, id: '2' },
    ]);
    expect(one).not.toBe(two);
  });

  const hostile = fc.oneof(
    anyText,
    fc.constantFrom('con', 'CON', 'aux.x', '..', '.', '../x', 'a/b', 'a\\b', 'A', 'a', ' ', 'a ', 'lpt1'),
    fc.string({ unit: fc.constantFrom('.', '/', '\\', '\0', ':', 'A', 'a', '~', '%'), maxLength: 200 }),
  );

  it('gives plain names, no two alike on any system', () => {
    fc.assert(
      fc.property(fc.uniqueArray(hostile, { maxLength: 12 }), (names) => {
        const files = entityFileNames(names.map((name) => ({ name, id: name })));
        expect(new Set(files.map((file) => file.toLowerCase())).size).toBe(names.length);
        for (const file of files) {
          expect(file).toMatch(/^[A-Za-z0-9_+=,@%-][A-Za-z0-9_+=,.@%~-]*\.json$/);
          expect(file.length).toBeLessThanOrEqual(145);
          expect(file).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)\./i);
        }
      }),
      { numRuns: 500 },
    );
  });
});
