import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventLog, EventStream } from '@ketqua/platform';
import { callerOf, silentLog, testDatabase, testKey } from '@ketqua/platform/testing';
import { openResults } from '@ketqua/results';
import { percentile, report, timesOf } from './measure.js';

/**
 * 1,000 rows through `submitResults`, judged, sealed, deduplicated, with their events, against a plain COPY of the
 * same rows. Needs DATABASE_URL of a server on this machine whose user may read files (COPY … FROM).
 */
const rowsPerSubmission = 1_000;
const runs = 12;

if (!process.env.DATABASE_URL) {
  process.stderr.write('Set DATABASE_URL: the figure is one of PostgreSQL\n');
  process.exit(2);
}
const database = await testDatabase();
const events = await EventLog.open(database);
const stream = await EventStream.open(events, silentLog);
const settings = { country: 'VN', authority: 'Bench' };
const results = await openResults({ database, events, stream, masterKey: testKey, log: silentLog, settings });
const folder = mkdtempSync(join(tmpdir(), 'ketqua-bench-'));
chmodSync(folder, 0o755);

const at = (hoursAgo: number) => new Date(Date.now() - hoursAgo * 3_600_000).toISOString();
const rowsOf = (run: number) =>
  Array.from({ length: rowsPerSubmission }, (_, n) => ({
    accessionNumber: `B-${run}-${n}-${randomUUID()}`,
    patient: {
      fullName: `Nguyễn Văn ${run} ${n}`,
      dateOfBirth: `19${String(50 + (n % 50))}-0${1 + (n % 9)}-1${n % 10}`,
      sex: 'MALE',
      phone: `+849${String(10_000_000 + run * 10_000 + n).padStart(8, '0')}`,
    },
    test: { code: '94500-6' },
    specimenCollectedAt: at(20),
    resultedAt: at(2),
    outcome: n % 10 ? 'NOT_DETECTED' : 'DETECTED',
  }));
const batches = Array.from({ length: runs }, (_, run) => rowsOf(run));
const viewer = { kind: 'lab', labId: randomUUID(), keyId: randomUUID() } as const;
const query =
  'mutation ($input: SubmitResultsInput!) { submitResults(input: $input) { ... on SubmissionReceipt { accepted } } }';

await database.script(`create table plain_result (id uuid primary key, lab_id uuid, accession_number text, full_name text,
  date_of_birth text, sex text, phone text, test_code text, specimen_collected_at timestamptz, resulted_at timestamptz, outcome text)`);
const files = batches.map((rows, run) => {
  const file = join(folder, `${run}.csv`);
  const lines = rows.map(({ accessionNumber, patient, test, specimenCollectedAt, resultedAt, outcome }) =>
    [randomUUID(), viewer.labId, accessionNumber, ...Object.values(patient), test.code, specimenCollectedAt, resultedAt, outcome].join(),
  );
  writeFileSync(file, lines.join('\n'), { mode: 0o644 });
  return file;
});

const copy = await timesOf(runs, (run) => database.query(`copy plain_result from '${files[run]}' csv`));
const submit = await timesOf(runs, async (run) => {
  const input = { idempotencyKey: randomUUID(), results: batches[run] };
  const { data, errors } = await results.execute({ query, variables: { input } }, callerOf(viewer));
  const accepted = (data as { submitResults?: { accepted?: number } } | null)?.submitResults?.accepted;
  if (accepted !== rowsPerSubmission) throw new Error(JSON.stringify(errors ?? data));
});
report(
  '1,000 rows through submitResults, median',
  percentile(submit, 0.5),
  { name: 'a plain COPY', milliseconds: percentile(copy, 0.5) },
  'at most 5.5 times',
);
rmSync(folder, { recursive: true });
await stream.close();
await results.close();
await database.close();
