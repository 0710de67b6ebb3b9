import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { sentResult } from './people.js';

/** A file of HL7 v2 as SimpleReport writes it. */
export const hl7File = fileURLToPath(
  new URL('../../packages/lab-file/fixtures/sample_SR_ENTEREDINERROR_20240904-0001.hl7', import.meta.url),
);

const columns = [
  'accessionNumber',
  'patient.fullName',
  'patient.dateOfBirth',
  'patient.sex',
  'patient.phone',
  'test.code',
  'outcome',
  'specimenCollectedAt',
];

/** A file of results in order, each row of it open to be spoilt. */
export function rowsOf(count: number): string[][] {
  const series = randomUUID().slice(0, 8);
  const { specimenCollectedAt } = sentResult('');
  return Array.from({ length: count }, (_, at) => [
    `${series}-${at}`,
    'Nguyễn Thị Ánh Tuyết',
    '1990-03-14',
    'F',
    `09123${String(at).padStart(5, '0')}`,
    '94500-6',
    'Âm tính',
    specimenCollectedAt,
  ]);
}

/** The rows as a CSV file of the template's columns. */
export function csv(rows: readonly (readonly string[])[]): string {
  return [columns, ...rows].map((cells) => cells.join(',')).join('\r\n');
}
