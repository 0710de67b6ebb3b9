import { hasRole, type Query, queryIn, type Viewer } from '@ketqua/platform';
import { validate as isUuid } from 'uuid';
import type { ResultsContext } from '../../context.js';
import { keyRing } from '../../key-ring.js';
import { hasClaimed } from '../claim/claims.js';
import { noteAccess } from '../record-access/note-access.js';
import { RecordAct } from '../record-access/record-act.js';
import { mayReadPatient } from '../test-result/present-patient.js';
import { presentResult } from '../test-result/present-result.js';
import { TestResult } from '../test-result/test-result.entity.js';
import { DisputeStep, DisputeType } from './dispute.type.js';
import { type DisputeRecord, disputeOf, type StepRecord, stepsOf } from './dispute-record.js';
import { DisputeState, isClosed, mayBecome } from './dispute-state.js';

/** Whether the viewer opened it; whether they may still see the person is another question. */
export function isOwn(viewer: Viewer, { accountId }: Pick<DisputeRecord, 'accountId'>): boolean {
  return viewer.kind === 'account' && viewer.accountId === accountId;
}

/** Whether the viewer answers for the result: its lab's people and keys that may read patients, and the authority. */
export function answersFor(viewer: Viewer, { labId }: Pick<DisputeRecord, 'labId'>): boolean {
  return mayReadPatient(viewer, labId) || hasRole(viewer, 'ADMIN');
}

/** A dispute that the viewer may see, or `null`; a missing and a foreign one cannot be told apart. */
export async function readableDispute(context: ResultsContext, id: string): Promise<DisputeRecord | null> {
  if (!isUuid(id)) return null;
  const found = await disputeOf(queryIn(context.em), id);
  if (!found) return null;
  if (answersFor(context.viewer, found)) return found;
  return isOwn(context.viewer, found) && (await hasClaimed(context, found.personId)) ? found : null;
}

/**
 * Shows disputes to one who may read them, with their results and courses: a few statements for any number. What a lab
 * or the authority reads of others' is written down first.
 */
export async function presentDisputes(
  context: ResultsContext,
  disputes: readonly DisputeRecord[],
): Promise<DisputeType[]> {
  if (!disputes.length) return [];
  const { em, viewer } = context;
  const query: Query = queryIn(em);
  await noteAccess(
    context,
    RecordAct.DISPUTE_READ,
    disputes.filter((dispute) => !isOwn(viewer, dispute)),
  );
  const ids = disputes.map(({ resultId }) => resultId);
  const results = await em.find(TestResult, { id: { $in: ids } }, { refresh: true });
  const byId = new Map(results.map((row) => [row.id, row]));
  const steps = Map.groupBy(
    await stepsOf(
      query,
      disputes.map(({ id }) => id),
    ),
    ({ disputeId }) => disputeId,
  );
  return disputes.map((dispute) =>
    present(viewer, dispute, byId.get(dispute.resultId), steps.get(dispute.id) ?? []),
  );
}

function present(
  viewer: Viewer,
  dispute: DisputeRecord,
  row: TestResult | undefined,
  steps: readonly StepRecord[],
): DisputeType {
  const { id, kind, state, isOverdue, resultVersion, resolvedVersion, labId } = dispute;
  const mayAnswer = answersFor(viewer, dispute);
  const isShown = row && (mayAnswer || row.releasedAt !== null);
  return Object.assign(new DisputeType(), {
    id,
    kind,
    state,
    isOverdue,
    resultVersion,
    resolvedVersion,
    statement: keyRing.open(dispute.statement, 'dispute.statement'),
    openedAt: new Date(dispute.openedAt),
    dueAt: isClosed(state) ? null : new Date(dispute.dueAt),
    closedAt: dispute.closedAt === null ? null : new Date(dispute.closedAt),
    steps: steps.map(presentStep),
    lab: { id: labId },
    result: isShown ? presentResult(row, viewer) : null,
    viewerCanAnswer: mayAnswer && mayBecome(state, DisputeState.UPHELD),
    viewerCanWithdraw: isOwn(viewer, dispute) && mayBecome(state, DisputeState.WITHDRAWN),
  });
}

function presentStep({ step, at, party, note }: StepRecord): DisputeStep {
  return Object.assign(new DisputeStep(), {
    step,
    at: new Date(at),
    by: party,
    note: note && keyRing.open(note, 'dispute_step.note'),
  });
}
