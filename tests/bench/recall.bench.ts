import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { EventLog, EventStream, openEmbeddedDatabase } from '@ketqua/platform';
import { accountViewer, callerOf, silentLog, testDatabase, testKey } from '@ketqua/platform/testing';
import { openResults } from '@ketqua/results';
import { report } from './measure.js';

/**
 * The recall of a run of 40,000 results with 10,000 certificates, from the call to its end, against one plain UPDATE of
 * as many rows. Embedded with synced files; on PostgreSQL where DATABASE_URL is set.
 */
const results = 40_000;
const certificates = 10_000;

const folder = mkdtempSync(join(tmpdir(), 'ketqua-recall-'));
const isServer = Boolean(process.env.DATABASE_URL);
const database = isServer
  ? await testDatabase()
  : await openEmbeddedDatabase({ folder: join(folder, 'data') });
const events = await EventLog.open(database);
const stream = await EventStream.open(events, silentLog);
const settings = { country: 'VN', authority: 'Bench' };
const subgraph = await openResults({
  database,
  events,
  stream,
  masterKey: testKey,
  log: silentLog,
  settings,
});
const labId = randomUUID();

/** A run as submissions leave it: people with a phone each, released results, certificates of some. */
async function fill(run: string): Promise<void> {
  await database.script(`
    create temporary table made as
      select gen_random_uuid() as id, gen_random_uuid() as person_id, n from generate_series(1, ${results}) as n;
    insert into results.person (id, full_name, date_of_birth, sex)
      select person_id, 'sealed', 'sealed', 'UNKNOWN' from made;
    insert into results.person_phone (phone_index, person_id)
      select sha256(n::text::bytea), person_id from made;
    insert into results.test_result (id, lab_id, accession_number, test_code, sub_id, version, status, outcome, disease,
           method, specimen_kind, run_id, specimen_collected_at, resulted_at, released_at, person_id, patient,
           patient_hash, facts_hash)
      select id, '${labId}', '${run}-' || n, '94500-6', '', 1, 'FINAL', 'DETECTED', '840539006', 'NAAT', 'INDIVIDUAL',
             '${run}', now(), now(), now(), person_id, repeat('s', 300)::bytea, sha256('p'), sha256('f') from made;
    insert into results.case_report (result_id, due_at) select id, now() from made;
    insert into results.certificate (id, result_id, result_version, person_id, certificate_id, kid, payload, issued_at,
           expires_at)
      select gen_random_uuid(), id, 1, person_id, 'URN:UVCI:01:VN:' || id, (select kid from results.signing_key limit 1),
             repeat('s', 600)::bytea, now(), now() + interval '7 days' from made where n <= ${certificates};
    drop table made;
    analyze;
  `);
}

async function ask(query: string, variables: object): Promise<Record<string, Record<string, unknown>>> {
  const admin = accountViewer({ roles: ['ADMIN'] });
  const { data, errors } = await subgraph.execute({ query, variables: { ...variables } }, callerOf(admin));
  if (errors) throw new Error(JSON.stringify(errors));
  return data as never;
}

await fill('BASELINE');
await fill('RECALLED');
const plainStart = performance.now();
await database.query(
  "update results.test_result set status = 'ENTERED_IN_ERROR', version = version + 1 where run_id = 'BASELINE'",
);
const plain = performance.now() - plainStart;

const start = performance.now();
const { recallResults } = await ask(
  'mutation ($input: RecallResultsInput!) { recallResults(input: $input) { ... on Recall { id matched } } }',
  { input: { labId, runId: 'RECALLED', reason: 'Bench' } },
);
let recall: Record<string, unknown> = {};
while (recall.state !== 'COMPLETE') {
  await pause(100);
  recall = (
    await ask('query ($id: ID!) { recall(id: $id) { state withdrawn qrTokensRevoked } }', recallResults!)
  ).recall!;
}
const whole = performance.now() - start;
if (recall.withdrawn !== results || recall.qrTokensRevoked !== certificates)
  throw new Error('Not all withdrawn');
const baseline = { name: 'one plain UPDATE of as many rows', milliseconds: plain };
const where = isServer ? 'PostgreSQL' : 'embedded';
report(`40,000 results recalled, ${where}, with its rests`, whole, baseline, 'at most minutes');
report('The same without the rest of a millisecond a result', whole - results, baseline, 'none');
await stream.close();
await subgraph.close();
await database.close();
rmSync(folder, { recursive: true, force: true });
