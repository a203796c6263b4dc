import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cell, csvChunks, sortedRows } from '../../src/report/csv/cells.js';

function written(columns: readonly string[], rows: readonly string[][]): string {
  return [...csvChunks(columns, rows)].join('');
}

describe('csv', () => {
  it('ends records with CR LF and quotes what needs it', () => {
    expect(
      written(
        ['a', 'b'],
        [
          ['x,y', 'say "no"'],
          ['line\nfeed', 'carriage\rreturn'],
          ['', 'plain'],
        ],
      ),
    ).toBe('a,b\r\n"x,y","say ""no"""\r\n"line\nfeed","carriage\rreturn"\r\n,plain\r\n');
  });

  it('quotes the one cell of a record that needs it, also where only a comma does', () => {
    expect(written(['a', 'b', 'c'], [['one', 'x,y', 'z']])).toBe('a,b,c\r\none,"x,y",z\r\n');
    expect(written(['a', 'b'], [['one', 'x,=y']])).toBe('a,b\r\none,"x,=y"\r\n');
  });

  it.each(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])(
    'neutralises a cell that begins with %j',
    (first) => {
      const [, [read]] = parse(written(['a'], [[`${first}SUM(A1)`]])) as [string[], [string]];
      expect(read).toBe(`'${first}SUM(A1)`);
    },
  );

  it('leaves the same characters alone elsewhere', () => {
    expect(written(['a', 'b'], [['a=b+c-d@e', 'arn:aws:iam::1:role/x']])).toBe(
      'a,b\r\na=b+c-d@e,arn:aws:iam::1:role/x\r\n',
    );
  });

  it('is read back as it was, whatever the text', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string(),
      fc.constantFrom('"', '""', ',', '\r\n', ' '),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text, text)), (rows) => {
        const read = parse(written(['a', 'b', 'c'], rows), { bom: false });
        const expected = rows.map((row) =>
          row.map((text) => {
            const inner = text.replace(/([;\t\r\n])([=+\-@＝＋－＠])/g, "$1'$2");
            return /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${inner}` : inner;
          }),
        );
        expect(read).toEqual([['a', 'b', 'c'], ...expected]);
      }),
      { numRuns: 60 },
    );
  });

  it('sorts by cells, by code point, without repetitions', () => {
    const rows = [
      ['b', 'a'],
      ['a', '\u{10000}'],
      ['a', '\uffff'],
      ['b', 'a'],
      ['B', 'z'],
      ['a', ''],
    ];
    expect(sortedRows(rows)).toEqual([
      ['B', 'z'],
      ['a', ''],
      ['a', '\uffff'],
      ['a', '\u{10000}'],
      ['b', 'a'],
    ]);
  });
});

describe('a formula in the middle of a cell', () => {
  it.each([
    ['a;=1+1', "a;'=1+1"],
    ['a\n@x', '"a\n\'@x"'],
    ['a\t\uff1d1', "a\t'\uff1d1"],
    ['=a;=b', "'=a;'=b"],
    ['a;b', 'a;b'],
    ['a=b', 'a=b'],
  ])('%j is %j', (text, csv) => {
    expect(cell(text)).toBe(csv);
  });
});
