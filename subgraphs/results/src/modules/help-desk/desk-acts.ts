import { newId, pageSize, type Query, queryIn, rateLimited } from '@ketqua/platform';
import { validate as isUuid } from 'uuid';
import type { ResultsContext } from '../../context.js';
import { DeskAct, type DeskActKind } from './help-desk.types.js';

/** How many people an officer may look for in an hour: a queue at a counter, not a list of names. */
const mostSearches = 30;

/** Counts a search of the officer's, whose searches go one after the other. @throws GraphQLError RATE_LIMITED */
export async function admitSearch(query: Query, officerId: string): Promise<void> {
  await query('select pg_advisory_xact_lock(hashtextextended($1, 1))', [officerId]);
  const [row] = await query<{ searches: number; pause: string | null }>(
    `select count(*)::int as searches, extract(epoch from min(at) + interval '1 hour' - now())::text as pause
       from results.desk_act
      where officer_id = $1 and act in ('FOUND', 'NOT_FOUND', 'PHONE_REPORTED') and at > now() - interval '1 hour'`,
    [officerId],
  );
  if (row!.searches >= mostSearches) throw rateLimited(Number(row!.pause));
}

/** Writes down what an officer did. */
export async function keepDeskAct(
  query: Query,
  officerId: string,
  act: DeskActKind,
  personId: string | null,
): Promise<void> {
  await query('insert into results.desk_act (id, officer_id, act, person_id) values ($1, $2, $3, $4)', [
    ...[newId(), officerId, act, personId],
  ]);
}

/** Whether the officer found this person within the last hour: whoever stands at the counter is still there. */
export async function hasJustFound(query: Query, officerId: string, personId: string): Promise<boolean> {
  const found = await query(
    `select from results.desk_act
      where officer_id = $1 and person_id = $2 and act = 'FOUND' and at > now() - interval '1 hour' limit 1`,
    [officerId, personId],
  );
  return found.length > 0;
}

/** What help desks did, newest first, one more than a page of `first`. */
export async function listDeskActs(
  { em }: ResultsContext,
  first: number,
  after: string | null | undefined,
): Promise<DeskAct[]> {
  const rows = await queryIn(em)<{ id: string; officerId: string; act: DeskActKind; at: string }>(
    `select id, officer_id as "officerId", act, to_json(at) #>> '{}' as at from results.desk_act
      where $1::uuid is null or id < $1::uuid order by id desc limit $2`,
    [after && isUuid(after) ? after : null, pageSize(first) + 1],
  );
  return rows.map(({ at, ...row }) => Object.assign(new DeskAct(), { ...row, at: new Date(at) }));
}
