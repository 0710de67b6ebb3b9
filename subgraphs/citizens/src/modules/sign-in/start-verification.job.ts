import { setTimeout as pause } from 'node:timers/promises';
import { type JobQueue, type Logger, type Orm, queryIn } from '@ketqua/platform';
import { mayBeTexted } from '../notification/known-phones.js';
import { PhoneNetworkError, type PhoneVerifier } from '../phone-network/phone-verifier.js';
import { Challenge } from './challenge.entity.js';

/** The job's name. */
export const startVerification = 'start-verification';

/** What the job is given: no phone. */
export interface StartVerification {
  readonly challengeId: string;
}

/** How long the event that makes a phone known may be on its way. */
const patienceMilliseconds = 2_000;
const shortPauseMilliseconds = 200;

/** Few enough for a provider's limits, enough for one slow answer not to hold up the others. */
const workers = 4;

/** Thrown to have the job come again: by then the laboratory's report may have arrived. */
class PhoneNotKnownYetError extends Error {
  override readonly name = 'PhoneNotKnownYetError';
}

/** Declares the job that sends a code, where somebody may be texted. */
export async function workOnVerifications(
  jobs: JobQueue,
  parts: { orm: Orm; verifier: PhoneVerifier; log: Logger },
): Promise<void> {
  const settings = { retryLimit: 4, retryDelay: 1, expireInSeconds: 60 };
  const run = async (data: StartVerification) => {
    try {
      await start(parts, data);
    } finally {
      // A worker that found a job looks for another at once, not at its next poll.
      jobs.hurry(startVerification);
    }
  };
  for (let worker = 0; worker < workers; worker++) await jobs.work(startVerification, settings, run);
}

async function start(
  { orm, verifier, log }: { orm: Orm; verifier: PhoneVerifier; log: Logger },
  { challengeId }: StartVerification,
): Promise<void> {
  const em = orm.em.fork();
  const challenge = await em.findOne(Challenge, { id: challengeId });
  if (!challenge?.isOpen(new Date()) || challenge.verificationId) return;
  if (!(await isKnown(orm, challenge))) return;
  const { phone, channel, locale } = challenge;
  try {
    const { requestId } = await verifier.start(phone, { channel, locale, reference: challengeId });
    await queryIn(em)('update citizens.challenge set verification_id = $2 where id = $1', [
      challengeId,
      requestId,
    ]);
  } catch (error) {
    log.error({ challengeId, error }, 'a code could not be sent');
    const isHopeless = error instanceof PhoneNetworkError && error.code === 'REFUSED';
    if (!isHopeless) throw error;
  }
}

async function isKnown(orm: Orm, { phoneIndex, requestedAt }: Challenge): Promise<boolean> {
  const age = () => Date.now() - requestedAt.getTime();
  if (await mayBeTexted(orm.em.fork(), phoneIndex)) return true;
  // Most reports that are on their way arrive at once; a worker waits for them only while nothing waits for it.
  if (age() < shortPauseMilliseconds) {
    await pause(shortPauseMilliseconds);
    if (await mayBeTexted(orm.em.fork(), phoneIndex)) return true;
  }
  if (age() > patienceMilliseconds) return false;
  throw new PhoneNotKnownYetError('Looked for again in a second');
}
