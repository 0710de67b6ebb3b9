import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeCell, unescapeCell } from './formula-cell.js';

const dangerous = fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠');
const cell = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc
    .tuple(fc.constantFrom('', "'", "''"), dangerous, fc.string({ unit: 'grapheme' }))
    .map((parts) => parts.join('')),
);

describe('a cell', () => {
  it.each(['=1+1', '=HYPERLINK("http://example.org","x")', '+84901234567', '-1', '@SUM(A1)', '\t=1', '\r=1'])(
    'that a spreadsheet would run gets an apostrophe: %j',
    (text) => {
      expect(escapeCell(text)).toBe(`'${text}`);
    },
  );

  it('that is plain stays as it is', () => {
    for (const text of ['', 'Nguyễn Thị Ánh', '2026-11-23', "'tis", 'a=b']) {
      expect(escapeCell(text)).toBe(text);
      expect(unescapeCell(text)).toBe(text);
    }
  });

  it('is given back whole, whatever it holds', () => {
    fc.assert(
      fc.property(cell, (text) => {
        expect(unescapeCell(escapeCell(text))).toBe(text);
      }),
    );
  });

  it('never begins as a formula once escaped', () => {
    fc.assert(
      fc.property(cell, (text) => {
        expect(escapeCell(text)).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/);
      }),
    );
  });
});
