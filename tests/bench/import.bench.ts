import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { EventLog, EventStream, openEmbeddedDatabase, type Viewer } from '@ketqua/platform';
import { callerOf, silentLog, testDatabase, testKey } from '@ketqua/platform/testing';
import { openResults } from '@ketqua/results';
import { percentile, report } from './measure.js';

/**
 * A CSV file of 20,000 rows through `importResults`: its time, what the process grows by, and what it costs a
 * submission of one row that comes meanwhile. On the embedded database, its files synced, or on the server of DATABASE_URL.
 */
const rowsOfFile = 20_000;
const megabyte = 1024 * 1024;

const folder = mkdtempSync(join(tmpdir(), 'ketqua-bench-'));
const database = process.env.DATABASE_URL
  ? await testDatabase()
  : await openEmbeddedDatabase({ folder: join(folder, 'data') });
const events = await EventLog.open(database);
const stream = await EventStream.open(events, silentLog);
const settings = {
  country: 'VN',
  authority: 'Bench',
  labLimits: { requestsPerMinute: 1e6, rowsPerHour: 1e9 },
};
const results = await openResults({ database, events, stream, masterKey: testKey, log: silentLog, settings });
const newLab = (): Viewer => ({ kind: 'lab', labId: randomUUID(), keyId: randomUUID(), access: 'SUBMIT' });

const header =
  'accessionNumber,patient.fullName,patient.dateOfBirth,patient.sex,patient.phone,test.code,specimenCollectedAt,resultedAt,outcome';
function fileOf(batch: string, length = rowsOfFile): string {
  const lines = Array.from({ length }, (_, n) =>
    [
      `B-${batch}-${n}`,
      `Nguyễn Văn ${batch} ${n}`,
      `19${50 + (n % 50)}-0${1 + (n % 9)}-1${n % 10}`,
      'Nam',
      `+849${String(10_000_000 + n).padStart(8, '0')}`,
      '94500-6',
      '12/07/2026 09:30',
      '12/07/2026 15:45',
      n % 10 ? 'Âm tính' : 'Dương tính',
    ].join(','),
  );
  return [header, ...lines].join('\r\n');
}

async function execute(query: string, input: object, viewer: Viewer): Promise<number> {
  const start = performance.now();
  const { data, errors } = await results.execute({ query, variables: { input } }, callerOf(viewer));
  const [outcome] = Object.values((data ?? {}) as Record<string, { accepted?: number }>);
  if (!outcome?.accepted) throw new Error(JSON.stringify(errors ?? data));
  return performance.now() - start;
}

const importFile = (batch: string, length = rowsOfFile) =>
  execute(
    'mutation ($input: ImportResultsInput!) { importResults(input: $input) { ... on SubmissionReceipt { accepted rejected } ... on UserError { code message } } }',
    {
      idempotencyKey: randomUUID(),
      format: 'CSV',
      content: fileOf(batch, length),
      options: { timeZone: 'Asia/Ho_Chi_Minh', dateFormat: 'DD/MM/YYYY' },
    },
    newLab(),
  );
const lab = newLab();
const submitOne = () =>
  execute(
    'mutation ($input: SubmitResultsInput!) { submitResults(input: $input) { ... on SubmissionReceipt { accepted } } }',
    {
      idempotencyKey: randomUUID(),
      results: [
        {
          accessionNumber: `O-${randomUUID()}`,
          patient: { fullName: 'Lê Hoa', dateOfBirth: '1990-03-14', phone: '+84911222333' },
          test: { code: '94500-6' },
          specimenCollectedAt: '2026-07-12T09:30:00+07:00',
          outcome: 'NOT_DETECTED',
        },
      ],
    },
    lab,
  );
async function submitWhile(isRunning: () => boolean, atLeast: number): Promise<number[]> {
  const times: number[] = [];
  while (isRunning() || times.length < atLeast) {
    times.push(await submitOne());
    await pause(5);
  }
  return times.sort((a, b) => a - b);
}

await importFile('warm', 500);
const before = process.memoryUsage().rss;
let most = before;
const watch = setInterval(() => {
  most = Math.max(most, process.memoryUsage().rss);
}, 50);
const alone = await importFile('alone');
clearInterval(watch);
process.stdout.write(
  `${rowsOfFile} rows of CSV, ${database.kind}: ${(alone / 1000).toFixed(1)} s (aim: under 30 s), the process grew by ${Math.round((most - before) / megabyte)} MB (aim: less than 150 MB).\n`,
);

const idle = await submitWhile(() => false, 300);
let isRunning = true;
const loaded = importFile('loaded').finally(() => {
  isRunning = false;
});
const busy = await submitWhile(() => isRunning, 50);
await loaded;
process.stdout.write(`One row: ${busy.length} submissions while the import ran.\n`);
report(
  'One row while an import runs, p99',
  percentile(busy, 0.99),
  { name: 'p99 idle', milliseconds: percentile(idle, 0.99) },
  'within 3 times',
);
await stream.close();
await results.close();
await database.close();
rmSync(folder, { recursive: true });
