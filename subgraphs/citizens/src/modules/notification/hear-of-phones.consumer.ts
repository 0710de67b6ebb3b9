import {
  consume,
  type EventLog,
  insertRows,
  type JobQueue,
  type LoggedEvent,
  type Logger,
  type Orm,
  payloadOf,
  type Query,
  queryIn,
  SealBrokenError,
  type Tail,
} from '@ketqua/platform';
import { keyRing, phoneTransitRing } from '../../key-ring.js';
import { type SendNotice, sendNotice } from './send-notice.job.js';

/** No phone is texted more often than this, however many results come in. */
const noticeMinutes = 10;

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
    await keepPhones(query, batch, logger);
    for (const phoneIndex of await noticesDue(query, batch)) {
      await jobs.send(em, sendNotice, { phoneIndex } satisfies SendNotice);
    }
  });
}

async function keepPhones(query: Query, batch: readonly LoggedEvent[], logger: Logger): Promise<void> {
  const phones = new Map<string, string>();
  for (const event of batch) {
    if (event.topic !== 'person.phone-reported') continue;
    for (const { phoneIndex, sealedPhone } of payloadOf('person.phone-reported', event).phones) {
      try {
        phones.set(phoneIndex, phoneTransitRing.open(Buffer.from(sealedPhone, 'base64'), 'event.phone'));
      } catch (error) {
        // Sealed under a key that is gone: trying again would stop everything behind it.
        if (!(error instanceof SealBrokenError)) throw error;
        logger.error({ event: event.id }, 'a reported phone cannot be opened');
      }
    }
  }
  if (!phones.size) return;
  await insertRows(
    query,
    'citizens.known_phone',
    {
      phone_index: {
        type: 'bytea',
        values: [...phones.keys()].map((index) => Buffer.from(index, 'base64url')),
      },
      phone: {
        type: 'bytea',
        values: [...phones.values()].map((phone) => keyRing.seal(phone, 'known_phone.phone')),
      },
    },
    'on conflict (phone_index) do update set reported_at = now()',
  );
}

/** The phones to text now, as base64url indexes; marked as texted in the same transaction as their jobs. */
async function noticesDue(query: Query, batch: readonly LoggedEvent[]): Promise<string[]> {
  const notices = batch.filter(({ topic }) => topic === 'person.notice-due');
  const indexes = new Set(notices.flatMap((event) => payloadOf('person.notice-due', event).phoneIndexes));
  if (!indexes.size) return [];
  const due = await insertRows<{ phone_index: Uint8Array }>(
    query,
    'citizens.notice as earlier',
    {
      phone_index: { type: 'bytea', values: [...indexes].map((index) => Buffer.from(index, 'base64url')) },
      due_at: { type: 'timestamptz', values: [...indexes].map(() => new Date().toISOString()) },
    },
    `on conflict (phone_index) do update set due_at = excluded.due_at
       where earlier.due_at <= excluded.due_at - interval '${noticeMinutes} minutes' returning phone_index`,
  );
  return due.map(({ phone_index }) => Buffer.from(phone_index).toString('base64url'));
}
