import { type JobQueue, type Locale, type Logger, type Orm, queryIn, say } from '@ketqua/platform';
import { keyRing } from '../../key-ring.js';
import { PhoneNetworkError } from '../phone-network/phone-verifier.js';
import type { TextSender } from '../phone-network/text-sender.js';

/** The job's name. */
export const sendNotice = 'send-notice';

/** What the job is given: the phone's blind index, base64url. */
export interface SendNotice {
  readonly phoneIndex: string;
}

/** Declares the job that tells a phone that something waits: no medical word, no name, no link. */
export async function workOnNotices(
  jobs: JobQueue,
  parts: { orm: Orm; sender: TextSender; log: Logger },
): Promise<void> {
  const settings = { retryLimit: 5, retryDelay: 10, expireInSeconds: 60 };
  await jobs.work<SendNotice>(sendNotice, settings, async (data) => {
    try {
      await send(parts, data);
    } finally {
      // A worker that found a job looks for another at once, not at its next poll.
      jobs.hurry(sendNotice);
    }
  });
}

async function send(
  { orm, sender, log }: { orm: Orm; sender: TextSender; log: Logger },
  { phoneIndex }: SendNotice,
): Promise<void> {
  const recipient = await recipientOf(orm, Buffer.from(phoneIndex, 'base64url'));
  if (!recipient) return;
  const text = say(recipient.locale, {
    vi: 'Ketqua: bạn có thông báo mới.',
    en: 'You have a new message in Ketqua.',
  });
  try {
    await sender.send(recipient.phone, text);
  } catch (error) {
    log.error({ error }, 'a notice could not be sent');
    const isHopeless = error instanceof PhoneNetworkError && error.code === 'REFUSED';
    if (!isHopeless) throw error;
  }
}

/** Whose phone it is, or null where it may not be texted. Whoever never signed in is written to in Vietnamese. */
async function recipientOf(orm: Orm, phoneIndex: Buffer): Promise<{ phone: string; locale: Locale } | null> {
  const query = queryIn(orm.em.fork());
  const [account] = await query<{ phone: Uint8Array; locale: Locale }>(
    'select phone, locale from citizens.account where phone_index = $1',
    [phoneIndex],
  );
  if (account) return { phone: keyRing.open(account.phone, 'account.phone'), locale: account.locale };
  const [known] = await query<{ phone: Uint8Array }>(
    'select phone from citizens.known_phone where phone_index = $1',
    [phoneIndex],
  );
  return known ? { phone: keyRing.open(known.phone, 'known_phone.phone'), locale: 'vi' } : null;
}
