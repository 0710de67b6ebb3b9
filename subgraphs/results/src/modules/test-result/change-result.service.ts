import { labOf, NotFoundError, type Query, queryIn, unitOfWork } from '@ketqua/platform';
import { validate as isUuid } from 'uuid';
import type { ResultsContext } from '../../context.js';
import type { CanonicalResult, ReportedPatient } from '../submission/canonical-result.js';
import type { CancelResultInput, CorrectResultInput } from './change-result.input.js';
import { InvalidTransitionError } from './invalid-transition.error.js';
import { presentResult } from './present-result.js';
import { ReleasePolicies } from './release-policy.js';
import { isFinal, mayBecome } from './status-transitions.js';
import { type StoredResult, storeVersion } from './store-version.js';
import { TestResult } from './test-result.entity.js';
import type { TestResultType } from './test-result.type.js';
import { ResultStatus } from './test-result.vocabulary.js';

const longestReason = 500;

export type ChangeOutcome = TestResultType | InvalidTransitionError | NotFoundError;

/** Supersedes a result of the caller's lab: history is kept, its QR tokens end, whoever saw it hears of it. */
export function correctResult(context: ResultsContext, input: CorrectResultInput): Promise<ChangeOutcome> {
  const { resultId, outcome, specimenCollectedAt, resultedAt, reason } = input;
  return change(context, resultId, reason, (result) => ({
    ...result,
    status: ResultStatus.CORRECTED,
    outcome,
    specimenCollectedAt: specimenCollectedAt ?? result.specimenCollectedAt,
    resultedAt: resultedAt ?? result.resultedAt,
  }));
}

/**
 * Withdraws a result of the caller's lab and revokes its QR tokens. FHIR: one that was final was entered in error,
 * another is cancelled.
 */
export function cancelResult(
  context: ResultsContext,
  { resultId, reason }: CancelResultInput,
): Promise<ChangeOutcome> {
  return change(context, resultId, reason, (result) => ({
    ...result,
    status: isFinal(result.status) ? ResultStatus.ENTERED_IN_ERROR : ResultStatus.CANCELLED,
  }));
}

async function change(
  context: ResultsContext,
  resultId: string,
  reason: string,
  changed: (result: CanonicalResult) => CanonicalResult,
): Promise<ChangeOutcome> {
  const { locale, viewer } = context;
  const labId = labOf(viewer);
  if (!labId || !isUuid(resultId)) return NotFoundError.of(locale);
  return unitOfWork(context, async (em, outbox) => {
    const query = queryIn(em);
    const stored = await lockedResult(query, labId, resultId);
    if (!stored) return NotFoundError.of(locale);
    const row = await em.findOneOrFail(
      TestResult,
      { id: resultId },
      { populate: ['patient'], refresh: true },
    );
    const next = changed(canonicalOf(row));
    if (!mayBecome(row.status, next.status)) return InvalidTransitionError.from(row.status, locale);
    const decision = (await ReleasePolicies.load(query)).decide(next);
    const storing = { query, outbox, labId, submissionId: null, now: new Date() };
    await storeVersion(
      storing,
      stored,
      next,
      decision,
      reason.normalize('NFC').trim().slice(0, longestReason) || null,
    );
    await em.refresh(row);
    return presentResult(row, viewer);
  });
}

async function lockedResult(
  query: Query,
  labId: string,
  resultId: string,
): Promise<StoredResult | undefined> {
  const [stored] = await query<StoredResult>(
    `select id, accession_number as "accessionNumber", test_code as "testCode", sub_id as "subId", version, status,
            patient_hash as "patientHash", facts_hash as "factsHash", person_id as "personId", released_at as "releasedAt"
       from results.test_result where id = $1 and lab_id = $2 for update`,
    [resultId, labId],
  );
  return stored;
}

function canonicalOf(row: TestResult): CanonicalResult {
  const { accessionNumber, testCode, subId, method, disease, status, specimenKind, specimenCollectedAt } =
    row;
  return {
    accessionNumber,
    testCode,
    subId,
    testName: row.testName ?? null,
    method,
    deviceId: row.deviceId ?? null,
    disease,
    outcome: row.outcome ?? null,
    status,
    specimenKind,
    specimenPurpose: row.specimenPurpose ?? null,
    runId: row.runId ?? null,
    instrument: row.instrument ?? null,
    kitLot: row.kitLot ?? null,
    specimenCollectedAt,
    resultedAt: row.resultedAt ?? null,
    patient: JSON.parse(row.patient) as ReportedPatient,
  };
}
