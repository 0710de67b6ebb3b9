import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unescapeCell } from './formula-cell.js';
import { writeCsv } from './write-csv.js';

const cell = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.constantFrom('=', '"', ',', ';', '\r', '\n', '\t', "'", ' ', 'ế') }),
);
const table = fc
  .integer({ min: 1, max: 6 })
  .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1 }));

describe('writeCsv', () => {
  it('writes a byte-order mark, CRLF, and quotes where they are needed', () => {
    expect(
      writeCsv(
        ['a', 'b'],
        [
          ['1', 'x, "y"'],
          [null, '=1+1'],
        ],
      ),
    ).toBe('\uFEFFa,b\r\n1,"x, ""y"""\r\n,\'=1+1\r\n');
  });

  it('gives back every cell to a reader of CSV', () => {
    fc.assert(
      fc.property(table, ([header, ...rows]) => {
        const read = parse(writeCsv(header!, rows), {
          bom: true,
          skip_empty_lines: true,
          record_delimiter: '\r\n',
        });
        expect(read.map((record) => record.map(unescapeCell))).toEqual([header, ...rows]);
      }),
    );
  });
});
