import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { finished } from 'node:stream/promises';
import { EventLog, EventStream, KeyRing } from '@ketqua/platform';
import { callerOf, silentLog, testDatabase, testKey } from '@ketqua/platform/testing';
import { openResults } from '@ketqua/results';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { percentile, report, timesOf } from './measure.js';
import { rawStatements } from './raw-statements.js';

/**
 * 1,000 rows through `submitResults`, judged, sealed, deduplicated, with their events, against a plain COPY of the
 * same rows. Needs DATABASE_URL, and psql.
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
const settings = {
  country: 'VN',
  authority: 'Bench',
  labLimits: { requestsPerMinute: 1e6, rowsPerHour: 1e9 },
};
const results = await openResults({ database, events, stream, masterKey: testKey, log: silentLog, settings });

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
const viewer = { kind: 'lab', labId: randomUUID(), keyId: randomUUID(), access: 'SUBMIT' } as const;
const query =
  'mutation ($input: SubmitResultsInput!) { submitResults(input: $input) { ... on SubmissionReceipt { accepted } } }';

// A table of the same shape and keys as the results themselves, filled over one connection, as a loader would.
await database.script(
  `create table plain_result (like results.test_result including defaults including indexes)`,
);
const columns =
  'id, lab_id, accession_number, test_code, sub_id, version, status, outcome, disease, method, specimen_kind, specimen_collected_at, resulted_at, released_at, person_id, patient, patient_hash, facts_hash';
const [name] = await database.query<{ name: string }>('select current_database() as name');
const address = new URL(process.env.DATABASE_URL);
address.pathname = name!.name;
const texts = batches.map((rows) =>
  rows
    .map(({ accessionNumber, patient, test, specimenCollectedAt, resultedAt, outcome }) =>
      [
        ...[
          randomUUID(),
          viewer.labId,
          accessionNumber,
          test.code,
          '',
          '1',
          'FINAL',
          outcome,
          '840539006',
          'NAAT',
          'INDIVIDUAL',
        ],
        ...[specimenCollectedAt, resultedAt, resultedAt, randomUUID()],
        ...[JSON.stringify(patient), accessionNumber.slice(0, 32), accessionNumber.slice(0, 32)].map(
          (text) => `\\\\x${Buffer.from(text).toString('hex')}`,
        ),
      ].join('\t'),
    )
    .join('\n'),
);
// psql's \\copy is the loader that a lab's operator would use, and what the aim was set by; the same COPY over a
// connection that is open already shows what of it is the command's own start.
const command = `\\copy plain_result (${columns}) from stdin`;
const byCommand = await timesOf(runs, async (run) => {
  const { status, stderr } = spawnSync('psql', ['-q', '-X', address.toString(), '-c', command], {
    input: texts[run],
  });
  if (status !== 0) throw new Error(`psql is needed: ${stderr}`);
});
await database.script('truncate plain_result');
const loader = new pg.Client({ connectionString: address.toString() });
await loader.connect();
const byConnection = await timesOf(runs, (run) => {
  const stream = loader.query(copyFrom(`copy plain_result (${columns}) from stdin`));
  stream.end(texts[run]);
  return finished(stream);
});
// The same rows, sealed and hashed alike, put into the same tables by one statement each, and nothing else done.
const ring = new KeyRing('bench');
ring.unlock(testKey);
const byStatements = await timesOf(runs, async (run) => {
  await loader.query('begin');
  for (const [sql, ...parameters] of rawStatements(ring, viewer.labId, batches[run]!)) {
    await loader.query(sql, parameters);
  }
  await loader.query('commit');
});
await loader.query('truncate results.test_result, results.person, results.submission, events.event cascade');
await loader.end();
const submit = await timesOf(runs, async (run) => {
  const input = { idempotencyKey: randomUUID(), results: batches[run] };
  const { data, errors } = await results.execute({ query, variables: { input } }, callerOf(viewer));
  const accepted = (data as { submitResults?: { accepted?: number } } | null)?.submitResults?.accepted;
  if (accepted !== rowsPerSubmission) throw new Error(JSON.stringify(errors ?? data));
});
const median = percentile(submit, 0.5);
report(
  '1,000 rows through submitResults, median',
  median,
  { name: "psql's \\copy", milliseconds: percentile(byCommand, 0.5) },
  'at most 5.5 times',
);
report(
  'The same',
  median,
  { name: 'COPY over an open connection', milliseconds: percentile(byConnection, 0.5) },
  'none',
);
report(
  'The same',
  median,
  { name: 'raw INSERT … SELECT unnest of the same sealed rows', milliseconds: percentile(byStatements, 0.5) },
  'at most 1.3 times',
);
await stream.close();
await results.close();
await database.close();
