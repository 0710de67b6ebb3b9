import { happened } from '@ketqua/platform';
import { keyRing } from '../../key-ring.js';
import { withdrawCertificates } from '../certificate/withdraw-certificates.js';
import { phonesOf } from '../person/resolve-people.js';
import type { CanonicalResult } from '../submission/canonical-result.js';
import { factsHashOf } from '../submission/fingerprint.js';
import type { Storing } from '../submission/storing.js';
import { openFollowUps } from './open-follow-ups.js';
import type { ReleaseDecision } from './release-policy.js';
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

/**
 * Stores the next version of a result: history is kept, the QR tokens of the old version are withdrawn, and whoever
 * saw the old one hears of it.
 */
export async function storeVersion(
  storing: Storing,
  stored: StoredResult,
  result: CanonicalResult,
  decision: ReleaseDecision,
  reason: string | null = null,
): Promise<void> {
  const { query, outbox, now, labId } = storing;
  const { isReleased } = decision;
  const wasShown = stored.releasedAt !== null;
  const releasedAt = isReleased ? now.toISOString() : isWithdrawn(result.status) ? stored.releasedAt : null;
  // The version that ends goes into history; the present one stands in the result itself.
  await query(
    `insert into results.test_result_version (result_id, version, status, outcome, reason, changed_at)
     select id, version, status, outcome, reason, changed_at from results.test_result where id = $1`,
    [stored.id],
  );
  stored.version += 1;
  stored.status = result.status;
  stored.factsHash = factsHashOf(result);
  stored.releasedAt = releasedAt;
  await query(
    `update results.test_result set version = $2, status = $3, outcome = $4, disease = $5, method = $6, test_name = $7,
            device_id = $8, specimen_kind = $9, specimen_purpose = $10, run_id = $11, instrument = $12, kit_lot = $13,
            specimen_collected_at = $14, resulted_at = $15, released_at = $16, patient = $17, facts_hash = $18,
            submission_id = coalesce($19, submission_id), reason = $20, changed_at = $21
      where id = $1`,
    [
      stored.id,
      stored.version,
      result.status,
      result.outcome,
      result.disease,
      result.method,
      result.testName,
      result.deviceId,
      result.specimenKind,
      result.specimenPurpose,
      result.runId,
      result.instrument,
      result.kitLot,
      result.specimenCollectedAt.toISOString(),
      result.resultedAt?.toISOString() ?? null,
      releasedAt,
      keyRing.seal(JSON.stringify(result.patient), 'test_result.patient'),
      stored.factsHash,
      storing.submissionId,
      reason,
      now.toISOString(),
    ],
  );
  await openFollowUps(storing, [{ resultId: stored.id, decision }]);
  const end = isWithdrawn(result.status) ? 'REVOKED' : 'SUPERSEDED';
  await withdrawCertificates(storing, stored.id, end);
  if (!isReleased && !wasShown) return;
  const phoneIndexes = (await phonesOf(query, [stored.personId])).get(stored.personId) ?? [];
  const { id: resultId, version, personId } = stored;
  outbox(happened('test-result.released', { resultId, version, labId, personId, phoneIndexes }));
  if (phoneIndexes.length) outbox(happened('person.notice-due', { phoneIndexes }));
}
