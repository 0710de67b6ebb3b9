import {
  consume,
  type EventLog,
  type JobQueue,
  type LoggedEvent,
  type Logger,
  type Orm,
  payloadOf,
  queryIn,
  type Tail,
  type Topics,
} from '@ketqua/platform';
import { keepPhones } from './keep-phones.js';
import { type SendLabMessage, sendLabMessage } from './send-lab-message.job.js';

/** What is older helps nobody: the next change is told instead. */
const longestMilliseconds = 6 * 3_600_000;

/** Hears whom to text about a laboratory, and when; the phone is known before its message is due. */
export function hearOfLabContacts(parts: {
  log: EventLog;
  logger: Logger;
  orm: Orm;
  jobs: JobQueue;
}): Promise<Tail> {
  const { jobs, logger } = parts;
  const topics = ['lab.contact-registered', 'lab.contact-due'] as const;
  return consume({ ...parts, name: 'citizens.lab-contacts', topics }, async (batch, em) => {
    const told = batch.map((event) => ({
      eventId: event.id,
      phones: [event.payload as unknown as Topics[(typeof topics)[number]]],
    }));
    await keepPhones(queryIn(em), told, logger);
    for (const message of messagesDue(batch)) await jobs.send(em, sendLabMessage, message);
  });
}

/** The last message of each laboratory. */
function messagesDue(batch: readonly LoggedEvent[]): SendLabMessage[] {
  const last = new Map<string, SendLabMessage>();
  for (const event of batch) {
    if (event.topic !== 'lab.contact-due') continue;
    if (event.occurredAt.getTime() < Date.now() - longestMilliseconds) continue;
    const { labId, sealedPhone: _, ...message } = payloadOf('lab.contact-due', event);
    last.set(labId, message);
  }
  return [...last.values()];
}
