import { type JobQueue, type Logger, type Orm, say } from '@ketqua/platform';
import { PhoneNetworkError } from '../phone-network/phone-verifier.js';
import type { TextSender } from '../phone-network/text-sender.js';
import { type Recipient, recipientsOf } from './recipient-of.js';

/** The job's name. */
export const sendNotices = 'send-notices';

/** How many phones one job takes: an import brings thousands at once. */
export const phonesPerJob = 100;

/** How many texts of a job are under way at once. */
const lanes = 10;

/** What the job is given: blind indexes of phones, base64url. */
export interface SendNotices {
  readonly phoneIndexes: readonly string[];
}

interface Parts {
  readonly orm: Orm;
  readonly sender: TextSender;
  readonly log: Logger;
}

/** Declares the job that tells phones that something waits: no medical word, no name, no link. */
export async function workOnNotices(jobs: JobQueue, parts: Parts): Promise<void> {
  const settings = { retryLimit: 5, retryDelay: 10, expireInSeconds: 300 };
  await jobs.work<SendNotices>(sendNotices, settings, async (data) => {
    try {
      const failed = await sendAll(parts, data.phoneIndexes);
      if (!failed.length) return;
      if (data.phoneIndexes.length === 1) throw new Error('The phone network did not take a notice');
      // Each is tried again by itself: the others have been told, and are not told twice.
      await parts.orm.em.fork().transactional(async (em) => {
        await jobs.sendMany(
          em,
          sendNotices,
          failed.map((phoneIndex) => ({ phoneIndexes: [phoneIndex] }) satisfies SendNotices),
        );
      });
    } finally {
      // A worker that found a job looks for another at once, not at its next poll.
      jobs.hurry(sendNotices);
    }
  });
}

/** Texts those of the phones that may be texted; gives those that are to be tried again. */
async function sendAll(parts: Parts, phoneIndexes: readonly string[]): Promise<string[]> {
  const recipients = await recipientsOf(
    parts.orm,
    phoneIndexes.map((index) => Buffer.from(index, 'base64url')),
  );
  const waiting = [...recipients];
  const failed: string[] = [];
  const lane = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const [phoneIndex, recipient] = next;
      if (!(await isSettled(parts, recipient))) failed.push(phoneIndex);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return failed;
}

/** Whether a text was sent, or never will be. */
async function isSettled({ sender, log }: Parts, { phone, locale }: Recipient): Promise<boolean> {
  const text = say(locale, { vi: 'Ketqua: bạn có thông báo mới.', en: 'You have a new message in Ketqua.' });
  try {
    await sender.send(phone, text);
    return true;
  } catch (error) {
    log.error({ error }, 'a notice could not be sent');
    return error instanceof PhoneNetworkError && error.code === 'REFUSED';
  }
}
