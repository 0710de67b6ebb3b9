import { setTimeout as pause } from 'node:timers/promises';
import {
  type EventLog,
  type EventStream,
  type Logger,
  type Orm,
  type Query,
  queryIn,
} from '@ketqua/platform';
import { type Keeper, keep } from '../../keeper.js';
import type { AccessorKind } from '../record-access/record-act.js';
import { type RecallCriteria, recalled } from './recall-criteria.js';
import { withdrawResults } from './withdraw-results.js';

/** How many results one transaction withdraws: the event log's readers wait for every open one. */
export const resultsPerStep = 1_000;
/** How often a process looks for recalls that another one left. */
const everyMilliseconds = 10_000;
/** How long the transactions that were open at the start are waited for before they are looked at again. */
const horizonMilliseconds = 200;

/** With this many events before a subscriber the next step waits for it: it is cut off with 2,000. */
const mostBacklog = 500;
/** How long a step waits for a subscriber at most: a line that hangs must not hold up a recall. */
const patienceMilliseconds = 3_000;

interface Parts {
  readonly orm: Orm;
  readonly events: EventLog;
  readonly stream: EventStream;
  readonly log: Logger;
}

interface RecallRow extends Omit<RecallCriteria, 'resultedFrom' | 'resultedTo'> {
  readonly id: string;
  readonly reason: string;
  readonly recalledBy: AccessorKind;
  readonly recalledById: string | null;
  readonly resultedFrom: string | null;
  readonly resultedTo: string | null;
  readonly startedAt: string;
  readonly lastId: string | null;
  /** Whether whatever was open when it began has ended: nothing of before can come any more. */
  readonly isSettled: boolean;
}

/**
 * Carries out recalls, each by one process at a time: at the start, when one begins, and every ten seconds in case
 * another process died over one. Between the steps it rests a millisecond for each result, and a little longer while a
 * subscriber of this process is behind, so that whoever follows the lab's results live is not cut off by their number.
 */
export function keepRecalls(parts: Parts): Keeper {
  return keep({ name: 'recalls', log: parts.log, everyMilliseconds }, async (isEnding) => {
    while (!isEnding()) {
      await subscribersRead(parts.stream, isEnding);
      const step = await recallStep(parts);
      if (step === 'idle') return;
      await pause(step.withdrawn || (step.isWaiting ? horizonMilliseconds : 0));
    }
  });
}

async function subscribersRead(stream: EventStream, isEnding: () => boolean): Promise<void> {
  const patience = Date.now() + patienceMilliseconds;
  while (stream.backlog > mostBacklog && Date.now() < patience && !isEnding()) await pause(50);
}

/** One transaction of the oldest recall that no other process is at, or `idle`. */
export async function recallStep({
  orm,
  events,
}: Pick<Parts, 'orm' | 'events'>): Promise<'idle' | { withdrawn: number; isWaiting: boolean }> {
  const step = await orm.em.fork().transactional(async (em) => {
    const query = queryIn(em);
    const recall = await lockRecall(query);
    if (!recall) return 'idle';
    const resultIds = await lockResults(query, recall);
    const { qrTokensRevoked } = await withdrawResults(query, resultIds, recall);
    const isWholePass = resultIds.length < resultsPerStep;
    const isComplete = isWholePass && recall.lastId === null && recall.isSettled;
    await query(
      `update results.recall
          set withdrawn = withdrawn + $2, qr_tokens_revoked = qr_tokens_revoked + $3, last_id = $4,
              matched = greatest(matched, withdrawn + $2),
              state = case when $5 then 'COMPLETE' else state end,
              completed_at = case when $5 then now() end
        where id = $1`,
      // A pass that came to the end is followed by another from the beginning, until one finds nothing.
      [recall.id, resultIds.length, qrTokensRevoked, isWholePass ? null : resultIds.at(-1), isComplete],
    );
    return { withdrawn: resultIds.length, isWaiting: !recall.isSettled && isWholePass };
  });
  if (step !== 'idle' && step.withdrawn) await events.wake();
  return step;
}

async function lockRecall(query: Query): Promise<RecallRow | undefined> {
  const [recall] = await query<RecallRow>(
    `select id, lab_id as "labId", run_id as "runId", instrument, kit_lot as "kitLot",
            resulted_from as "resultedFrom", resulted_to as "resultedTo", reason, recalled_by as "recalledBy",
            recalled_by_id as "recalledById",
            started_at as "startedAt", last_id as "lastId",
            horizon <= pg_snapshot_xmin(pg_current_snapshot()) as "isSettled"
       from results.recall where state = 'PROCESSING' order by id limit 1 for update skip locked`,
  );
  return recall;
}

/** The next results of the recall: what a lab said of them after it began stands. */
async function lockResults(query: Query, recall: RecallRow): Promise<string[]> {
  const time = (text: string | null) => (text === null ? null : new Date(text));
  const { sql, parameters } = recalled({
    ...recall,
    resultedFrom: time(recall.resultedFrom),
    resultedTo: time(recall.resultedTo),
  });
  const next = parameters.length + 1;
  const rows = await query<{ id: string }>(
    `select r.id from results.test_result r
      where ${sql} and r.changed_at <= $${next}::timestamptz ${recall.lastId ? `and r.id > $${next + 1}::uuid` : ''}
      order by r.id limit ${resultsPerStep} for update`,
    [...parameters, recall.startedAt, ...(recall.lastId ? [recall.lastId] : [])],
  );
  return rows.map(({ id }) => id);
}
