import { setTimeout as pause } from 'node:timers/promises';
import { queryIn, UserError, unitOfWork } from '@ketqua/platform';
import { LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { validate } from 'uuid';
import type { CitizensContext } from '../../context.js';
import { accountMadeFor } from '../account/account-of-phone.js';
import { type CodeJudgement, codeLength } from '../phone-network/phone-verifier.js';
import { beginSession, sessionFor } from '../session/open-session.js';
import type { Session } from '../session/session.type.js';
import { Challenge, maximalAttempts } from './challenge.entity.js';
import { OtpExpiredError, OtpIncorrectError, OtpLockedError, OtpUnavailableError } from './otp-errors.js';
import type { VerifyOtpInput } from './verify-otp.input.js';

/** What a code can come to. */
export type VerifyOtpAnswer =
  | Session
  | OtpIncorrectError
  | OtpExpiredError
  | OtpLockedError
  | OtpUnavailableError;

/**
 * Checks a code and signs in. An attempt is taken before the provider is asked, and the database is not held while
 * it answers: however many ask at once, at most five are ever judged.
 */
export async function verifyOtp(context: CitizensContext, input: VerifyOtpInput): Promise<VerifyOtpAnswer> {
  const began = Date.now();
  const attempt = await takeAttempt(context, input.challengeId);
  if (attempt instanceof UserError) return attempt;
  const judgement = await judge(context, attempt, input.code);
  if (judgement === 'CORRECT') return signIn(context, attempt.id);
  const answer = await refusal(context, attempt, judgement);
  const left = context.settings.wrongCodeMilliseconds - (Date.now() - began);
  if (left > 0) await pause(left);
  return answer;
}

function locked(em: SqlEntityManager, id: string): Promise<Challenge | null> {
  return em.findOne(Challenge, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
}

async function takeAttempt(
  context: CitizensContext,
  challengeId: string,
): Promise<Challenge | OtpExpiredError | OtpLockedError> {
  if (!validate(challengeId)) return OtpExpiredError.of(context.locale);
  return unitOfWork(context, async (em) => {
    const challenge = await locked(em, challengeId);
    if (!challenge?.isOpen(new Date())) return OtpExpiredError.of(context.locale);
    if (challenge.isLocked()) return OtpLockedError.of(challenge, context.locale);
    challenge.attempts++;
    return challenge;
  });
}

async function judge(
  { verifier, log }: CitizensContext,
  { id, verificationId }: Challenge,
  code: string,
): Promise<CodeJudgement> {
  const digits = code.normalize('NFKC').replaceAll(/[\s-]/g, '');
  const isCode = digits.length === codeLength && /^\d+$/.test(digits);
  if (!verificationId || !isCode) return 'INCORRECT';
  const judgement = await verifier.check(verificationId, digits);
  if (judgement === 'UNAVAILABLE') log.warn({ challengeId: id }, 'a code could not be checked');
  return judgement;
}

async function refusal(
  { em, locale }: CitizensContext,
  challenge: Challenge,
  judgement: CodeJudgement,
): Promise<OtpIncorrectError | OtpLockedError | OtpUnavailableError> {
  const { id, attempts } = challenge;
  if (judgement === 'UNAVAILABLE') {
    await queryIn(em)('update citizens.challenge set attempts = attempts - 1 where id = $1', [id]);
    return OtpUnavailableError.of(locale);
  }
  // A provider that counts for itself may lock or end a verification earlier than we do. For a phone that nobody was
  // texted at none would, and the difference would tell which phones are known: it is a wrong code like any other.
  if (attempts >= maximalAttempts) return OtpLockedError.of(challenge, locale);
  return OtpIncorrectError.after(attempts, locale);
}

async function signIn(context: CitizensContext, challengeId: string): Promise<Session | OtpExpiredError> {
  const opened = await unitOfWork(context, async (em) => {
    const challenge = await locked(em, challengeId);
    if (!challenge || challenge.endedAt) return null;
    challenge.endedAt = new Date();
    // A provider may have texted one code for several requests: it is used for all of them.
    await queryIn(em)('update citizens.challenge set ended_at = now() where verification_id = $1', [
      challenge.verificationId,
    ]);
    const account = await accountMadeFor(em, challenge.phone, challenge.locale);
    account.locale = challenge.locale;
    return beginSession(em, account);
  });
  return opened ? sessionFor(context, opened) : OtpExpiredError.of(context.locale);
}
