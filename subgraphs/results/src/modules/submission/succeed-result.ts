import type { ReleasePolicies } from '../test-result/release-policy.js';
import { mayBecome } from '../test-result/status-transitions.js';
import { type StoredResult, storeVersion } from '../test-result/store-version.js';
import type { CanonicalResult } from './canonical-result.js';
import { factsHashOf, patientHashOf } from './fingerprint.js';
import type { StoredRow, Storing } from './storing.js';

/**
 * Judges a row against the stored result of its identity, and stores the later version where the transition table
 * allows it. `stored` is brought up to date, so that further rows of the file are judged against the new version.
 */
export async function succeed(
  storing: Storing,
  policies: ReleasePolicies,
  stored: StoredResult,
  result: CanonicalResult,
): Promise<StoredRow> {
  const decision = policies.decide(result);
  const isSamePatient = Buffer.from(stored.patientHash).equals(patientHashOf(result.patient));
  if (!isSamePatient)
    return { status: 'REJECTED', code: 'OTHER_PATIENT', field: 'patient', resultId: stored.id };
  const isSameStatus = stored.status === decision.status;
  const hasSameFacts = Buffer.from(stored.factsHash).equals(factsHashOf(result));
  if (isSameStatus) {
    return hasSameFacts
      ? { status: 'DUPLICATE', resultId: stored.id }
      : { status: 'REJECTED', code: 'CONFLICTS_WITH_STORED', field: 'outcome', resultId: stored.id };
  }
  if (!mayBecome(stored.status, decision.status)) {
    return { status: 'REJECTED', code: 'STATUS_CANNOT_FOLLOW', field: 'status', resultId: stored.id };
  }
  await storeVersion(storing, stored, { ...result, status: decision.status }, decision);
  return { status: 'ACCEPTED', resultId: stored.id };
}
