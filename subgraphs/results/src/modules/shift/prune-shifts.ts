import type { EventLog } from '@ketqua/platform';

/** How long it is kept who stood where: as long as who opened a record. */
const daysKept = 730;

/**
 * Lets go of shifts that ended more than two years ago. The last of an officer at a checkpoint stays: it says that
 * there is a plan, and without one they might stand there at any time. Gives how many went.
 */
export async function pruneShifts({ database }: EventLog): Promise<number> {
  const gone = await database.query(
    `delete from results.shift
      where ends_at < now() - make_interval(days => $1) and exists (
        select from results.shift as later
         where later.account_id = shift.account_id and later.checkpoint_id = shift.checkpoint_id
           and (later.ends_at, later.id) > (shift.ends_at, shift.id))
     returning id`,
    [daysKept],
  );
  return gone.length;
}
