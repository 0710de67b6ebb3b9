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

/** Feeds the sync board: a submission marks its laboratory as heard of, and counts for an hour. */
export function countSubmissions(parts: { log: EventLog; logger: Logger; orm: Orm }): Promise<Tail> {
  const source = { ...parts, name: 'labs.sync-board', topics: ['submission.received'] };
  return consume(source, async (batch, em) => {
    const query = queryIn(em);
    const received = batch.map((event) => payloadOf('submission.received', event));
    const submissions = [...Map.groupBy(received, ({ submissionId }) => submissionId)].map(([id, parts]) => ({
      ...parts.at(-1)!,
      submissionId: id,
      // A large import is told a thousand rows at a time.
      accepted: parts.reduce((sum, { accepted }) => sum + accepted, 0),
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
    await query(
      `update labs.lab set last_synced_at = greatest(lab.last_synced_at, heard.at)
         from (select lab_id, max(received_at) as at
                 from unnest($1::uuid[], $2::timestamptz[]) as heard (lab_id, received_at) group by lab_id) as heard
        where lab.id = heard.lab_id`,
      [submissions.map(({ labId }) => labId), submissions.map(({ receivedAt }) => receivedAt)],
    );
    // Only the last hour is counted: what is older would only make the table long.
    await query("delete from labs.submission where received_at < now() - interval '72 hours'");
  });
}
