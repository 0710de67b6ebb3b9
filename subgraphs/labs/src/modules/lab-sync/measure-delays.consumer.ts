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

/** Notes how long each result took to its first release, for a day: what a laboratory's median is made of. */
export function measureDelays(parts: { log: EventLog; logger: Logger; orm: Orm }): Promise<Tail> {
  const source = { ...parts, name: 'labs.release-delays', topics: ['test-result.released'] };
  return consume(source, async (batch, em) => {
    const query = queryIn(em);
    const first = batch
      .map((event) => ({ ...payloadOf('test-result.released', event), at: event.occurredAt }))
      // Events of before there were delays have none.
      .filter(({ delaySeconds }) => typeof delaySeconds === 'number');
    if (first.length) {
      await insertRows(
        query,
        'labs.release_delay',
        {
          result_id: { type: 'uuid', values: first.map(({ resultId }) => resultId) },
          lab_id: { type: 'uuid', values: first.map(({ labId }) => labId) },
          delay_seconds: { type: 'int', values: first.map(({ delaySeconds }) => delaySeconds) },
          released_at: { type: 'timestamptz', values: first.map(({ at }) => at.toISOString()) },
        },
        'on conflict (result_id) do nothing',
      );
    }
    await query("delete from labs.release_delay where released_at < now() - interval '24 hours'");
  });
}
