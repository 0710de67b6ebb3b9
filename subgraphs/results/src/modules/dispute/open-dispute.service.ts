import { NotFoundError, newId, type Query, queryIn, rateLimited, unitOfWork } from '@ketqua/platform';
import type { ResultsContext } from '../../context.js';
import { keyRing } from '../../key-ring.js';
import { ownResult } from '../test-result/readable-result.js';
import { isWithdrawn } from '../test-result/status-transitions.js';
import type { ResultStatus } from '../test-result/test-result.vocabulary.js';
import { DisputeAlreadyOpenError, InvalidDisputeError } from './dispute.errors.js';
import type { OpenDisputeInput } from './dispute.input.js';
import type { DisputeType } from './dispute.type.js';
import { DisputeKind, DisputeParty, DisputeStepKind } from './dispute-state.js';
import { plainText } from './plain-text.js';
import { presentDisputes, readableDispute } from './readable-disputes.js';
import { holdForDisputes, type Step, takeSteps } from './take-step.js';

/** Disputes that an account may open in a day. */
const mostDaily = 10;
/** What speaks for itself without a statement. */
const plainKinds: readonly DisputeKind[] = [DisputeKind.NOT_MINE, DisputeKind.WRONG_OUTCOME];

export type OpenDisputeOutcome = DisputeType | DisputeAlreadyOpenError | InvalidDisputeError | NotFoundError;

/**
 * Disputes a result that was released to the viewer: its lab and the authority hear of it, and it is held until the
 * dispute is closed. One at a time for a result and an account. @throws RATE_LIMITED past ten a day
 */
export async function openDispute(
  context: ResultsContext,
  input: OpenDisputeInput,
): Promise<OpenDisputeOutcome> {
  const { viewer, locale } = context;
  if (viewer.kind !== 'account') return NotFoundError.of(locale);
  const { accountId } = viewer;
  const statement = plainText(input.statement);
  if (statement === undefined || (!statement && !plainKinds.includes(input.kind))) {
    return InvalidDisputeError.of(locale, 'INVALID_STATEMENT', 'statement');
  }
  const opened = await unitOfWork(context, async (em, outbox) => {
    const query = queryIn(em);
    await admitDispute(query, accountId);
    const result = await ownResult(context, input.resultId);
    const locked = result && (await lockResult(query, result.id));
    if (!locked) return NotFoundError.of(locale);
    const { version, status } = locked;
    if (isWithdrawn(status)) return InvalidDisputeError.of(locale, 'RESULT_ALREADY_WITHDRAWN', 'resultId');
    const [standing] = await query<{ id: string }>(
      'select id from results.dispute where result_id = $1 and account_id = $2 and closed_at is null',
      [result.id, accountId],
    );
    if (standing) return DisputeAlreadyOpenError.of(locale, standing.id);
    const { id: resultId, personId, labId } = result;
    const dispute = { id: newId(), resultId, personId, labId, accountId };
    await insertDispute(query, dispute, { version, kind: input.kind, statement });
    const by = { party: DisputeParty.CITIZEN, actorId: accountId };
    outbox(...(await takeSteps(query, [{ dispute, step: DisputeStepKind.OPENED, by }])));
    return dispute.id;
  });
  if (typeof opened !== 'string') return opened;
  const dispute = await readableDispute(context, opened);
  const [shown] = dispute ? await presentDisputes(context, [dispute]) : [];
  return shown ?? NotFoundError.of(locale);
}

/** An account's disputes are opened one after the other, and counted. @throws RATE_LIMITED */
async function admitDispute(query: Query, accountId: string): Promise<void> {
  await query("select pg_advisory_xact_lock(hashtextextended('dispute ' || $1, 0))", [accountId]);
  const [row] = await query<{ count: number; pause: string | null }>(
    `select count(*)::int as count, extract(epoch from min(opened_at) + interval '1 day' - now())::text as pause
       from results.dispute where account_id = $1 and opened_at > now() - interval '1 day'`,
    [accountId],
  );
  if (row!.count >= mostDaily) throw rateLimited(Number(row!.pause));
}

async function lockResult(
  query: Query,
  id: string,
): Promise<{ version: number; status: ResultStatus } | undefined> {
  const [locked] = await query<{ version: number; status: ResultStatus }>(
    'select version, status from results.test_result where id = $1 and released_at is not null for update',
    [id],
  );
  return locked;
}

/** Stores a dispute under the deadline of the policy; its result is held from now on. */
async function insertDispute(
  query: Query,
  { id, resultId, personId, labId, accountId }: Step['dispute'],
  said: { version: number; kind: DisputeKind; statement: string },
): Promise<void> {
  await query(
    `insert into results.dispute (id, result_id, result_version, person_id, lab_id, account_id, kind, statement,
            state, due_at)
     select $1, $2, $3, $4, $5, $6, $7, $8, 'OPEN', now() + make_interval(days => answer_days)
       from results.dispute_policy`,
    [
      ...[id, resultId, said.version, personId, labId, accountId, said.kind],
      keyRing.seal(said.statement, 'dispute.statement'),
    ],
  );
  await holdForDisputes(query, [resultId]);
}
