import { expect, it } from 'vitest';
import { readCsv, type UnreadableCsvError } from './read-csv.js';

const brokenAt = (content: string) => {
  try {
    readCsv(content);
    return null;
  } catch (error) {
    const { reason, line } = error as UnreadableCsvError;
    return [reason, line];
  }
};

it('names the line on which a quote was opened, wherever the text behind it ends', () => {
  const head = 'accessionNumber,patient.fullName\nA1,Good\n';
  expect(brokenAt(`${head}A2,"Lê Hoa\nA3,Good\nA4,Good\n`)).toEqual(['UNCLOSED_QUOTE', 3]);
  expect(brokenAt(`${head}A2,Good\nA3,"Lê Hoa\nA4,"Z"\n`)).toEqual(['UNCLOSED_QUOTE', 4]);
  expect(brokenAt(`${head}A2,"Lê, ""Hoa"""\n`)).toBeNull();
});

it('tells the line that each record begins on, past quoted line breaks, empty lines and a byte-order mark', () => {
  const { header, records } = readCsv('\uFEFFa;b\r\n1;"two\r\nlines"\r\n\r\n3;4\r\n');
  expect(header).toEqual(['a', 'b']);
  expect(records.map(({ line, cells }) => [line, cells[0]])).toEqual([
    [2, '1'],
    [5, '3'],
  ]);
});
