import { acted, NotFoundError, type Query, queryIn, unitOfWork } from '@ketqua/platform';
import { validate as isUuid } from 'uuid';
import type { ResultsContext } from '../../context.js';
import { admitRequest } from '../lab-limit/lab-limits.js';
import { accessorOf } from '../record-access/accessor.js';
import { noteAccess } from '../record-access/note-access.js';
import { RecordAct } from '../record-access/record-act.js';
import { InvalidDisputeError, InvalidDisputeTransitionError } from './dispute.errors.js';
import type { AnswerDisputeInput, WithdrawDisputeInput } from './dispute.input.js';
import type { DisputeType } from './dispute.type.js';
import { type DisputeRecord, disputeOf, lockDispute } from './dispute-record.js';
import {
  DisputeDecision,
  DisputeParty,
  DisputeState,
  DisputeStepKind,
  isClosed,
  mayBecome,
} from './dispute-state.js';
import { plainText } from './plain-text.js';
import { answersFor, isOwn, presentDisputes, readableDispute } from './readable-disputes.js';
import { type Actor, actorOf, holdForDisputes, type Step, takeSteps } from './take-step.js';

export type ChangeDisputeOutcome =
  | DisputeType
  | InvalidDisputeTransitionError
  | InvalidDisputeError
  | NotFoundError;

/**
 * Answers a dispute, for the lab of the result or for the authority. UPHELD changes no result: the lab corrects or
 * withdraws it, in a time of its own, and that ends the dispute.
 */
export async function answerDispute(
  context: ResultsContext,
  { id, decision, note }: AnswerDisputeInput,
): Promise<ChangeDisputeOutcome> {
  const { viewer, locale, em } = context;
  await admitRequest(context);
  const found = isUuid(id) ? await disputeOf(queryIn(em), id) : undefined;
  if (!found || !answersFor(viewer, found)) return NotFoundError.of(locale);
  const said = plainText(note);
  if (said === undefined || (!said && decision === DisputeDecision.REJECTED)) {
    return InvalidDisputeError.of(locale, 'INVALID_NOTE', 'note');
  }
  const by = actorOf(accessorOf(viewer, RecordAct.DISPUTE_ANSWERED, found.labId));
  return change(context, found, DisputeState[decision], { by, note: said, step: DisputeStepKind[decision] });
}

/** Takes back a dispute that the viewer opened and that is not closed. */
export async function withdrawDispute(
  context: ResultsContext,
  { id }: WithdrawDisputeInput,
): Promise<ChangeDisputeOutcome> {
  const { viewer, locale } = context;
  const found = await readableDispute(context, id);
  if (!found || viewer.kind !== 'account' || !isOwn(viewer, found)) return NotFoundError.of(locale);
  const by: Actor = { party: DisputeParty.CITIZEN, actorId: viewer.accountId };
  return change(context, found, DisputeState.WITHDRAWN, { by, step: DisputeStepKind.WITHDRAWN });
}

async function change(
  context: ResultsContext,
  found: DisputeRecord,
  to: DisputeState,
  taken: Omit<Step, 'dispute'>,
): Promise<ChangeDisputeOutcome> {
  const { locale } = context;
  const refused = await unitOfWork(context, async (em, outbox) => {
    const query = queryIn(em);
    const { state } = await lockDispute(query, found);
    if (!mayBecome(state, to)) return InvalidDisputeTransitionError.from(state, locale);
    await moveTo(query, found.id, to);
    await holdForDisputes(query, [found.resultId]);
    if (taken.by.party !== DisputeParty.CITIZEN) {
      await noteAccess({ ...context, em }, RecordAct.DISPUTE_ANSWERED, [found]);
    }
    outbox(...(await takeSteps(query, [{ ...taken, dispute: found }])));
    if (taken.by.party === DisputeParty.AUTHORITY) {
      outbox(acted(context, 'DISPUTE_ANSWERED', { disputeId: found.id }));
    }
    return null;
  });
  if (refused) return refused;
  const changed = await readableDispute(context, found.id);
  const [shown] = changed ? await presentDisputes(context, [changed]) : [];
  return shown ?? NotFoundError.of(locale);
}

/** Each state that waits for somebody has a deadline of its own, by the authority's policy. */
async function moveTo(query: Query, id: string, to: DisputeState): Promise<void> {
  const days = to === DisputeState.NEEDS_TIME ? 'extension_days' : 'answer_days';
  await query(
    isClosed(to)
      ? 'update results.dispute set state = $2, closed_at = now() where id = $1'
      : `update results.dispute set state = $2, overdue_at = null, due_at = now() + make_interval(days => ${days})
           from results.dispute_policy where id = $1`,
    [id, to],
  );
}
