import { setTimeout as pause } from 'node:timers/promises';
import { type JobQueue, type Logger, type Orm, queryIn } from '@ketqua/platform';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { mayBeTexted } from '../notification/known-phones.js';
import { PhoneNetworkError, type PhoneVerifier } from '../phone-network/phone-verifier.js';
import { Challenge } from './challenge.entity.js';
import { noteAnswer, noteFailure } from './provider-health.js';
import { hasStrangersTries } from './shared-verification.js';
import type { TextBudget } from './text-budget.js';

/** The job's name. */
export const startVerification = 'start-verification';

/** What the job is given: no phone. */
export interface StartVerification {
  readonly challengeId: string;
}

interface StartParts {
  readonly orm: Orm;
  readonly verifier: PhoneVerifier;
  readonly budget: TextBudget;
  readonly log: Logger;
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
export async function workOnVerifications(jobs: JobQueue, parts: StartParts): Promise<void> {
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
  { orm, verifier, budget, log }: StartParts,
  { challengeId }: StartVerification,
): Promise<void> {
  const em = orm.em.fork();
  const challenge = await em.findOne(Challenge, { id: challengeId });
  if (!challenge?.isOpen(new Date()) || challenge.verificationId) return;
  if (!(await isKnown(orm, challenge))) return;
  if (!(await isTrusted(em, challenge)) && !(await budget.allows())) return;
  const { phone, channel, locale } = challenge;
  try {
    const query = queryIn(em);
    const isApart = challenge.isTrusted && (await hasStrangersTries(query, challenge.phoneIndex));
    const options = { channel, locale, reference: challengeId, isApart };
    const { requestId, replaced } =
      challenge.isRerouted && verifier.startOtherwise
        ? await verifier.startOtherwise(phone, options)
        : await verifier.start(phone, options);
    await noteAnswer(query);
    // A webhook may have sent it another way meanwhile: then the answer comes too late.
    await query(
      `update citizens.challenge set verification_id = $2, sent_at = now() where id = $1 and is_rerouted = $3`,
      [challengeId, requestId, challenge.isRerouted],
    );
    // Whoever asked before is answered by the code that was sent in its place; but not by one that is sent apart.
    if (replaced) {
      await query(
        `update citizens.challenge set verification_id = $2
          where verification_id = $1 and ended_at is null and (not $3 or is_trusted or attempts = 0)`,
        [replaced, requestId, isApart],
      );
    }
  } catch (error) {
    log.error({ challengeId, error }, 'a code could not be sent');
    await noteFailure(queryIn(em), error);
    const isHopeless = error instanceof PhoneNetworkError && error.code === 'REFUSED';
    if (!isHopeless) throw error;
  }
}

/** A known device, or somebody with a role: they get a code, whatever strangers have sent. */
async function isTrusted(em: SqlEntityManager, { isTrusted, phoneIndex }: Challenge): Promise<boolean> {
  if (isTrusted) return true;
  const [account] = await queryIn(em)<{ hasRole: boolean }>(
    `select roles && array['LAB_STAFF', 'OFFICER', 'HELP_DESK', 'ADMIN'] as "hasRole"
       from citizens.account where phone_index = $1`,
    [phoneIndex],
  );
  return account?.hasRole ?? false;
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
