import { type EventLog, queryIn, unreadBy } from '@ketqua/platform';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { labsConsumer } from './hear-of-labs.consumer.js';

/** Whether there is such a laboratory: also one that was registered this moment, whose event waits to be read. */
export async function isKnownLab(
  { em, events }: { em: SqlEntityManager; events: EventLog },
  labId: string,
): Promise<boolean> {
  const query = queryIn(em);
  // In this order: what is read between the two questions is known by the second.
  const waiting = await unreadBy(events, { ...labsConsumer, field: 'labId' }, query);
  if (waiting.includes(labId.toLowerCase())) return true;
  const [known] = await query<{ id: string }>('select id from citizens.known_lab where id = $1', [labId]);
  return known !== undefined;
}
