import { randomUUID } from 'node:crypto';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { buildStatusList, openTrustBundle } from '@ketqua/health-cert';
import { createSigningKey, deflateNatively } from '@ketqua/health-cert/node';
import { anonymous, EventLog, EventStream, type Viewer } from '@ketqua/platform';
import { accountViewer, callerOf, silentLog, testDatabase, testKey } from '@ketqua/platform/testing';
import { openResults, statusLists } from '@ketqua/results';
import { RunningPlatform } from '../journeys/running-platform.js';
import { percentile, report, timesOf } from './measure.js';

/**
 * The trust bundle of 400 keys and 1,000,000 certificates of which 0.3 % are withdrawn: its bytes, against a list of
 * the withdrawn certificates' hashes and against the keys' certificates; and how long its status list takes, against
 * a look at every certificate.
 */
const certificates = 1_000_000;
const withdrawnShare = 0.003;
const keys = 400;
const runs = 15;

const database = await testDatabase();
const events = await EventLog.open(database);
const stream = await EventStream.open(events, silentLog);
const parts = { database, events, stream, masterKey: testKey, log: silentLog };
const settings = { country: 'VN', authority: 'Bench' };
const before = await openResults({ ...parts, settings });

async function ask(on: typeof before, query: string, variables: object, viewer: Viewer) {
  const { data, errors } = await on.execute({ query, variables: { ...variables } }, callerOf(viewer));
  if (errors) throw new Error(JSON.stringify(errors));
  return data as Record<string, Record<string, unknown>>;
}

let ders = 0;
const others = [];
for (let n = 1; n < keys; n += 1) {
  const country = ['AT', 'BE', 'DE', 'FR', 'IT', 'SG', 'TH', 'ES', 'PT', 'PL'][n % 10]!;
  const days = (count: number) => new Date(Date.now() + count * 86_400_000);
  const subject = { country, organisation: `Ministry of Health ${country}`, commonName: `DSC ${n}` };
  const key = await createSigningKey({ ...subject, notBefore: days(-n), notAfter: days(730 - n) });
  ders += key.certificateDer.length;
  const rawData = Buffer.from(key.certificateDer).toString('base64');
  others.push({ certificateType: 'DSC', country, kid: key.kid, rawData });
}
await ask(
  before,
  'mutation ($input: ImportTrustListInput!) { importTrustList(input: $input) { ... on UserError { message } } }',
  { input: { source: 'BENCH', format: 'DCC', content: JSON.stringify(others) } },
  accountViewer({ roles: ['ADMIN'] }),
);

const [person, result] = [randomUUID(), randomUUID()];
await database.script(`
  insert into results.person (id, full_name, date_of_birth, sex) values ('${person}', 'sealed', 'sealed', 'UNKNOWN');
  insert into results.test_result (id, lab_id, accession_number, test_code, sub_id, version, status, outcome, disease,
         method, specimen_kind, specimen_collected_at, resulted_at, released_at, person_id, patient, patient_hash,
         facts_hash)
    values ('${result}', '${randomUUID()}', 'B-1', '94500-6', '', 1, 'FINAL', 'NOT_DETECTED', '840539006', 'NAAT',
            'INDIVIDUAL', now(), now(), now(), '${person}', 's', sha256('p'), sha256('f'));
  select setseed(0.25);
  insert into results.certificate (id, result_id, result_version, person_id, certificate_id, kid, payload, issued_at,
         expires_at, status_shard, status_index, revoked_at, superseded_at)
    select gen_random_uuid(), '${result}', n, '${person}', 'URN:UVCI:01:VN:' || n,
           (select kid from results.signing_key limit 1), 's', now(), now() + interval '7 days', 0, n,
           case when draw < ${withdrawnShare / 2} then now() end,
           case when draw between ${withdrawnShare / 2} and ${withdrawnShare} then now() end
      from (select n, random() as draw from generate_series(0, ${certificates - 1}) as n) as drawn;
  analyze results.certificate;
`);
await before.close();
// Another process gathers everything anew at its start.
const subgraph = await openResults({ ...parts, settings });
const { trustBundle } = await ask(subgraph, '{ trustBundle { document } }', {}, anonymous);
const text = trustBundle!.document as string;
const bundle = await openTrustBundle(text, {});
if (bundle.document.keys.length !== keys) throw new Error(`${bundle.document.keys.length} keys`);

const withdrawn = await database.query<{ index: number; revoked: boolean }>(
  `select status_index as index, revoked_at is not null as revoked from results.certificate
    where revoked_at is not null or superseded_at is not null`,
);
const [{ list } = { list: '' }] = bundle.document.status.lists;
const bytes = { br: brotliCompressSync(text).length, gzip: gzipSync(text, { level: 9 }).length };
const hashes = withdrawn.length * 16;
const oneBit = buildStatusList(
  withdrawn.map(({ index }) => ({ index, status: 'REVOKED' })),
  deflateNatively,
).list.length;
const print = (line: string) => process.stdout.write(`${line}\n`);
const ratio = (part: number, whole: number) => (part / whole).toFixed(2);
print(`${keys} keys, ${certificates} certificates, ${withdrawn.length} of them withdrawn:`);
print(
  `bundle: ${bytes.br} bytes in brotli, ${bytes.gzip} in gzip, ${text.length} plain. Aim: under 60,000 compressed.`,
);
print(
  `status: ${Buffer.from(list, 'base64url').length} bytes, ${ratio(Buffer.from(list, 'base64url').length, hashes)} of a list of 16-byte hashes (${hashes}); without telling superseded apart ${oneBit}.`,
);
print(`whole: ${ratio(bytes.br, ders + hashes)} of certificates in DER and hashes (${ders + hashes}).`);

const kids = [
  ...new Set(
    (await database.query<{ kid: string }>('select kid from results.signing_key')).map(({ kid }) => kid),
  ),
];
const built = await timesOf(runs, () => statusLists(database, kids));
const scanned = await timesOf(runs, () =>
  database.query('select count(*) from results.certificate where expires_at > now() and payload is not null'),
);
report(
  'the status list, from the database to its bytes, median',
  percentile(built, 0.5),
  { name: 'a look at every certificate', milliseconds: percentile(scanned, 0.5) },
  'less',
);
const opened = await timesOf(runs, () => openTrustBundle(text, { pinnedRoots: [bundle.root] }));
const parsed = await timesOf(runs, async () => JSON.parse(text));
report(
  'opening the bundle, signature and all, median',
  percentile(opened, 0.5),
  { name: 'JSON.parse', milliseconds: percentile(parsed, 0.5) },
  'none',
);
await subgraph.close();
await stream.close();
await database.close();

const platform = await RunningPlatform.start();
const load =
  (path: string, headers: Record<string, string> = {}) =>
  async () => {
    const answer = await fetch(`${platform.url}${path}`, { headers });
    await answer.arrayBuffer();
  };
const etag = (await fetch(`${platform.url}/trust-bundle`)).headers.get('etag')!;
await timesOf(300, load('/trust-bundle'));
await timesOf(300, load('/livez'));
const live = { name: 'GET /livez', milliseconds: percentile(await timesOf(1_000, load('/livez')), 0.5) };
const whole = await timesOf(1_000, load('/trust-bundle'));
const known = await timesOf(1_000, load('/trust-bundle', { 'if-none-match': etag }));
report('GET /trust-bundle, median', percentile(whole, 0.5), live, 'none');
report('GET /trust-bundle that the reader has, median', percentile(known, 0.5), live, 'none');
await platform.stop();
if (Math.max(bytes.br, bytes.gzip) > 60_000) process.exit(1);
process.exit(0);
