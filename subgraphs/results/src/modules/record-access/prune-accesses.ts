import type { EventLog } from '@ketqua/platform';

/** How long it is kept who opened a record. */
const daysKept = 730;
const rowsPerStep = 10_000;

/** Lets go of what is older than two years, some rows a statement. The log's ids are UUIDv7: they begin with the time. */
export async function pruneAccesses({ database }: EventLog): Promise<number> {
  for (let pruned = 0; ; ) {
    const gone = await database.query(
      `delete from results.record_access where id in (
         select id from results.record_access
          where id < (lpad(to_hex((extract(epoch from now() - make_interval(days => $1)) * 1000)::bigint), 12, '0')
                      || '70008000000000000000')::uuid
          order by id limit $2)
       returning id`,
      [daysKept, rowsPerStep],
    );
    pruned += gone.length;
    if (gone.length < rowsPerStep) return pruned;
  }
}
