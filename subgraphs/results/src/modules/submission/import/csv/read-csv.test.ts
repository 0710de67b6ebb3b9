import { describe, expect, it } from 'vitest';
import type { UnreadableContentError } from '../unreadable-content.js';
import { readCsv } from './read-csv.js';

const head = 'accessionNumber,patient.fullName\nA1,Good\n';
const all = (content: string) => {
  const csv = readCsv(content);
  return csv.slice(0, csv.length);
};
const read = (content: string) => all(content).map(({ line, cells, isBroken }) => [line, cells[0], isBroken]);
const refusal = (content: string) => {
  try {
    readCsv(content);
    return null;
  } catch (error) {
    const { reason, line } = error as UnreadableContentError;
    return [reason, line];
  }
};

describe('a quote that is never closed', () => {
  it('breaks its own line, and none behind it', () => {
    expect(read(`${head}A2,"Lê Hoa\nA3,Good\nA4,Good\n`)).toEqual([
      [2, 'A1', false],
      [3, 'A2', true],
      [4, 'A3', false],
      [5, 'A4', false],
    ]);
  });

  it('does so too where a later quote seems to close it', () => {
    expect(read(`${head}A2,"Lê Hoa\nA3,"Z"\nA4,Good\n`)).toEqual([
      [2, 'A1', false],
      [3, 'A2', true],
      [4, 'A3', false],
      [5, 'A4', false],
    ]);
    // The quote closes before a separator, but the record then has more columns than the header.
    expect(read(`${head}A2,"Lê Hoa\nA3,"\nA4,Good\n`).map(([line, , isBroken]) => [line, isBroken])).toEqual([
      [2, false],
      [3, false],
      [5, false],
    ]);
    expect(read(`${head}A2,"Lê Hoa\nA3,x",y\nA4,Good\n`)).toEqual([
      [2, 'A1', false],
      [3, 'A2', true],
      [4, 'A3', false],
      [5, 'A4', false],
    ]);
  });

  it('in the header refuses the file', () => {
    expect(refusal('"accessionNumber,patient.fullName\nA1,Good\n')).toEqual(['UNCLOSED_QUOTE', 1]);
  });
});

describe('a CSV file', () => {
  it('may hold separators, quotes and line breaks within quotes, and quotes within a bare cell', () => {
    const records = all(`${head}A2,"Lê, ""Hoa"""\nA3,"two\nlines"\nA4,5" swab\n`);
    expect(records.map(({ line, cells }) => [line, cells[1]])).toEqual([
      [2, 'Good'],
      [3, 'Lê, "Hoa"'],
      [4, 'two\nlines'],
      [6, '5" swab'],
    ]);
  });

  it('is told by its lines, past empty lines, lines of separators, and a byte-order mark', () => {
    const content = '\uFEFFa;b\r\n1;"two\r\nlines"\r\n\r\n ; \r\n3;4\r\n';
    const records = all(content);
    expect(readCsv(content).header).toEqual(['a', 'b']);
    expect(records.map(({ line, cells }) => [line, cells[0]])).toEqual([
      [2, '1'],
      [6, '3'],
    ]);
  });

  it('may be separated by semicolon, tab or bar, and say so in a first line of Excel', () => {
    for (const separator of [',', ';', '\t', '|']) {
      const content = `a${separator}b\n1${separator}2`;
      expect(all(content)[0]!.cells).toEqual(['1', '2']);
      expect(all(`sep=${separator}\n${content}`)[0]).toMatchObject({
        line: 3,
        cells: ['1', '2'],
      });
    }
    expect(readCsv('"a, or b";c\n1;2').header).toEqual(['a, or b', 'c']);
  });

  it('without a header is refused', () => {
    expect(refusal('')).toEqual(['NO_HEADER', 1]);
    expect(refusal('\n\n , ,\n')).toEqual(['NO_HEADER', 1]);
  });

  it('made to be read again and again is read in the end', () => {
    expect(readCsv(`a,b\n${'x","y\n'.repeat(300_000)}`).length).toBeGreaterThan(20_000);
    const pairs = '""'.repeat(200);
    expect(readCsv(`a,b\n${`1,"${pairs}\n`.repeat(20_000)}`).length).toBeGreaterThan(5_000);
  });
});

it('tells a quoted cell behind any white space that the parser trims', () => {
  for (const space of [' ', '\t', '\u00A0', '\u3000', '\f']) {
    const { header, slice } = readCsv(`accessionNumber,${space}"a"\nA1,${space}"b, c"\t\n`);
    expect(header).toEqual(['accessionNumber', 'a']);
    expect(slice(0, 1)).toMatchObject([{ cells: ['A1', 'b, c'], isBroken: false }]);
  }
  // Such a space behind the quote breaks the line, and no more.
  expect(read('accessionNumber,x\nA1,"b"\u00A0\nA2,c\n')).toEqual([
    [2, 'A1', true],
    [3, 'A2', false],
  ]);
  expect(() => readCsv('""\tpatient_id,accession_number\n1,2\n')).toThrow('UNCLOSED_QUOTE');
});
