import { createHash } from 'node:crypto';
import type { StatusPlace } from '@ketqua/health-cert';
import type { Query } from '@ketqua/platform';

/** How many places are shuffled together: the order of issue can be told only from block to block. */
const blockSize = 4_096;

const takeOne = `delete from results.status_slot where index = (
  select index from results.status_slot order by place limit 1 for update skip locked) returning index`;

/**
 * Takes a free place in the status list, in the caller's transaction: one that is rolled back leaves it free. Two at
 * once take two. Indexes are dense, for a bitmap, and drawn at random from a block.
 *
 * @param shards how many shards the list has, a power of two up to 256
 */
export async function takeStatusPlace(
  query: Query,
  personId: string,
  { shards }: { shards: number },
): Promise<StatusPlace> {
  const [free] = await query<{ index: number }>(takeOne);
  const index = free?.index ?? (await takeOfNewBlock(query));
  return { shard: shardOf(personId, shards), index };
}

async function takeOfNewBlock(query: Query): Promise<number> {
  await query("select pg_advisory_xact_lock(hashtext('ketqua status list'))");
  // Whoever waited for the lock finds the block that the one before made.
  const [filled] = await query<{ index: number }>(takeOne);
  if (filled) return filled.index;
  await query(
    `insert into results.status_slot (index)
       select block.first + n
         from (select (nextval('results.status_block') * $1)::int as first) as block, generate_series(0, $1 - 1) as n`,
    [blockSize],
  );
  const [first] = await query<{ index: number }>(takeOne);
  return first!.index;
}

/** The shard goes with the person, so that one database answers for all that a person holds: 8 bits of them at most. */
function shardOf(personId: string, shards: number): number {
  return createHash('sha256').update(personId).digest()[0]! % shards;
}
