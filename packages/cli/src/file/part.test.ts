import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Failure } from '../console/failure.js';
import type { LabFile } from './lab-file.js';
import { partsOf } from './part.js';

const file = (format: LabFile['format'], text: string): LabFile => ({
  path: '/results',
  name: 'results',
  text,
  encoding: 'UTF-8',
  format,
  options: {},
  key: `file-${'0'.repeat(64)}`,
});
const large = 1_000_000;
const linesOf = (text: string) => text.split(/\r\n|\n|\r/);

describe('a CSV file', () => {
  it('that one import takes is sent as it is, under its own key', () => {
    const small = file('CSV', 'a,b\n1,2\n');
    expect(partsOf(small)).toMatchObject([{ content: small.text, key: small.key }]);
  });

  it('with too many rows is cut at its records, the header before each part', () => {
    const parts = partsOf(file('CSV', 'a,b\r\n1,"x\r\ny"\r\n2,z\r\n3,w'), {
      rows: 2,
      bytes: large,
      jsonBytes: large,
    });
    expect(parts.map(({ content }) => content)).toEqual(['a,b\n1,"x\ny"\n2,z\n', 'a,b\n3,w']);
  });

  it('with too many bytes is cut too, bytes counted as JSON writes them', () => {
    const parts = partsOf(file('CSV', `a,b\n${'"x","y"\n'.repeat(10)}`), {
      rows: large,
      bytes: large,
      jsonBytes: 60,
    });
    expect(parts.length).toBeGreaterThan(2);
    for (const { content } of parts) expect(JSON.stringify(content).length).toBeLessThanOrEqual(62);
  });

  it('has a key of its own for each part, the same ones every time', () => {
    const rows = file('CSV', `a,b\n${'1,2\n'.repeat(6)}`);
    const keys = partsOf(rows, { rows: 2, bytes: large, jsonBytes: large }).map(({ key }) => key);
    expect(new Set(keys).size).toBe(3);
    expect(partsOf(rows, { rows: 2, bytes: large, jsonBytes: large }).map(({ key }) => key)).toEqual(keys);
    expect(
      partsOf({ ...rows, key: 'file-other' }, { rows: 2, bytes: large, jsonBytes: large })[0]!.key,
    ).not.toBe(keys[0]);
  });

  it('with a broken quote is cut where an import sees its records: the line of the quote, and those behind it', () => {
    const broken = file('CSV', 'a,b\n1,2\n3,"4\n5,6\n');
    const parts = partsOf(broken, { rows: 1, bytes: large, jsonBytes: large });
    expect(parts.map(({ content }) => content)).toEqual(['a,b\n1,2\n', 'a,b\n3,"4\n', 'a,b\n5,6\n']);
  });

  it('whose header is broken is refused with its line', () => {
    expect(() =>
      partsOf(file('CSV', 'a,"b\n1,2\n3,4\n'), { rows: 1, bytes: large, jsonBytes: large }),
    ).toThrow(expect.objectContaining({ code: 'UNCLOSED_QUOTE', line: 1 }));
  });

  it('keeps the line in which Excel names the separator before each part', () => {
    const parts = partsOf(file('CSV', 'sep=;\na;b\n1;2\n3;4\n'), { rows: 1, bytes: large, jsonBytes: large });
    expect(parts.map(({ content }) => content)).toEqual(['sep=;\na;b\n1;2\n', 'sep=;\na;b\n3;4\n']);
    expect(parts[1]!.lineInFile(3)).toBe(4);
  });

  it('loses no record and no line number, wherever it is cut', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', 'ế'), minLength: 1 });
    const record = cell.map((text) => `"${text.replaceAll('"', '""')}",b\n`);
    const written = fc.array(record, { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(written, fc.integer({ min: 1, max: 5 }), (records, rows) => {
        const whole = `h1,h2\n${records.join('')}`;
        const parts = partsOf(file('CSV', whole), { rows, bytes: large, jsonBytes: large });
        expect(parts.map(({ content }) => content.slice('h1,h2\n'.length)).join('')).toBe(records.join(''));
        const lines = linesOf(whole);
        for (const part of parts) {
          const written = linesOf(part.content).slice(0, -1);
          expect(written.map((_, position) => lines[part.lineInFile(position + 1) - 1])).toEqual(written);
        }
      }),
    );
  });
});

describe('an HL7 v2 file', () => {
  const message = (id: number) => `MSH|^~\\&|LIS|${id}\rPID|1\rOBR|1\rOBX|1\r`;
  const batch = `FHS|^~\\&\rBHS|^~\\&\r${message(1)}${message(2)}${message(3)}BTS|3\rFTS|1\r`;

  it('is cut at its messages, by how many results they may hold', () => {
    const parts = partsOf(file('HL7V2', batch), { rows: 4, bytes: large, jsonBytes: large });
    expect(parts.map(({ content }) => content.match(/MSH/g)?.length)).toEqual([2, 1]);
  });

  it('keeps its lines, and not the counts of file and batch, which hold for the whole', () => {
    const parts = partsOf(file('HL7V2', batch), { rows: 2, bytes: large, jsonBytes: large });
    const lines = linesOf(batch);
    const segments = parts.flatMap((part) =>
      linesOf(part.content).flatMap((segment, position) =>
        segment ? [{ segment, line: part.lineInFile(position + 1) }] : [],
      ),
    );
    expect(segments.every(({ segment, line }) => lines[line - 1] === segment)).toBe(true);
    expect(segments.map(({ segment }) => segment.slice(0, 3))).not.toContain('BTS');
    expect(segments).toHaveLength(12);
  });
});

describe('a FHIR file', () => {
  const bundle = (id: number) =>
    `{"resourceType":"Bundle","id":"${id}","entry":[{"resource":{"resourceType":"Observation"}}]}`;

  it('of NDJSON is cut at its lines', () => {
    const parts = partsOf(file('FHIR_R4', `${bundle(1)}\n${bundle(2)}\n${bundle(3)}\n`), {
      rows: 1,
      bytes: large,
      jsonBytes: large,
    });
    expect(parts.map(({ content }) => content)).toEqual([1, 2, 3].map((id) => `${bundle(id)}\n`));
    expect(parts[2]!.lineInFile(1)).toBe(3);
  });

  it('of one resource is never cut: one of many lines goes whole, one that is too large is refused', () => {
    const one = file('FHIR_R4', JSON.stringify(JSON.parse(bundle(1)), null, 1));
    expect(partsOf(one, { rows: 1, bytes: large, jsonBytes: large })).toHaveLength(1);
    expect(() => partsOf(one, { rows: 1, bytes: 10, jsonBytes: large })).toThrow(Failure);
  });
});
