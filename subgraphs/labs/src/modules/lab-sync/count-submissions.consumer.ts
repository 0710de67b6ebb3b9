import {
  consume,
  type EventLog,
  insertRows,
  type Logger,
  type Orm,
  payloadOf,
  queryIn,
  type Tail,
} from '@ketqua/platform';
import { announceReturns } from './announce-changes.js';
import { hearOfLabs } from './hear-of-labs.js';

/** The consumer's name and what it hears. */
export const boardConsumer = { name: 'labs.sync-board', topics: ['submission.received'] } as const;

/** Feeds the sync board: a submission marks its laboratory as heard of, and counts for an hour. */
export function countSubmissions(parts: { log: EventLog; logger: Logger; orm: Orm }): Promise<Tail> {
  const source = { ...parts, ...boardConsumer };
  return consume(source, async (batch, em) => {
    const query = queryIn(em);
    const received = batch.map((event) => payloadOf('submission.received', event));
    const submissions = [...Map.groupBy(received, ({ submissionId }) => submissionId)].map(([id, told]) => ({
      ...told.at(-1)!,
      submissionId: id,
      // A large import is told some rows at a time.
      accepted: told.reduce((sum, { accepted }) => sum + accepted, 0),
    }));
    await insertRows(
      query,
      'labs.submission as earlier',
      {
        id: { type: 'uuid', values: submissions.map(({ submissionId }) => submissionId) },
        lab_id: { type: 'uuid', values: submissions.map(({ labId }) => labId) },
        accepted: { type: 'int', values: submissions.map(({ accepted }) => accepted) },
        received_at: { type: 'timestamptz', values: submissions.map(({ receivedAt }) => receivedAt) },
      },
      `on conflict (id) do update set accepted = earlier.accepted + excluded.accepted,
         received_at = greatest(earlier.received_at, excluded.received_at)`,
    );
    const heard = new Map<string, Date>();
    for (const { labId, receivedAt } of received) {
      const at = new Date(receivedAt);
      if (at > (heard.get(labId) ?? new Date(0))) heard.set(labId, at);
    }
    await hearOfLabs(query, heard);
    await parts.log.append(query, await announceReturns(query, [...heard.keys()]));
    // Only the last hour is counted: what is older would only make the table long.
    await query("delete from labs.submission where received_at < now() - interval '72 hours'");
  });
}
