import { labOf, NotFoundError, type Query, queryIn, unitOfWork } from '@ketqua/platform';
import { validate as isUuid } from 'uuid';
import type { ResultsContext } from '../../context.js';
import { admitRequest } from '../lab-limit/lab-limits.js';
import { accessorOf } from '../record-access/accessor.js';
import { RecordAct } from '../record-access/record-act.js';
import type { CanonicalResult } from '../submission/canonical-result.js';
import type { CancelResultInput, CorrectResultInput } from './change-result.input.js';
import { changedByOf } from './changed-by.js';
import { corrected } from './correction.js';
import { InvalidChangeError } from './invalid-change.error.js';
import { InvalidTransitionError } from './invalid-transition.error.js';
import { presentResult } from './present-result.js';
import { ReleasePolicies } from './release-policy.js';
import { isFinal, isWithdrawn, mayBecome, withdrawalOf } from './status-transitions.js';
import { type StoredResult, selectStored, storeVersions } from './store-version.js';
import { storedFacts } from './stored-facts.js';
import { TestResult } from './test-result.entity.js';
import type { TestResultType } from './test-result.type.js';
import { writtenText } from './written-text.js';

const longestReason = 500;

export type ChangeOutcome = TestResultType | InvalidTransitionError | InvalidChangeError | NotFoundError;

type Changed = CanonicalResult | { readonly field: string };

/** Supersedes a result of the caller's lab: history is kept, its QR tokens end, whoever saw it hears of it. */
export function correctResult(context: ResultsContext, input: CorrectResultInput): Promise<ChangeOutcome> {
  return change(context, input, (stored) =>
    corrected(stored, input, { now: new Date(), country: context.country }),
  );
}

/**
 * Withdraws a result of the caller's lab and revokes its QR tokens. FHIR: one that was final was entered in error,
 * another is cancelled.
 */
export function cancelResult(context: ResultsContext, input: CancelResultInput): Promise<ChangeOutcome> {
  return change(context, input, (stored) => ({ ...stored, status: withdrawalOf(stored.status) }));
}

async function change(
  context: ResultsContext,
  { resultId, reason }: { resultId: string; reason: string },
  changed: (stored: CanonicalResult) => Changed,
): Promise<ChangeOutcome> {
  const { locale, viewer } = context;
  const labId = labOf(viewer);
  if (!labId || !isUuid(resultId)) return NotFoundError.of(locale);
  await admitRequest(context, 1);
  const why = writtenReason(reason);
  if (!why) return InvalidChangeError.of(locale, 'REASON_REQUIRED', 'reason');
  return unitOfWork(context, async (em, outbox) => {
    const query = queryIn(em);
    const stored = await lockedResult(query, labId, resultId);
    if (!stored) return NotFoundError.of(locale);
    if (isWithdrawn(stored.status)) return InvalidTransitionError.from(stored.status, locale);
    const before = (await storedFacts(query, [stored.id])).get(stored.id)!;
    const next = changed(before);
    if ('field' in next) return InvalidChangeError.of(locale, 'INVALID_CHANGE', next.field);
    if (!mayBecome(stored.status, next.status)) return InvalidTransitionError.from(stored.status, locale);
    const decision = (await ReleasePolicies.load(query)).decide(next);
    // What waits for its confirmation is confirmed or withdrawn: corrected, no status could follow it.
    if (decision.reflexReason && !isFinal(stored.status)) {
      return InvalidTransitionError.from(stored.status, locale);
    }
    const changedBy = changedByOf(viewer);
    const accessor = accessorOf(viewer, RecordAct.CORRECTED, labId);
    const storing = { query, outbox, labId, submissionId: null, now: new Date(), changedBy, accessor };
    await storeVersions(storing, [{ stored, result: next, decision, before }], why);
    return presentResult(await em.findOneOrFail(TestResult, { id: resultId }, { refresh: true }), viewer);
  });
}

/** A reason as it is kept: NFC, without control characters, at most 500 characters; empty where there is none. */
export function writtenReason(reason: string): string {
  return writtenText(reason).slice(0, longestReason);
}

async function lockedResult(
  query: Query,
  labId: string,
  resultId: string,
): Promise<StoredResult | undefined> {
  const [stored] = await query<StoredResult>(`${selectStored} where r.id = $1 and r.lab_id = $2 for update`, [
    resultId,
    labId,
  ]);
  return stored;
}
