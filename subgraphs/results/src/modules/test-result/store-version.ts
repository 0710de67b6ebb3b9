import { happened } from '@ketqua/platform';
import { keyRing } from '../../key-ring.js';
import { withdrawCertificates } from '../certificate/withdraw-certificates.js';
import { resolveDisputes } from '../dispute/resolve-disputes.js';
import { phonesOf } from '../person/resolve-people.js';
import {
  correctPhones,
  type PhoneCorrection,
  partUnproven,
  type WithdrawnPhone,
} from '../phone-report/correct-phones.js';
import { insertAccesses } from '../record-access/note-access.js';
import { RecordAct } from '../record-access/record-act.js';
import { endHolds, storeHolds } from '../release/store-holds.js';
import type { CanonicalResult } from '../submission/canonical-result.js';
import { factsHashOf } from '../submission/fingerprint.js';
import { reportPhones } from '../submission/report-phones.js';
import { sealPhones } from '../submission/seal-rows.js';
import type { Storing } from '../submission/storing.js';
import { closeFollowUps, openFollowUps } from './open-follow-ups.js';
import type { ReleaseDecision } from './release-policy.js';
import { secondsToRelease } from './seconds-to-release.js';
import { isWithdrawn } from './status-transitions.js';
import type { ResultStatus } from './test-result.vocabulary.js';

/** What is stored of a result that a row speaks of again; its row is locked. */
export interface StoredResult {
  readonly id: string;
  readonly accessionNumber: string;
  readonly testCode: string;
  readonly subId: string;
  version: number;
  status: ResultStatus;
  patientHash: Uint8Array;
  factsHash: Uint8Array;
  readonly personId: string;
  releasedAt: string | null;
}

/** Selects what is stored of results `r` as StoredResult. */
export const selectStored = `
  select r.id, r.accession_number as "accessionNumber", r.test_code as "testCode", r.sub_id as "subId", r.version,
         r.status, r.patient_hash as "patientHash", r.facts_hash as "factsHash", r.person_id as "personId",
         r.released_at as "releasedAt"
    from results.test_result r`;

/** A later version of a result, decided. */
export interface NextVersion {
  readonly stored: StoredResult;
  readonly result: CanonicalResult;
  readonly decision: ReleaseDecision;
  /** What the version before said, where this one says something else. */
  readonly before?: CanonicalResult | undefined;
}

/**
 * Stores the next version of each of some results, of a file with a handful of statements: history is kept, the QR
 * tokens of the old versions are withdrawn, and whoever saw an old one hears of it. `stored` is brought up to date.
 */
export async function storeVersions(
  storing: Storing,
  versions: readonly NextVersion[],
  reason: string | null = null,
): Promise<void> {
  if (!versions.length) return;
  const { query, now } = storing;
  const ids = versions.map(({ stored }) => stored.id);
  // The versions that end go into history; the present ones stand in the results themselves.
  await query(
    `insert into results.test_result_version (result_id, version, status, outcome, reason, changed_at, changed_by,
            facts_hash, specimen_collected_at, resulted_at, test_name, disease)
     select id, version, status, outcome, reason, changed_at, changed_by,
            facts_hash, specimen_collected_at, resulted_at, test_name, disease
       from results.test_result where id = any($1::uuid[])`,
    [ids],
  );
  const shownBefore = new Set(versions.flatMap(({ stored }) => (stored.releasedAt ? [stored.id] : [])));
  for (const { stored, result, decision } of versions) {
    stored.version += 1;
    stored.status = result.status;
    stored.factsHash = factsHashOf(result);
    if (decision.isReleased) stored.releasedAt = now.toISOString();
    else if (!isWithdrawn(result.status)) stored.releasedAt = null;
  }
  await updateResults(storing, versions, reason);
  await followUp(storing, versions);
  await noteChanges(storing, versions);
  storing.outbox(...(await resolveDisputes(query, ids, () => storing.accessor)));
  await correctPhones(query, versions.flatMap(phoneCorrectionOf));
  await reportPhones(
    storing,
    versions
      .filter(({ result }) => !isWithdrawn(result.status))
      .map(({ stored, result }) => ({
        resultId: stored.id,
        personId: stored.personId,
        phone: result.patient.phone,
      })),
    await sealPhones(versions.map(({ result }) => result)),
  );
  await tell(
    storing,
    versions.filter(({ stored, decision }) => decision.isReleased || shownBefore.has(stored.id)),
    shownBefore,
  );
  // Last, so that whoever waited hears that it was taken back.
  await partUnproven(query, versions.flatMap(withdrawnPhoneOf));
}

/** A version that names no phone leaves the one of before: a later correction must find it. */
function patientOf({ result: { patient }, before }: NextVersion): CanonicalResult['patient'] {
  return { ...patient, phone: patient.phone ?? before?.patient.phone ?? null };
}

/** A withdrawal says nothing of the phone. */
function phoneCorrectionOf({ stored, result, before }: NextVersion): PhoneCorrection[] {
  if (!before || isWithdrawn(result.status)) return [];
  return [{ resultId: stored.id, personId: stored.personId, before: before.patient, after: result.patient }];
}

/** The phone of a result that is taken back. */
function withdrawnPhoneOf({ stored, result, before }: NextVersion): WithdrawnPhone[] {
  const phone = before?.patient.phone ?? result.patient.phone;
  if (!phone || !isWithdrawn(result.status)) return [];
  return [{ resultId: stored.id, personId: stored.personId, phone }];
}

async function updateResults(
  { query, submissionId, changedBy }: Storing,
  versions: readonly NextVersion[],
  reason: string | null,
): Promise<void> {
  const of = <Value>(value: (result: CanonicalResult) => Value) =>
    versions.map(({ result }) => value(result));
  await query(
    `update results.test_result as r set version = v.version, status = v.status, outcome = v.outcome,
            disease = v.disease, method = v.method, test_name = v.test_name, device_id = v.device_id,
            specimen_kind = v.specimen_kind, specimen_purpose = v.specimen_purpose, run_id = v.run_id,
            instrument = v.instrument, kit_lot = v.kit_lot, specimen_collected_at = v.specimen_collected_at,
            resulted_at = v.resulted_at, released_at = v.released_at, patient = v.patient, facts_hash = v.facts_hash,
            submission_id = coalesce($19::uuid, submission_id), reason = $20, changed_at = now(), changed_by = $21
       from unnest($1::uuid[], $2::int[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
                   $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::timestamptz[],
                   $15::timestamptz[], $16::timestamptz[], $17::bytea[], $18::bytea[])
         as v (id, version, status, outcome, disease, method, test_name, device_id, specimen_kind, specimen_purpose,
               run_id, instrument, kit_lot, specimen_collected_at, resulted_at, released_at, patient, facts_hash)
      where r.id = v.id`,
    [
      versions.map(({ stored }) => stored.id),
      versions.map(({ stored }) => stored.version),
      of(({ status }) => status),
      of(({ outcome }) => outcome),
      of(({ disease }) => disease),
      of(({ method }) => method),
      of(({ testName }) => testName),
      of(({ deviceId }) => deviceId),
      of(({ specimenKind }) => specimenKind),
      of(({ specimenPurpose }) => specimenPurpose),
      of(({ runId }) => runId),
      of(({ instrument }) => instrument),
      of(({ kitLot }) => kitLot),
      of(({ specimenCollectedAt }) => specimenCollectedAt.toISOString()),
      of(({ resultedAt }) => resultedAt?.toISOString() ?? null),
      versions.map(({ stored }) => stored.releasedAt),
      versions.map((version) => keyRing.seal(JSON.stringify(patientOf(version)), 'test_result.patient')),
      versions.map(({ stored }) => stored.factsHash),
      submissionId,
      reason,
      changedBy ?? null,
    ],
  );
}

/** Case reports, second tests, holds and QR tokens: what the new versions ask for, and what the old ones leave. */
async function followUp(storing: Storing, versions: readonly NextVersion[]): Promise<void> {
  const ids = (wanted: (version: NextVersion) => boolean) =>
    versions.filter(wanted).map(({ stored }) => stored.id);
  const decided = versions.map(({ stored, decision }) => ({ resultId: stored.id, decision }));
  await closeFollowUps(
    storing,
    ids(({ decision }) => !decision.isNotifiable && !decision.reflexReason),
  );
  await openFollowUps(storing, decided);
  await storeHolds(storing, decided);
  await endHolds(
    storing,
    ids(({ decision }) => !decision.hold),
  );
  const isTakenBack = ({ result }: NextVersion) => isWithdrawn(result.status);
  await withdrawCertificates(storing, ids(isTakenBack), 'REVOKED');
  await withdrawCertificates(
    storing,
    ids((version) => !isTakenBack(version)),
    'SUPERSEDED',
  );
}

/** What the lab did to the record, for its person to see. */
async function noteChanges({ query, accessor, changedBy }: Storing, versions: readonly NextVersion[]) {
  if (!accessor) return;
  const kept = changedBy ? RecordAct.CORRECTED : RecordAct.UPDATED;
  const actOf = ({ result }: NextVersion) => (isWithdrawn(result.status) ? RecordAct.WITHDRAWN : kept);
  for (const [act, changed] of Map.groupBy(versions, actOf)) {
    const noted = changed.map(({ stored }) => ({
      personId: stored.personId,
      resultId: stored.id,
      by: accessor,
    }));
    await insertAccesses(query, act, noted);
  }
}

async function tell(
  { query, outbox, now, labId }: Storing,
  versions: readonly NextVersion[],
  shownBefore: ReadonlySet<string>,
): Promise<void> {
  if (!versions.length) return;
  const phones = await phonesOf(
    query,
    versions.map(({ stored }) => stored.personId),
  );
  const noticed = new Set<string>();
  for (const { stored, result } of versions) {
    const { id: resultId, version, personId } = stored;
    const phoneIndexes = phones.get(personId) ?? [];
    const isFirst = !shownBefore.has(resultId);
    const delaySeconds = isFirst ? secondsToRelease(result.specimenCollectedAt, now) : null;
    outbox(
      happened('test-result.released', { resultId, version, labId, personId, phoneIndexes, delaySeconds }),
    );
    for (const index of phoneIndexes) noticed.add(index);
  }
  if (noticed.size) outbox(happened('person.notice-due', { phoneIndexes: [...noticed] }));
}
