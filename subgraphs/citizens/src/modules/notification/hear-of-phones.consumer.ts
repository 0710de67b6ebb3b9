import {
  consume,
  type EventLog,
  type JobQueue,
  type Logger,
  type Orm,
  payloadOf,
  queryIn,
  type Tail,
} from '@ketqua/platform';
import { enqueueNotices, noticesDue } from './due-notices.js';
import { keepPhones } from './keep-phones.js';

/**
 * Hears which phones laboratories reported, and for which of them something waits. One consumer for both, so that
 * a phone is known before its notice is due.
 */
export function hearOfPhones(parts: {
  log: EventLog;
  logger: Logger;
  orm: Orm;
  jobs: JobQueue;
}): Promise<Tail> {
  const { jobs, logger } = parts;
  const source = {
    ...parts,
    name: 'citizens.phones',
    topics: ['person.phone-reported', 'person.notice-due'],
  };
  return consume(source, async (batch, em) => {
    const query = queryIn(em);
    const reported = batch
      .filter(({ topic }) => topic === 'person.phone-reported')
      .map((event) => ({ eventId: event.id, ...payloadOf('person.phone-reported', event) }));
    await keepPhones(query, reported, logger);
    const notices = batch.filter(({ topic }) => topic === 'person.notice-due');
    const indexes = new Set(notices.flatMap((event) => payloadOf('person.notice-due', event).phoneIndexes));
    await enqueueNotices(em, jobs, await noticesDue(query, [...indexes]));
  });
}
