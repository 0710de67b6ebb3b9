import { happened, type NewEvent, type Query } from '@ketqua/platform';

/**
 * The events that tell every laboratory anew, once a day: the log keeps three days, and who reads it for the first
 * time, or lost its place, is to know laboratories that were registered long ago. Nobody minds hearing twice.
 */
export async function registerDue(query: Query): Promise<NewEvent[]> {
  const due = await query(
    `update labs.keeper set register_told_at = now()
      where register_told_at is null or register_told_at not between now() - interval '24 hours' and now()
      returning 1`,
  );
  if (!due.length) return [];
  const labs = await query<{ labId: string }>('select id as "labId" from labs.lab order by id');
  return labs.map((lab) => happened('lab.registered', lab));
}
