import { setTimeout as pause } from 'node:timers/promises';
import { type Query, queryIn, UserError, unitOfWork } from '@ketqua/platform';
import { LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { validate } from 'uuid';
import type { CitizensContext } from '../../context.js';
import { accountMadeFor } from '../account/account-of-phone.js';
import { wakeAccount } from '../account/idle-accounts.js';
import { type CodeJudgement, codeLength, PhoneNetworkError } from '../phone-network/phone-verifier.js';
import { beginSession, sessionFor } from '../session/open-session.js';
import { renewCode } from '../session/renew-code.js';
import type { Session } from '../session/session.type.js';
import { Challenge, maximalAttempts, maximalUnanswered } from './challenge.entity.js';
import { forgiveFailure, takeFailure } from './failures.js';
import { OtpExpiredError, OtpIncorrectError, OtpLockedError, OtpUnavailableError } from './otp-errors.js';
import { noteAnswer, noteFailure } from './provider-health.js';
import { askerFor } from './request-limits.js';
import { isLeftToDevice } from './shared-verification.js';
import type { VerifyOtpInput } from './verify-otp.input.js';

/** How often is looked for a verification that is on its way. */
const earlyPauseMilliseconds = 100;

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
  const deviceToken = context.deviceToken ?? input.deviceToken ?? null;
  const { subject } = await askerFor(context, attempt.phoneIndex, deviceToken);
  const wait = await takeFailure(context, subject);
  if (wait) return OtpLockedError.until(wait, context.locale);
  const earlyUntil = attempt.requestedAt.getTime() + context.settings.earlyCodeMilliseconds;
  const judgement = await judge(context, attempt, { code: input.code, earlyUntil });
  if (judgement === 'CORRECT' || judgement === 'UNAVAILABLE') await forgiveFailure(context, subject);
  if (judgement === 'CORRECT') return signIn(context, attempt.id, deviceToken);
  const answer = await refusal(context, attempt, judgement);
  const left = Math.max(began, earlyUntil) + context.settings.wrongCodeMilliseconds - Date.now();
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
  { verifier, log, em }: CitizensContext,
  challenge: Challenge,
  { code, earlyUntil }: { code: string; earlyUntil: number },
): Promise<CodeJudgement> {
  const { id, isTrusted } = challenge;
  const digits = code.normalize('NFKC').replaceAll(/[\s-]/g, '');
  const isCode = digits.length === codeLength && /^\d+$/.test(digits);
  if (!isCode) return 'INCORRECT';
  // Where nobody was texted the provider is asked about a verification that it does not have: it answers as slowly, and
  // fails as often, as for a phone that it knows.
  const query = queryIn(em);
  const verificationId = challenge.verificationId ?? (await verificationOnItsWay(query, id, earlyUntil));
  const isAsked = verificationId && !(await isLeftToDevice(query, { isTrusted, verificationId }));
  const judgement = await verifier.check(isAsked ? verificationId : id, digits);
  if (judgement === 'UNAVAILABLE') {
    log.warn({ challengeId: id }, 'a code could not be checked');
    await noteFailure(query, new PhoneNetworkError('UNAVAILABLE'));
  } else await noteAnswer(query);
  return judgement;
}

/**
 * A code may reach its phone, and a browser type it, before the provider has told us which verification it answers.
 * Whether anybody is texted at all does not matter: a refusal is held back until this wait is over for everybody.
 */
async function verificationOnItsWay(query: Query, id: string, until: number): Promise<string | null> {
  while (Date.now() < until) {
    await pause(Math.min(earlyPauseMilliseconds, Math.max(until - Date.now(), 0)));
    const [row] = await query<{ verificationId: string | null }>(
      'select verification_id as "verificationId" from citizens.challenge where id = $1',
      [id],
    );
    if (row?.verificationId) return row.verificationId;
  }
  return null;
}

async function refusal(
  { em, locale }: CitizensContext,
  challenge: Challenge,
  judgement: CodeJudgement,
): Promise<OtpIncorrectError | OtpLockedError | OtpUnavailableError> {
  const { id, attempts } = challenge;
  if (judgement === 'UNAVAILABLE') {
    // What was not answered may have been judged: forgiven without end, a slow provider would be asked without end.
    const [forgiven] = await queryIn(em)(
      `update citizens.challenge set attempts = attempts - 1, unanswered = unanswered + 1
        where id = $1 and unanswered < $2 returning true`,
      [id, maximalUnanswered],
    );
    const isOver = !forgiven && attempts >= maximalAttempts;
    return isOver ? OtpLockedError.of(challenge, locale) : OtpUnavailableError.of(locale);
  }
  // A provider that counts for itself may lock or end a verification earlier than we do. For a phone that nobody was
  // texted at none would, and the difference would tell which phones are known: it is a wrong code like any other.
  if (attempts >= maximalAttempts) return OtpLockedError.of(challenge, locale);
  return OtpIncorrectError.after(attempts, locale);
}

async function signIn(
  context: CitizensContext,
  challengeId: string,
  deviceToken: string | null,
): Promise<Session | OtpExpiredError> {
  const opened = await unitOfWork(context, async (em, outbox) => {
    const challenge = await locked(em, challengeId);
    if (!challenge || challenge.endedAt) return null;
    challenge.endedAt = new Date();
    // A provider may have texted one code for several requests: it is used for all of them.
    await queryIn(em)('update citizens.challenge set ended_at = now() where verification_id = $1', [
      challenge.verificationId,
    ]);
    const account = await accountMadeFor(em, challenge.phone, challenge.locale);
    await wakeAccount(em, outbox, account);
    const renewed = await renewCode(em, context, { account, deviceToken });
    if (renewed) return renewed;
    account.locale = challenge.locale;
    return beginSession(em, outbox, { account, deviceToken, agent: context.agent });
  });
  return opened ? sessionFor(context, opened) : OtpExpiredError.of(context.locale);
}
