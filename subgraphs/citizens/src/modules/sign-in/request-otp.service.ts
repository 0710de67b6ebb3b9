import { maskPhone, phoneInE164, unitOfWork } from '@ketqua/platform';
import { v7 } from 'uuid';
import type { CitizensContext } from '../../context.js';
import { phoneIndexOf } from '../../key-ring.js';
import { InvalidPhoneError } from '../account/phone-errors.js';
import { codeSeconds, OtpChannel } from '../phone-network/phone-verifier.js';
import { Challenge } from './challenge.entity.js';
import { countRequest } from './request-limits.js';
import type { RequestOtpInput } from './request-otp.input.js';
import { OtpChallenge } from './request-otp.payload.js';
import { type StartVerification, startVerification } from './start-verification.job.js';

const resendSeconds = 30;

/**
 * Takes a request for a code. Whether the phone is known is looked up by the job, after the answer: body, code and
 * time of the answer are the same for every phone.
 * @throws GraphQLError RATE_LIMITED
 */
export async function requestOtp(
  context: CitizensContext,
  input: RequestOtpInput,
): Promise<OtpChallenge | InvalidPhoneError> {
  const phone = phoneInE164(input.phone, context.settings.country);
  if (!phone) return InvalidPhoneError.of(context.locale);
  const phoneIndex = phoneIndexOf(phone);
  await countRequest(context, phoneIndex);
  const id = v7();
  const requestedAt = new Date();
  const expiresAt = secondsAfter(requestedAt, codeSeconds);
  await unitOfWork(context, async (em) => {
    await em.insert(Challenge, {
      id,
      phone,
      phoneIndex,
      channel: input.channel ?? OtpChannel.SMS,
      locale: input.locale ?? 'vi',
      requestedAt,
      expiresAt,
      attempts: 0,
    });
    await context.jobs.send(em, startVerification, { challengeId: id } satisfies StartVerification);
  });
  context.jobs.hurry(startVerification);
  const resendAfter = secondsAfter(requestedAt, resendSeconds);
  return Object.assign(new OtpChallenge(), { id, expiresAt, resendAfter, maskedPhone: maskPhone(phone) });
}

function secondsAfter(time: Date, seconds: number): Date {
  return new Date(time.getTime() + seconds * 1000);
}
