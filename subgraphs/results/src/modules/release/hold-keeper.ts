import { type EventLog, happened, type Logger, type Orm, queryIn, unitOfWork } from '@ketqua/platform';
import { type Keeper, keep } from '../../keeper.js';
import type { HoldMode } from '../test-result/release-policy.js';
import { releaseHeld } from './release-held.js';

const everyMilliseconds = 30_000;
/** Few enough that a subscriber with a slow line is not cut off by a backlog. */
const resultsPerTransaction = 500;

interface Parts {
  readonly orm: Orm;
  readonly events: EventLog;
  readonly log: Logger;
}

interface Overdue {
  readonly resultId: string;
  readonly mode: HoldMode;
  readonly since: string;
}

/** Watches over results that wait too long, by the database's clock alone: looks every half minute. */
export function keepHolds(parts: Parts): Keeper {
  return keep({ name: 'result-holds', log: parts.log, everyMilliseconds }, async (isEnding) => {
    while (!isEnding() && (await soundAlarms(parts)) === resultsPerTransaction);
  });
}

/**
 * One step: results whose longest hold has passed. What waits for a notice to the authority is released by itself,
 * since a slow office must not keep a person from their result; what must be told in person, or what nobody has made
 * a policy for, never is: its alarm sounds again every day. Several processes share the work: a result that another
 * one has locked is left to it. Gives how many results it dealt with.
 */
export async function soundAlarms({ orm, events, log }: Parts): Promise<number> {
  const overdue = await unitOfWork({ em: orm.em.fork(), events }, async (em, outbox) => {
    const query = queryIn(em);
    // The result's row first, as everywhere: a correction locks it before it decides of the hold.
    const locked = await query<{ id: string }>(
      `select r.id from results.test_result r join results.result_hold h on h.result_id = r.id
        where h.alarm_at <= now() order by h.alarm_at limit $1 for update of r skip locked`,
      [resultsPerTransaction],
    );
    const found = await query<Overdue>(
      `update results.result_hold set alarm_at = now() + interval '1 day'
        where result_id = any($1::uuid[]) and alarm_at <= now()
        returning result_id as "resultId", mode, to_json(since) #>> '{}' as since`,
      [locked.map(({ id }) => id)],
    );
    const released = found.filter(({ mode }) => mode === 'AFTER_AUTHORITY_NOTICE');
    await releaseHeld(
      { query, outbox },
      released.map(({ resultId }) => resultId),
      { ground: 'HOLD_EXPIRED', releasedBy: null, note: null },
    );
    outbox(
      ...found.map(({ resultId, mode, since }) =>
        happened('result.hold-overdue', { resultId, mode, since: new Date(since).toISOString() }),
      ),
    );
    return found;
  });
  for (const [mode, of] of Map.groupBy(overdue, (one) => one.mode)) {
    log.fatal(
      {
        alarm: 'RESULT_HOLD_OVERDUE',
        mode,
        count: of.length,
        resultIds: of.slice(0, 20).map((one) => one.resultId),
      },
      mode === 'AFTER_AUTHORITY_NOTICE'
        ? 'results were released without the notice to the authority'
        : 'results wait for a person longer than they may',
    );
  }
  return overdue.length;
}
