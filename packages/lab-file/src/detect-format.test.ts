import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeText } from './decode-text.js';
import { detectFormat } from './detect-format.js';
import { templateCsv } from './template.js';

const message = 'MSH|^~\\&|LIS|LAB|||20261123||ORU^R01|1|P|2.5.1\rPID|1||1\r';

describe('detectFormat', () => {
  it.each([
    ['a message', message],
    ['a message in an MLLP block', `\u000B${message}\u001C\r`],
    ['a file of batches', `FHS|^~\\&|LIS\rBHS|^~\\&|LIS\r${message}BTS|1\rFTS|1\r`],
    ['a batch', `BHS|^~\\&|LIS\n${message}`],
    ['a byte-order mark and empty lines before', `\uFEFF\r\n\r\n${message}`],
    ['another field separator', message.replaceAll('|', '$')],
  ])('knows HL7 v2 by its first segment: %s', (_, text) => {
    expect(detectFormat(text)).toBe('HL7V2');
  });

  it.each([
    ['a bundle', '{"resourceType":"Bundle","type":"message"}'],
    ['one indented, after a byte-order mark', '\uFEFF{\n  "resourceType" : "Bundle"\n}'],
    ['an array', '[\n  {"resourceType":"DiagnosticReport"}\n]'],
    ['NDJSON', '{"resourceType":"Bundle"}\n{"resourceType":"Bundle"}\n'],
    ['the type at the end of a long resource', `{"text":"${'a'.repeat(200_000)}","resourceType":"Bundle"}`],
  ])('knows FHIR by its resources: %s', (_, text) => {
    expect(detectFormat(text)).toBe('FHIR_R4');
  });

  it.each([
    ['the template', templateCsv()],
    ['semicolons', 'Mã bệnh phẩm;Họ và tên\r\n1;A\r\n'],
    ['tabs', 'accession_number\tpatient_last_name\n1\tA\n'],
    ['bars', 'accession_number|patient_last_name\n1|A\n'],
    ['the line in which Excel names the separator', 'sep=;\nMã bệnh phẩm;Họ và tên\n1;A\n'],
    ['a header whose first column is named like a segment', 'MSH,outcome\n1,DETECTED\n'],
    ['a quoted header after empty lines', '\n\n"accessionNumber","outcome"\n'],
  ])('knows CSV by its header: %s', (_, text) => {
    expect(detectFormat(text)).toBe('CSV');
  });

  it.each([
    ['simplereport-valid.csv', 'CSV'],
    ['sample_SR_ENTEREDINERROR_20240904-0001.hl7', 'HL7V2'],
    ['sample_AL_20240624-0001.fhir', 'FHIR_R4'],
  ])('knows a real file: %s', (name, format) => {
    const bytes = readFileSync(new URL(`../fixtures/${name}`, import.meta.url));
    expect(detectFormat(decodeText(bytes).text)).toBe(format);
  });

  it.each([
    ['nothing', ''],
    ['empty lines', '\r\n \r\n'],
    ['an Excel workbook', 'PK\u0003\u0004\u0014\u0000,\u0006\u0000'],
    ['a PDF', '%PDF-1.7\n1 0 obj'],
    ['FHIR in XML', '<Bundle xmlns="http://hl7.org/fhir"><entry a="1,2"/></Bundle>'],
    ['JSON of another kind', '{"rows":[]}'],
    ['one column', 'accessionNumber\n1\n'],
  ])('knows nothing else: %s', (_, text) => {
    expect(detectFormat(text)).toBeNull();
  });

  it('answers for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect([null, 'CSV', 'HL7V2', 'FHIR_R4'].includes(detectFormat(decodeText(bytes).text))).toBe(true);
      }),
    );
  });
});
