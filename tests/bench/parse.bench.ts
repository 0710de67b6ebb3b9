import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ImportFormat, readLabFile } from '@ketqua/results';
import { percentile } from './measure.js';

/**
 * Reading alone, on one core: a file of each format becomes rows that are ready to be judged. The baseline, in the
 * same run, takes the same text apart at its separators (JSON.parse for FHIR), and nothing else.
 */
const runs = 12;
const samples = new URL('../../../subgraphs/results/fixtures/lab-inputs/', import.meta.url);
const sample = (path: string) => readFileSync(fileURLToPath(new URL(path, samples)), 'utf8').trim();
const reading = { timeZone: 'Asia/Ho_Chi_Minh', dateFormat: 'M/D/YYYY', country: null, mapping: {} };

const [csvHeader, ...csvRows] = sample('csv/simplereport-valid-different-results.csv').split(/\r?\n/);
const message = sample('hl7v2/sample_HI_20240304-0001.hl7');
const bundle = JSON.stringify(JSON.parse(sample('fhir/sample_HI_20240304-0001.fhir')));
const copies = (count: number, text: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => text(n));

const templateHeader =
  'accessionNumber,patient.fullName,patient.dateOfBirth,patient.sex,patient.phone,test.code,specimenCollectedAt,resultedAt,outcome';
const templateRow = (n: number) =>
  `B-${n},Nguyễn Văn ${n},19${50 + (n % 50)}-0${1 + (n % 9)}-11,Nam,+849${10_000_000 + n},94500-6,2026-07-12 09:30,2026-07-12 15:45,Âm tính`;
const byComma = (text: string) => text.split('\n').map((line) => line.split(','));

const files = [
  {
    ...{
      name: "CSV, the template's columns",
      format: ImportFormat.CSV,
      unit: 'rows',
      count: 20_000,
      aim: 50_000,
    },
    content: [templateHeader, ...copies(20_000, templateRow)].join('\n'),
    baseline: byComma,
  },
  {
    ...{ name: "CSV, SimpleReport's 62", format: ImportFormat.CSV, unit: 'rows', count: 15_000, aim: null },
    content: [csvHeader, ...copies(15_000, (n) => csvRows[n % csvRows.length]!)].join('\n'),
    baseline: byComma,
  },
  {
    ...{ name: 'HL7 v2', format: ImportFormat.HL7V2, unit: 'messages', count: 1_500, aim: 5_000 },
    content: copies(1_500, () => message).join('\r'),
    baseline: (text: string) => text.split(/\r\n|[\r\n]/).map((segment) => segment.split('|')),
  },
  {
    ...{ name: 'FHIR R4', format: ImportFormat.FHIR_R4, unit: 'Bundles', count: 500, aim: null },
    content: copies(500, () => bundle).join('\n'),
    baseline: (text: string) => text.split('\n').map((line) => JSON.parse(line) as unknown),
  },
];

/** Median of the processor's time in milliseconds: others on the machine do not count. */
function medianOf(work: () => unknown): number {
  const times = Array.from({ length: runs }, () => {
    const start = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1_000;
  });
  return percentile(
    times.sort((a, b) => a - b),
    0.5,
  );
}

for (const { name, format, unit, count, aim, content, baseline } of files) {
  const read = () => {
    const { rows } = readLabFile(format, content, reading);
    return rows.slice(0, rows.length);
  };
  const found = read().length;
  const base = medianOf(() => baseline(content));
  const median = medianOf(read);
  const ratio = (median / base).toFixed(1);
  const rate = Math.round((count / median) * 1_000).toLocaleString('en');
  const megabytes = (content.length / 1024 / 1024).toFixed(1);
  process.stdout.write(
    `${name}: ${rate} ${unit} a second (${count} in ${megabytes} MB, ${found} results, ${median.toFixed(0)} ms of the processor), ${ratio} times taking the text apart. Aim: ${aim ? `at least ${aim.toLocaleString('en')}` : 'none'}.\n`,
  );
}
