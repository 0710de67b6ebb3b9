import { type EventLog, type Logger, type Orm, queryIn, unitOfWork } from '@ketqua/platform';
import { type Keeper, keep } from '../../keeper.js';
import type { DisputeRecord } from './dispute-record.js';
import { DisputeStepKind } from './dispute-state.js';
import { takeSteps, theClock } from './take-step.js';

const everyMilliseconds = 30_000;
const disputesPerTransaction = 200;

interface Parts {
  readonly orm: Orm;
  readonly events: EventLog;
  readonly log: Logger;
}

/** Tells of disputes whose deadline passed, by the database's clock: looks every half minute. */
export function keepDisputes(parts: Parts): Keeper {
  return keep({ name: 'disputes', log: parts.log, everyMilliseconds }, async (isEnding) => {
    while (!isEnding() && (await tellOverdue(parts)) === disputesPerTransaction);
  });
}

/** One step: each overdue dispute is told of once, whichever process looks. Gives how many. */
export async function tellOverdue({ orm, events, log }: Parts): Promise<number> {
  const overdue = await unitOfWork({ em: orm.em.fork(), events }, async (em, outbox) => {
    const query = queryIn(em);
    const found = await query<DisputeRecord>(
      `update results.dispute set overdue_at = now() where id in (
         select id from results.dispute where closed_at is null and overdue_at is null and due_at <= now()
          order by due_at limit $1 for update skip locked)
       returning id, result_id as "resultId", person_id as "personId", lab_id as "labId", account_id as "accountId"`,
      [disputesPerTransaction],
    );
    const steps = found.map((dispute) => ({ dispute, step: DisputeStepKind.OVERDUE, by: theClock }));
    outbox(...(await takeSteps(query, steps)));
    return found;
  });
  if (overdue.length) {
    log.error(
      {
        alarm: 'DISPUTE_OVERDUE',
        count: overdue.length,
        disputeIds: overdue.slice(0, 20).map(({ id }) => id),
      },
      'disputes wait for an answer longer than they may',
    );
  }
  return overdue.length;
}
