import type { SqlEntityManager } from '@mikro-orm/sql';
import { queryIn } from '../database/query-in.js';
import type { NewEvent } from './event.js';
import { appendParameters, appendStatement, type EventLog, type Query } from './event-log.js';

/** Collects what happened in a unit of work; written with it, told after it. */
export type Outbox = (...events: NewEvent[]) => void;

/** Writes events in the transaction of `query`, for whoever has no unit of work: readers find them within a second. */
export async function writeEvents(query: Query, events: readonly NewEvent[]): Promise<void> {
  if (events.length) await query(appendStatement, appendParameters(events));
}

/**
 * Runs `work` in one transaction with the events that it reports. Either all of it is committed and its events
 * will be read by every consumer, or nothing happened. Readers are woken once, after the commit.
 */
export async function unitOfWork<Result>(
  { em, events }: { em: SqlEntityManager; events: EventLog },
  work: (em: SqlEntityManager, outbox: Outbox) => Promise<Result>,
): Promise<Result> {
  const reported: NewEvent[] = [];
  const result = await em.transactional(async (transaction) => {
    const outcome = await work(transaction as SqlEntityManager, (...happened) => reported.push(...happened));
    await transaction.flush();
    if (reported.length) {
      await queryIn(transaction as SqlEntityManager)(appendStatement, appendParameters(reported));
    }
    return outcome;
  });
  if (reported.length) await events.wake();
  return result;
}
